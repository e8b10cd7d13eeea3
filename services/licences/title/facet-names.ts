/** The facets of a list of titles, in the order in which they are answered. */
export const TITLE_FACETS = [
  'SUBJECT',
  'GRADE',
  'SCHOOL_TYPE',
  'KIND',
  'PUBLISHER',
  'LANGUAGE',
  'AGE_RATING',
  'DURATION',
  'YEAR',
  'COMPETENCE',
  'RIGHT',
  'OPEN_LICENCE',
] as const;
export type TitleFacetName = (typeof TITLE_FACETS)[number];

/** A value of a facet, and how many titles of a list have it. */
export interface CountedValue {
  readonly facet: string;
  readonly value: string;
  readonly count: number;
  /** False where so many titles are found that not all were counted. */
  readonly isExact: boolean;
}
