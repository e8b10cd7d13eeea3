/** What can be imported. */
export const IMPORT_KINDS = [
  'schools',
  'titles',
  'subjects',
  'entitlements',
  'licences',
  'organisations',
  'bots',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** The kinds that accept each option. Every kind accepts the options that are not here. */
export const ACCEPTED_BY: Readonly<Record<string, readonly ImportKind[]>> = {
  authorities: ['schools'],
  'school-forms': ['schools'],
  'as-of': ['schools'],
  'confirm-losses': ['schools', 'titles', 'subjects', 'entitlements'],
  'override-suspended': ['schools', 'entitlements', 'licences', 'organisations'],
  source: ['titles', 'subjects', 'entitlements'],
  format: ['titles', 'subjects'],
  columns: ['titles'],
  partial: ['titles'],
  'skip-bad': ['entitlements'],
};

export const IMPORT_RULES = { kinds: IMPORT_KINDS, acceptedBy: ACCEPTED_BY };
