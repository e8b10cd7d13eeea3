/** The statements of a reconciliation, each over the whole list at once. They share the table `listed_school`. */

import { onlyRow, type Queryable } from '../../../database/queryable';
import { bigints, int, type RowOf, statement } from '../../../database/statement';
import type { Changes } from '../regions/region-queries';
import type { SchoolList } from './school-list';

const ATTRIBUTES = [
  'short_name',
  'form_code',
  'form',
  'legal_form_code',
  'municipality_ags',
  'postcode',
  'city',
  'street',
  'email',
  'homepage',
  'operation_code',
  'operating',
];

function inSchool(alias?: string): string {
  return ATTRIBUTES.map((column) => (alias ? `${alias}.${column}` : column)).join(', ');
}

const INSERT_AUTHORITIES = statement(
  'insertAuthorities',
  `with written as (
     insert into schools.organisation (level, state, number, name)
     select 'AUTHORITY', $1, number, coalesce(name, 'Schulträger ' || number) from listed_authority order by number
     on conflict (key) do nothing returning id)
   select count(*)::int as count from written`,
  { count: int },
);

const RENAME_AUTHORITIES = statement(
  'renameAuthorities',
  `with written as (
     update schools.organisation o set name = x.name from listed_authority x
     where o.key = 'AUTHORITY:' || $1 || ':' || x.number and o.name <> x.name returning o.id)
   select coalesce(array_agg(id), '{}') as ids from written`,
  { ids: bigints },
);

const DESCRIBE_AUTHORITIES = statement(
  'describeAuthorities',
  `with written as (
     insert into schools.authority as a (id, in_key_list, postcode, city)
     select o.id, x.name is not null, x.postcode, x.city
     from listed_authority x
     join schools.organisation o on o.key = 'AUTHORITY:' || $1 || ':' || x.number
     on conflict (id) do update set in_key_list = true, postcode = excluded.postcode, city = excluded.city
     where excluded.in_key_list
       and (a.in_key_list, a.postcode, a.city) is distinct from (true, excluded.postcode, excluded.city)
     returning a.id, a.xmax <> 0 as is_changed)
   select coalesce(array_agg(id) filter (where is_changed), '{}') as ids from written`,
  { ids: bigints },
);

/** An authority that is missing in the key list has its number as its name, unless it has a known name already. */
export async function upsertAuthorities(db: Queryable, state: string): Promise<Changes> {
  const [added] = await db.query(INSERT_AUTHORITIES, [state]);
  const [renamed] = await db.query(RENAME_AUTHORITIES, [state]);
  const [described] = await db.query(DESCRIBE_AUTHORITIES, [state]);
  const changed = new Set([...(renamed?.ids ?? []), ...(described?.ids ?? [])]);
  return { added: added?.count ?? 0, changed: changed.size };
}

const NAME_SCHOOLS = statement(
  'nameSchools',
  `insert into schools.organisation (level, state, number, name)
   select 'SCHOOL', $1, number, name from listed_school where is_new order by number
   on conflict (key) do nothing`,
);

const NUMBER_SCHOOLS = statement(
  'numberSchools',
  `update listed_school l set id = o.id from schools.organisation o
   where l.is_new and o.key = 'SCHOOL:' || $1 || ':' || l.number`,
);

const MARK_CHANGED = statement(
  'markChangedSchools',
  `update listed_school l set is_changed =
     (o.name, ${inSchool('s')}) is distinct from (l.name, ${inSchool('l')})
   from schools.school s join schools.organisation o on o.id = s.id
   where s.id = l.id`,
);

const INSERT_SCHOOLS = statement(
  'insertSchools',
  `insert into schools.school (id, source, ${inSchool()})
   select id, $1, ${inSchool()} from listed_school where is_new order by id`,
);

const UPDATE_SCHOOLS = statement(
  'updateSchools',
  `update schools.school s set (${inSchool()}, source, left_list_at) = (select ${inSchool('l')}, $1, null::timestamptz)
   from listed_school l where l.id = s.id and (l.is_changed or l.is_reopened)`,
);

const RENAME_SCHOOLS = statement(
  'renameSchools',
  `update schools.organisation o set name = l.name from listed_school l where l.id = o.id and l.is_changed and o.name <> l.name`,
);

const COUNT_CHANGES = statement(
  'countSchoolChanges',
  `select count(*) filter (where is_new)::int as added, count(*) filter (where is_reopened)::int as reopened,
     count(*) filter (where is_changed and not is_reopened)::int as changed
   from listed_school`,
  {
    added: int,
    reopened: int,
    /** Schools whose attributes changed in place; those that only moved are not included. */
    changed: int,
  },
);

/** What happened to the schools that the list names. */
type SchoolChanges = RowOf<typeof COUNT_CHANGES>;

export async function writeSchools(db: Queryable, { state, source }: SchoolList): Promise<SchoolChanges> {
  await db.query(NAME_SCHOOLS, [state]);
  await db.query(NUMBER_SCHOOLS, [state]);
  await db.query(MARK_CHANGED);
  await db.query(INSERT_SCHOOLS, [source]);
  await db.query(UPDATE_SCHOOLS, [source]);
  await db.query(RENAME_SCHOOLS);
  return onlyRow(await db.query(COUNT_CHANGES));
}

const CLOSE_MISSING = statement(
  'closeMissing',
  `with written as (
     update schools.school s set left_list_at = $2, operating =
       case when isempty(s.operating * tstzrange(null, $2)) then tstzrange(null, '1900-01-01 00:00Z')
            else s.operating * tstzrange(null, $2) end
     from schools.organisation o
     where o.id = s.id and o.state = $1 and s.source = $3 and s.left_list_at is null
       and not exists (select from listed_school l where l.id = s.id)
     returning s.id)
   select count(*)::int as count from written`,
  { count: int },
);

/**
 * Ends the operation of schools that the list named before and no longer names. A school that was never in operation
 * by then is closed from 1900 on, because an empty range has no bounds to compare with.
 */
export async function closeMissing(db: Queryable, { state, source }: SchoolList, asOf: Date): Promise<number> {
  const [closed] = await db.query(CLOSE_MISSING, [state, asOf, source]);
  return closed?.count ?? 0;
}

const ANALYZE_SCHOOLS = statement('analyzeSchools', 'analyze schools.organisation, schools.school, schools.membership');

/** For the planner, because after a first import its statistics are out of date. */
export async function analyzeSchools(db: Queryable): Promise<void> {
  await db.query(ANALYZE_SCHOOLS);
}
