/** The rights that a licence may grant, and sets of them as bits: compact enough for thousands in one request. */
export const USAGE_RIGHTS = [
  'STREAM',
  'DOWNLOAD',
  'SCHOOL_SERVER_COPY',
  'LMS_EMBEDDING',
  'EDITING',
  'HOME_USE',
  'LENDING',
  'PUBLIC_PERFORMANCE',
] as const;
export type UsageRight = (typeof USAGE_RIGHTS)[number];

export const AUDIENCES = ['TEACHER', 'PUPIL'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Bit n stands for `USAGE_RIGHTS[n]`. */
export type RightSet = number;

export function rightSet(rights: readonly string[]): RightSet {
  return rights.reduce((set, right) => set | (1 << USAGE_RIGHTS.indexOf(right as UsageRight)), 0);
}

export function grants(set: RightSet, right: UsageRight): boolean {
  return (set & (1 << USAGE_RIGHTS.indexOf(right))) !== 0;
}

export function rightsIn(set: RightSet): UsageRight[] {
  return USAGE_RIGHTS.filter((right) => grants(set, right));
}
