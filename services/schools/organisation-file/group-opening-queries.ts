/**
 * Finds what a file of groups opens by adding schools to them, by comparing before and after. A school may join only if
 * each licence of the group could be assigned to it: it belongs to the licence's owner, and the licence allows so many schools.
 */
import type { Queryable } from '../../../database/queryable';
import { float, int, neverNull, nullable, statement, text } from '../../../database/statement';
import { isOutsideTerritory } from '../../directory/territory';
import { WRITTEN } from '../../import-file/staging-queries';

const GROUPS = `
  select g.id, g.number, s.line, s.element from staged_school_groups s
  join schools.organisation g on g.level = 'SCHOOL_GROUP' and g.state = $1 and g.number = s.record->>'number'`;

const OPEN_OUTSIDE = `
  select distinct g.id as group_id, e.licence_id, m.school_id
  from (${GROUPS}) g
  join directory.entitlement e on e.holder_id = g.id and e.owner_id <> g.id
  join schools.membership m on m.organisation_id = g.id
  join directory.licence_terms t on t.licence_id = e.licence_id and 'SCHOOL_GROUP' = any (t.holder_levels)
  where e.in_force && m.valid * t.valid * t.term and ${isOutsideTerritory({ school: 'm.school_id', owner: 'e.owner_id', level: 'm.level' })}`;

const COUNTED = `
  select l.id, l.number, l.school_count, schools.most_schools_with(l.id, '{}', 'empty') as schools
  from directory.licence l
  where l.school_count is not null and l.id in (
    select e.licence_id from directory.entitlement e join (${GROUPS}) g on g.id = e.holder_id)`;

const DROP_BEFORE = statement(
  'storeGroupsBefore',
  'drop table if exists pg_temp.group_outside_before, pg_temp.group_counted_before',
);
const OUTSIDE_BEFORE = statement(
  'storeGroupsBefore',
  'create temporary table group_outside_before (group_id bigint, licence_id bigint, school_id bigint) on commit drop',
);
const COUNTED_BEFORE = statement(
  'storeGroupsBefore',
  'create temporary table group_counted_before (id bigint, number text, school_count int, schools int) on commit drop',
);
const STORE_OUTSIDE = statement('storeGroupsBefore', `insert into group_outside_before ${OPEN_OUTSIDE}`);
const STORE_COUNTED = statement('storeGroupsBefore', `insert into group_counted_before ${COUNTED}`);

/** To be called before anything is written. It writes only to temporary tables. */
export async function storeGroupsBefore(db: Queryable, state: string): Promise<void> {
  for (const prepare of [DROP_BEFORE, OUTSIDE_BEFORE, COUNTED_BEFORE]) await db.query(prepare);
  for (const store of [STORE_OUTSIDE, STORE_COUNTED]) await db.query(store, [state]);
}

const OF_GROUP = {
  line: neverNull(float, WRITTEN),
  element: nullable(float),
  group: text,
  licence: text,
};

const FIND_OUTSIDE = statement(
  'findOpenedOutsideByGroups',
  `select g.line::float8 as line, g.element::float8 as element, g.number as group, l.number as licence, s.external_id as school
   from (${OPEN_OUTSIDE} except select * from group_outside_before) opened
   join (${GROUPS}) g on g.id = opened.group_id
   join directory.licence l on l.id = opened.licence_id
   join schools.organisation s on s.id = opened.school_id
   order by 1, 2, 4, 5`,
  { ...OF_GROUP, school: text },
);

/** Returns the licences that the groups open, since what was open was stored, at schools that do not belong to the owner. */
export function findOpenedOutside(db: Queryable, state: string) {
  return db.query(FIND_OUTSIDE, [state]);
}

const FIND_CROWDED = statement(
  'findCrowdedByGroups',
  `select distinct g.line::float8 as line, g.element::float8 as element, g.number as group, n.number as licence,
     n.school_count as "schoolCount", n.schools
   from (${COUNTED}) n
   left join group_counted_before b on b.id = n.id
   join directory.entitlement e on e.licence_id = n.id
   join (${GROUPS}) g on g.id = e.holder_id
   where n.schools > n.school_count and n.schools > coalesce(b.schools, 0)
   order by 1, 2, 4`,
  { ...OF_GROUP, schoolCount: neverNull(int, 'the condition'), schools: neverNull(int, 'more than a number') },
);

/** Returns the groups' licences that more schools have at one time than they allow, and than `storeGroupsBefore` counted. */
export function findCrowded(db: Queryable, state: string) {
  return db.query(FIND_CROWDED, [state]);
}
