/** Enums that several subgraphs have; composition requires them to be identical. */
import { registerEnumType } from 'type-graphql';
import { AUDIENCES, USAGE_RIGHTS } from '../../../access/right';
import { LEVELS } from '../../../caller/caller';

export function enumOf<Value extends string>(values: readonly Value[]): { [Key in Value]: Key } {
  return Object.fromEntries(values.map((value) => [value, value])) as { [Key in Value]: Key };
}

export const UsageRightEnum = enumOf(USAGE_RIGHTS);
registerEnumType(UsageRightEnum, {
  name: 'UsageRight',
  description:
    'What a licence may allow. Rights are granted by the licence, and narrowed by the entitlement and the title.',
  valuesConfig: {
    STREAM: { description: 'Play it from our server or the publisher’s.' },
    DOWNLOAD: { description: 'Fetch a copy.' },
    SCHOOL_SERVER_COPY: { description: 'Keep a copy on the server of the school.' },
    LMS_EMBEDDING: { description: 'Show it inside a learning platform.' },
    EDITING: { description: 'Change it, and use parts of it.' },
    HOME_USE: { description: 'Use it at home, for lessons.' },
    LENDING: { description: 'Lend it on a carrier.' },
    PUBLIC_PERFORMANCE: { description: 'Show it in public, beyond lessons.' },
  },
});

export const AudienceEnum = enumOf(AUDIENCES);
registerEnumType(AudienceEnum, {
  name: 'Audience',
  description: 'Who is to use the title.',
  valuesConfig: { TEACHER: { description: 'A teacher.' }, PUPIL: { description: 'A pupil.' } },
});

export const HolderLevelEnum = enumOf(LEVELS);
registerEnumType(HolderLevelEnum, {
  name: 'HolderLevel',
  description: 'The level of an organisation, widest first: the holder of an entitlement covers every school under it.',
  valuesConfig: {
    STATE: { description: 'Bundesland.' },
    REGIONAL_ASSOCIATION: { description: 'Landschaftsverband.' },
    DISTRICT: { description: 'Kreis or kreisfreie Stadt.' },
    MEDIA_CENTRE: { description: 'Kommunales Medienzentrum.' },
    AUTHORITY: { description: 'Schulträger.' },
    SCHOOL_GROUP: { description: 'A group of schools that belong together.' },
    SCHOOL: { description: 'Schule.' },
  },
});

export const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type OrderDirection = keyof typeof OrderDirection;
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'In which direction a list is ordered.',
  valuesConfig: { ASC: { description: 'Upward: A to Z, and the earliest first.' }, DESC: { description: 'Downward.' } },
});

export const TitleKind = {
  VIDEO: 'VIDEO',
  AUDIO: 'AUDIO',
  IMAGE: 'IMAGE',
  DOCUMENT: 'DOCUMENT',
  PROGRAM: 'PROGRAM',
  INTERACTIVE: 'INTERACTIVE',
  WEB_PAGE: 'WEB_PAGE',
  OTHER: 'OTHER',
} as const;
export type TitleKind = keyof typeof TitleKind;
registerEnumType(TitleKind, {
  name: 'TitleKind',
  description: 'What a title is.',
  valuesConfig: {
    VIDEO: { description: 'A film.' },
    AUDIO: { description: 'A recording to listen to.' },
    IMAGE: { description: 'A picture.' },
    DOCUMENT: { description: 'A text, such as a work sheet.' },
    PROGRAM: { description: 'Software to install.' },
    INTERACTIVE: { description: 'A page or exercise that answers to what one does.' },
    WEB_PAGE: { description: 'A page on the web.' },
    OTHER: { description: 'What its source has another word for, which is among the unknown codes.' },
  },
});
