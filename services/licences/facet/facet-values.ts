/** The values of facets that this project defines, and the labels of values that are codes. */

import type { TitleFacetName } from '../title/facet-names';
import { competenceOf } from '../vocabulary/competences';
import { parentOf, type Subjects } from '../vocabulary/subjects';

export const AGE_RATINGS = [0, 6, 12, 16, 18] as const;

/** In seconds, both included, like `minimumDuration` and `maximumDuration`. */
export const DURATIONS: readonly { readonly value: string; readonly from: number; readonly until: number | null }[] = [
  { value: '0-300', from: 0, until: 300 },
  { value: '301-900', from: 301, until: 900 },
  { value: '901-1800', from: 901, until: 1_800 },
  { value: '1801-3600', from: 1_801, until: 3_600 },
  { value: '3601-', from: 3_601, until: null },
];

/** Returns the label of a value; null where the value is its own label. */
export function labelOf(facet: TitleFacetName, value: string, subjects: Subjects): string | null {
  if (facet === 'SUBJECT') return subjects.nearest(value)?.name ?? null;
  return facet === 'COMPETENCE' ? (competenceOf(value)?.name ?? null) : null;
}

/** Returns the parent of a value in its tree. */
export function parentValueOf(facet: TitleFacetName, value: string): string | null {
  if (facet === 'SUBJECT') return parentOf(value);
  return facet === 'COMPETENCE' && value.includes('.') ? (value.split('.')[0] as string) : null;
}
