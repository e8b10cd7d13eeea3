import { type Bounds, type Period, periodOf } from '../../../access/period';
import type { Caller } from '../../../caller/caller';
import {
  bigint,
  bigints,
  float,
  int,
  json,
  nullable,
  PLANNED_ONCE,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import { boundsOf, millisecondsOf } from '../../subgraph/database/period-bounds';
import type { Session } from '../../subgraph/database/session';
import { schoolCondition } from '../authorisation/allowed-queries';
import { holdings } from '../entitlement/entitlement-queries';
import type { School } from './school';

/** A part of a timeline, and the database's id of the organisation that holds it. */
export type Holding = readonly [holder: string, text: string];

export const SCHOOL = {
  row: bigint,
  id: text,
  number: text,
  name: text,
  shortName: text,
  form: nullable(text),
  formCode: text,
  city: text,
  operating: json<Bounds>(),
  organisations: texts,
};
type SchoolRow = RowOf<typeof SCHOOL>;

export const COLUMNS = `
  s.id as row, o.external_id as id, o.number, o.name, s.short_name as "shortName", s.form, s.form_code as "formCode", s.city,
  ${boundsOf('s.operating')} as operating,
  array(select above.key from directory.membership m join directory.organisation above on above.id = m.organisation_id
        where m.school_id = s.id and m.valid @> now()) as organisations`;

const MEMBERSHIP = {
  /** The database's ids of the organisations that it belongs to at any time. */
  everBelongedTo: bigints,
  /** When it next joins or leaves one, in epoch milliseconds; null for never. */
  movesAt: nullable(float),
};

const MEMBERSHIPS = `
  array(select m.organisation_id from directory.membership m where m.school_id = s.id) as "everBelongedTo",
  (select ${millisecondsOf('min(moment)')}
   from directory.membership m, unnest(array[lower(m.valid), upper(m.valid)]) moment
   where m.school_id = s.id and moment > now()) as "movesAt"`;

const FROM_SCHOOLS = `
  from schools.organisation o join schools.school s on s.id = o.id
  where o.key = any ($1)`;

const FIND_SCHOOLS = statement(
  'findSchools',
  `select ${COLUMNS}, ${MEMBERSHIPS} ${FROM_SCHOOLS}`,
  { ...SCHOOL, ...MEMBERSHIP },
  PLANNED_ONCE,
);

const FIND_SCHOOLS_WITH_HOLDINGS = statement(
  'findSchools',
  `select ${COLUMNS}, ${MEMBERSHIPS}, case when o.external_id = any ($2)
     then ${holdings("o.external_id || ' ' || m.organisation_id = any ($3)")} end as holdings ${FROM_SCHOOLS}`,
  { ...SCHOOL, ...MEMBERSHIP, holdings: nullable(json<readonly Holding[]>()) },
  PLANNED_ONCE,
);

/** A school, and how long the answer stays true. */
export interface FoundSchool extends School, RowOf<typeof MEMBERSHIP> {
  /** The parts of its timeline, where they were asked for. */
  readonly holdings?: readonly Holding[] | null;
}

/**
 * Returns schools by id (`NW:100000`), with the organisations that each belongs to now.
 *
 * @param withHoldings those of them that come with their holdings
 * @param omitted of these schools, the holders whose holdings are left out
 */
export async function findSchools(
  session: Session,
  ids: readonly string[],
  withHoldings: readonly string[] = [],
  omitted: readonly HeldAt[] = [],
): Promise<FoundSchool[]> {
  const keys = ids.map((id) => `SCHOOL:${id}`);
  if (withHoldings.length === 0) return (await session.query(FIND_SCHOOLS, [keys])).map(toSchool);
  const pairs = omitted.map(({ school, holder }) => `${school} ${holder}`);
  const rows = await session.query(FIND_SCHOOLS_WITH_HOLDINGS, [keys, withHoldings, pairs]);
  return rows.map(toSchool);
}

interface HeldAt {
  /** Such as `NW:100000`. */
  readonly school: string;
  /** The database's id. */
  readonly holder: string;
}

/** A page of the schools under an organisation. */
export interface PageUnder {
  readonly organisation: string;
  readonly first: number;
  /** The number of the last school of the page before. */
  readonly after: string | null;
}

const LIST_SCHOOLS_UNDER = statement(
  'listSchoolsUnder',
  `select asked.page::int, listed.*
   from unnest($1::text[], $2::int[], $3::text[]) with ordinality as asked(organisation, first, after, page)
   cross join lateral (
     select ${COLUMNS}
     from directory.membership under
     join directory.organisation holder on holder.id = under.organisation_id and holder.key = asked.organisation
     join schools.organisation o on o.id = under.school_id
     join schools.school s on s.id = o.id
     where under.valid @> now() and (asked.after is null or o.number > asked.after)
     order by o.number limit asked.first + 1) listed`,
  { page: int, ...SCHOOL },
);

/**
 * Returns for each of these pages the schools under its organisation now, by number, with one more than asked for
 * where there is one. One statement reads all.
 */
export async function listSchoolsUnder(session: Session, pages: readonly PageUnder[]): Promise<School[][]> {
  const rows = await session.query(LIST_SCHOOLS_UNDER, [
    pages.map(({ organisation }) => organisation),
    pages.map(({ first }) => first),
    pages.map(({ after }) => after),
  ]);
  const found: School[][] = pages.map(() => []);
  for (const { page, ...row } of rows) found[page - 1]?.push(toSchool(row));
  return found;
}

const COUNT_SCHOOLS_UNDER = byCondition(
  (caller) => schoolCondition(caller, 'school.read', 's.id', '$2'),
  (inReach) =>
    statement(
      'countSchoolsUnder',
      `select holder.key, count(*)::int as count
       from directory.organisation holder
       join directory.membership under on under.organisation_id = holder.id and under.valid @> now()
       join schools.school s on s.id = under.school_id
       where holder.key = any ($1) and ${inReach}
       group by holder.key`,
      { key: text, count: int },
    ),
);

/** Counts the schools in the caller's reach under each of these organisations now, by key. */
export async function countSchoolsUnder(
  session: Session,
  caller: Caller,
  organisations: readonly string[],
): Promise<Map<string, number>> {
  const rows = await session.query(COUNT_SCHOOLS_UNDER(caller), [organisations, caller.bound]);
  return new Map(rows.map(({ key, count }) => [key, count]));
}

export function toSchool<Row extends SchoolRow>(row: Row): Row & { readonly operating: Period } {
  return { ...row, operating: periodOf(row.operating) };
}
