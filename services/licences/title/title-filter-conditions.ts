/** The filters of titles as SQL. All of them are one text, so that the statement is prepared once. */
import { TITLE_FACETS, type TitleFacetName } from './facet-names';
import type { TitleFilter } from './title-filter';
import { type TermKind, termOf } from './title-terms';

interface Condition {
  readonly field: keyof TitleFilter;
  readonly type: string;
  /** The facet whose values are counted without this condition; null where there is none. */
  readonly facet: TitleFacetName | null;
  /** The kind of its values among the terms of titles; left out where they are no terms. */
  readonly term?: TermKind;
  /** Returns the condition on `licences.title t`, from the text of its parameter. */
  readonly holds: (value: string) => string;
}

/** The conditions in the order of their parameters, which are the first of a statement. */
const CONDITIONS: readonly Condition[] = [
  {
    field: 'subjects',
    type: 'text[]',
    facet: 'SUBJECT',
    term: 'subject',
    holds: (value) => `t.subjects && ${value}`,
  },
  { field: 'kinds', type: 'text[]', facet: 'KIND', term: 'kind', holds: (value) => `t.kind = any (${value})` },
  {
    field: 'grade',
    type: 'int',
    facet: 'GRADE',
    holds: (value) => `(t.grade_from is not null or t.grade_until is not null)
       and ${value} between coalesce(t.grade_from, ${value}) and coalesce(t.grade_until, ${value})`,
  },
  {
    field: 'publisher',
    type: 'text',
    facet: 'PUBLISHER',
    term: 'publisher',
    holds: (value) => `t.publisher_id = (select id from licences.publisher where name = ${value})`,
  },
  {
    field: 'language',
    type: 'text',
    facet: 'LANGUAGE',
    term: 'language',
    holds: (value) => `${value} = any (t.languages)`,
  },
  { field: 'maximumAgeRating', type: 'int', facet: 'AGE_RATING', holds: (value) => `t.age_rating <= ${value}` },
  {
    field: 'subjectCodes',
    type: 'text[]',
    facet: 'SUBJECT',
    term: 'code',
    holds: (value) => `t.subject_codes && ${value}`,
  },
  { field: 'schoolTypes', type: 'text[]', facet: 'SCHOOL_TYPE', holds: (value) => `t.school_types && ${value}` },
  {
    field: 'competences',
    type: 'text[]',
    facet: 'COMPETENCE',
    term: 'competence',
    holds: (value) => `t.competences && ${value}`,
  },
  { field: 'minimumDuration', type: 'int', facet: 'DURATION', holds: (value) => `t.duration_seconds >= ${value}` },
  { field: 'maximumDuration', type: 'int', facet: 'DURATION', holds: (value) => `t.duration_seconds <= ${value}` },
  { field: 'yearFrom', type: 'int', facet: 'YEAR', holds: (value) => `t.year >= ${value}` },
  { field: 'yearUntil', type: 'int', facet: 'YEAR', holds: (value) => `t.year <= ${value}` },
  { field: 'right', type: 'text', facet: 'RIGHT', holds: (value) => `t.rights @> array[${value}]` },
  {
    field: 'openLicence',
    type: 'boolean',
    facet: 'OPEN_LICENCE',
    holds: (value) => `(t.open_licence is not null) = ${value}`,
  },
  { field: 'addedSince', type: 'timestamptz', facet: null, holds: (value) => `t.added_at >= ${value}` },
];

/** Returns the values of a filter, which are the first parameters of a statement. */
export function filterValues({ filter }: { readonly filter: TitleFilter }): unknown[] {
  return CONDITIONS.map(({ field }) => filter[field] ?? null);
}

/** Returns for each field of the filter the terms of which a title that matches has at least one. */
export function filterTerms(filter: TitleFilter): string[][] {
  return CONDITIONS.flatMap(({ field, term }) => {
    const value = filter[field];
    return term && value != null ? [[value].flat().map((one) => termOf(term, String(one)))] : [];
  });
}

function conditionsOf(isMeant: (condition: Condition) => boolean): string {
  const texts = CONDITIONS.map(({ type, holds }, at) => `($${at + 1}::${type} is null or ${holds(`$${at + 1}`)})`);
  const meant = texts.filter((_, at) => isMeant(CONDITIONS[at] as Condition));
  return meant.length > 0 ? meant.join('\n  and ') : 'true';
}

/** The condition that title `t` matches a filter. */
export const FILTER_CONDITIONS = conditionsOf(() => true);

/** The conditions of the filter that apply to every facet. */
export const CONDITIONS_OF_NO_FACET = conditionsOf(({ facet }) => facet === null);

/** The conditions of the filter that apply to each facet, without its own. */
export const CONDITIONS_OF_FACET: Readonly<Record<TitleFacetName, string>> = Object.fromEntries(
  TITLE_FACETS.map((name) => [name, conditionsOf(({ facet }) => facet === name)]),
) as Record<TitleFacetName, string>;
