/** Enums that several subgraphs show to clients; composition wants them alike everywhere. */
import { registerEnumType } from 'type-graphql';
import { AUDIENCES, USAGE_RIGHTS } from '../../access/right';
import { LEVELS } from '../../caller/caller';

export function enumOf<Value extends string>(values: readonly Value[]): { [Key in Value]: Key } {
  return Object.fromEntries(values.map((value) => [value, value])) as { [Key in Value]: Key };
}

export const UsageRightEnum = enumOf(USAGE_RIGHTS);
registerEnumType(UsageRightEnum, {
  name: 'UsageRight',
  description:
    'What a licence may allow. Rights are granted by the licence, and narrowed by the entitlement and the title.',
});

export const AudienceEnum = enumOf(AUDIENCES);
registerEnumType(AudienceEnum, { name: 'Audience', description: 'Who is to use the title.' });

export const HolderLevelEnum = enumOf(LEVELS);
registerEnumType(HolderLevelEnum, {
  name: 'HolderLevel',
  description: 'The level of an organisation, widest first: the holder of an entitlement covers every school under it.',
});
