/** SQL that selects the rows of use that a report counts: those that the caller may see, and that it asked for. */
import { LEVELS, type Level } from '../../../caller/caller';
import { bind } from '../../subgraph/database/bind';
import type { UsageFilter } from './report-arguments';

/** By level, the column in which a row of use names the organisation. Rows do not name school groups. */
const COLUMNS: Readonly<Partial<Record<Level, string>>> = {
  STATE: 's.state_id',
  REGIONAL_ASSOCIATION: 's.regional_association_id',
  DISTRICT: 's.district_id',
  MEDIA_CENTRE: 's.media_centre_id',
  AUTHORITY: 's.authority_id',
  SCHOOL: 's.school_id',
};

/** Organisations by the database's ids, by level. */
export type OrganisationIds = ReadonlyMap<Level, readonly string[]>;

/**
 * Wall 2: rows that name, at the time of use, one of the organisations the caller is bound to. @param bound null: all
 * rows
 */
export function namesOneOf(bound: OrganisationIds | null, values: unknown[]): string {
  if (bound === null) return 'true';
  const columns = conditionsByLevel(bound, values);
  return columns.length > 0 ? `(${columns.join(' or ')})` : 'false';
}

function conditionsByLevel(ids: OrganisationIds, values: unknown[]): string[] {
  return LEVELS.flatMap((level) => {
    const column = COLUMNS[level];
    const of = ids.get(level);
    return column && of ? [`${column} = any (${bind(values, of, 'bigint[]')})`] : [];
  });
}

/** The conditions of the filter's lists. */
const CONDITIONS = {
  schoolForms: (list: string) =>
    `s.school_id in (select id from directory.school where state || ':' || form_code = any (${list}::text[]))`,
  titles: (list: string) => `s.title_id = any (${list}::text[]::bigint[])`,
  publishers: (list: string) =>
    `s.title_id in (select id from directory.title where publisher = any (${list}::text[]))`,
  subjects: (list: string) => `s.title_id in (select id from directory.title where subjects && ${list}::text[])`,
  kinds: (list: string) => `s.title_id in (select id from directory.title where kind = any (${list}::text[]))`,
  clients: (list: string) => `s.client = any (${list}::text[])`,
  audiences: (list: string) => `s.audience = any (${list}::text[])`,
  accessTypes: (list: string) => `s.access_type = any (${list}::text[])`,
  licences: (list: string) => `s.licence_id = any (${list}::text[]::bigint[])`,
  levels: (list: string) => `s.level = any (${list}::text[])`,
  rights: (list: string) => `s.usage_right = any (${list}::text[])`,
} satisfies Partial<Record<keyof UsageFilter, (list: string) => string>>;

type ListName = keyof typeof CONDITIONS;

const BY_LICENCE = ['licences', 'levels', 'rights'] as const;

/** Tells whether only sums by licence can answer it. */
export function asksForLicences(filter: UsageFilter): boolean {
  return BY_LICENCE.some((name) => filter[name] != null);
}

/** Which uses are counted, of those that the caller may read. */
export interface ChosenUses {
  readonly filter: UsageFilter;
  /** Organisations that the filter names. */
  readonly organisations: OrganisationIds;
}

const NOWHERE: OrganisationIds = new Map();
export const ALL_USES: ChosenUses = { filter: {}, organisations: NOWHERE };

/** The condition on `s`, which has the columns of the filters. @param names of the filters that count */
export function isChosen({ filter }: ChosenUses, names: readonly ListName[], values: unknown[]): string {
  const named = Object.fromEntries(names.map((name) => [name, filter[name]]));
  return conditionsOf(named, NOWHERE, values).join(' and ') || 'true';
}

/**
 * The condition on `s`, which has the line of organisations of a school, that the school was one of the requested
 * ones.
 */
export function isAtChosenPlace({ filter, organisations }: ChosenUses, values: unknown[]): string {
  return conditionsOf({ schoolForms: filter.schoolForms }, organisations, values).join(' and ') || 'true';
}

/** @param organisations those that the filter names */
export function conditionsOf(filter: UsageFilter, organisations: OrganisationIds, values: unknown[]): string[] {
  const names = Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[];
  const named = names.flatMap((name) => {
    const list = filter[name];
    return list == null ? [] : [CONDITIONS[name](bind(values, list, 'text[]'))];
  });
  return [...conditionsByLevel(organisations, values), ...named];
}
