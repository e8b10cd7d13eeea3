/**
 * One title for each answer that the access rule can give to one school, a Gymnasium in Düsseldorf: what the README asks
 * about. These titles are in no other package, so that each has just the answer that stands here.
 */
import type { LicenceRecord } from '../services/licences/import/records';
import type { EntitlementRecord } from '../services/schools/entitlement/import-record';
import type { DemoTitle } from './catalogue/titles';
import type { DemoCalendar } from './demo-calendar';

/** Of the Gymnasium, and of the bodies above it. */
export const SHOWCASE = {
  school: 'NW:900102',
  authority: 'NW:91001',
  mediaCentre: 'NW:MZ-05111',
  group: 'NW:KKZ4711',
  /** Another city's school, out of reach of Düsseldorf's tokens. */
  foreignSchool: 'NW:901702',
} as const;

export const SHOWCASE_ANSWERS = [
  'ALLOWED',
  'NOT_LICENSED',
  'NOT_YET_VALID',
  'EXPIRED',
  'SUSPENDED',
  'REVOKED',
  /** The title allows no download, whatever the licence says. */
  'RIGHT_NOT_GRANTED',
  'NOT_FOR_PUPILS',
  'TITLE_WITHDRAWN',
] as const;
export type ShowcaseAnswer = (typeof SHOWCASE_ANSWERS)[number];

const NAMES: Record<ShowcaseAnswer, string> = {
  ALLOWED: 'Fotosynthese – Licht und Chlorophyll',
  NOT_LICENSED: 'Oper – Carmen',
  NOT_YET_VALID: 'Klimawandel – Gletscherschmelze',
  EXPIRED: 'Vulkane – Supervulkane',
  SUSPENDED: 'Jazz – Blues',
  REVOKED: 'Börse – Aktien',
  RIGHT_NOT_GRANTED: 'Filmmusik – Geräuschemacher',
  NOT_FOR_PUPILS: 'Holocaust – Zeitzeugen berichten',
  TITLE_WITHDRAWN: 'DDR – Stasi',
};

const PUBLISHER = 'Rheinbogen Lehrfilm';
const AUTHORITY = `AUTHORITY:${SHOWCASE.authority}` as const;

/** The media number of the title that gives the answer. Only RIGHT_NOT_GRANTED and NOT_FOR_PUPILS need another question. */
export function showcaseTitle(titles: readonly DemoTitle[], answer: ShowcaseAnswer): DemoTitle {
  const title = titles.find(({ name }) => name === NAMES[answer]);
  if (!title) throw new RangeError(`the catalogue has no title “${NAMES[answer]}”`);
  return title;
}

export function isShowcase({ name }: DemoTitle): boolean {
  return Object.values(NAMES).includes(name);
}

/** The title as the showcase needs it: what chance says of withdrawal and rights does not count for it. */
export function forShowcase(title: DemoTitle, calendar: DemoCalendar): DemoTitle {
  if (!isShowcase(title)) return title;
  const { withdrawnOn: _withdrawn, playoutFrom: _from, playoutUntil: _until, ...kept } = title;
  const rights: DemoTitle['rights'] = ['STREAM', 'LMS_EMBEDDING', 'HOME_USE'];
  if (title.name !== NAMES.RIGHT_NOT_GRANTED) rights.push('DOWNLOAD');
  return title.name === NAMES.TITLE_WITHDRAWN ? { ...kept, rights, withdrawnOn: calendar.day(-45) } : { ...kept, rights };
}

export function showcaseLicences(titles: readonly DemoTitle[], calendar: DemoCalendar): LicenceRecord[] {
  return SHOWCASE_ANSWERS.filter((answer) => answer !== 'NOT_LICENSED').map((answer) => {
    const title = showcaseTitle(titles, answer);
    return {
      type: 'licence',
      number: `EL-${title.number}`,
      name: `Einzellizenz „${title.name}“`,
      kind: 'Einzellizenz',
      publisher: PUBLISHER,
      owner: AUTHORITY,
      holderLevels: ['AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'],
      rights: ['STREAM', 'DOWNLOAD', 'LMS_EMBEDDING', 'HOME_USE'],
      pupilRights: answer === 'NOT_FOR_PUPILS' ? [] : ['STREAM', 'HOME_USE'],
      term: { kind: 'FIXED', from: calendar.schoolYear(-3), until: calendar.schoolYear(4) },
      priceCents: 4_900,
      packages: [],
      titles: [title.number],
    };
  });
}

export function showcaseEntitlements(titles: readonly DemoTitle[], calendar: DemoCalendar): EntitlementRecord[] {
  const periods: Record<ShowcaseAnswer, { from: string; until: string; revokedOn?: string; suspendedFrom?: string } | null> = {
    ALLOWED: { from: calendar.schoolYear(-1), until: calendar.schoolYear(3) },
    NOT_LICENSED: null,
    NOT_YET_VALID: { from: calendar.schoolYear(1), until: calendar.schoolYear(2) },
    EXPIRED: { from: calendar.schoolYear(-2), until: calendar.schoolYear(0) },
    SUSPENDED: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2), suspendedFrom: calendar.day(-12) },
    REVOKED: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2), revokedOn: calendar.day(-30) },
    RIGHT_NOT_GRANTED: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2) },
    NOT_FOR_PUPILS: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2) },
    TITLE_WITHDRAWN: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2) },
  };
  return SHOWCASE_ANSWERS.flatMap((answer): EntitlementRecord[] => {
    const period = periods[answer];
    if (!period) return [];
    const { suspendedFrom, ...rest } = period;
    return [
      {
        type: 'entitlement',
        licence: `EL-${showcaseTitle(titles, answer).number}`,
        holder: answer === 'ALLOWED' ? `SCHOOL_GROUP:${SHOWCASE.group}` : AUTHORITY,
        ...rest,
        suspended: suspendedFrom ? [{ from: suspendedFrom }] : [],
      },
    ];
  });
}
