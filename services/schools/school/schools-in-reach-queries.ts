import type { Caller } from '../../../caller/caller';
import { onlyRow } from '../../../database/queryable';
import { int, statement, text, texts } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Session } from '../../subgraph/database/session';
import type { OrderDirection } from '../../subgraph/schema/enums';
import { orderedSql } from '../name-search';
import type { School } from './school';
import type { SchoolList } from './school-filter';
import { IN_REACH, SCHOOL_CONDITIONS, schoolParameters } from './school-filter-queries';
import type { SchoolOrder, SchoolOrderBy } from './school-list-types';
import { COLUMNS, SCHOOL, toSchool } from './school-queries';

/** What schools are ordered by; equal ones are ordered by their keys. */
const ORDERED_BY: Readonly<Record<SchoolOrderBy, string>> = {
  NUMBER: `''`,
  NAME: orderedSql('o.name'),
  CITY: orderedSql('s.city'),
  FORM: orderedSql('coalesce(s.form, s.form_code)'),
};

/** A place in the order of a list. */
export interface SchoolPlace {
  readonly orderedBy: string;
  readonly key: string;
}

const listSchools = (by: SchoolOrderBy, direction: OrderDirection) =>
  byCondition(IN_REACH, (inReach) =>
    statement(
      'listSchoolsInReach',
      `select listed.* from (
         select ${COLUMNS}, coalesce(${ORDERED_BY[by]}, '') as "orderedBy", o.key
         from schools.organisation o join schools.school s on s.id = o.id
         where ${inReach} and ${SCHOOL_CONDITIONS}) listed
       where $9::text is null or (listed."orderedBy", listed.key) ${direction === 'ASC' ? '>' : '<'} ($9, $10)
       order by listed."orderedBy" ${direction}, listed.key ${direction} limit $11`,
      { ...SCHOOL, orderedBy: text, key: text },
    ),
  );
const inBothDirections = (by: SchoolOrderBy) => ({ ASC: listSchools(by, 'ASC'), DESC: listSchools(by, 'DESC') });
const LIST_SCHOOLS = {
  NUMBER: inBothDirections('NUMBER'),
  NAME: inBothDirections('NAME'),
  CITY: inBothDirections('CITY'),
  FORM: inBothDirections('FORM'),
};

interface SchoolPage {
  readonly order: SchoolOrder;
  readonly first: number;
  readonly after: SchoolPlace | null;
}

/**
 * Returns the schools in the caller's reach from the one after `after`, with one more than `first` where there is
 * one.
 */
export async function listSchoolsInReach(
  session: Session,
  caller: Caller,
  list: SchoolList,
  { order, first, after }: SchoolPage,
): Promise<(School & SchoolPlace)[]> {
  const rows = await session.query(LIST_SCHOOLS[order.by][order.direction](caller), [
    ...schoolParameters(caller, list),
    after?.orderedBy ?? null,
    after?.key ?? null,
    first + 1,
  ]);
  return rows.map(toSchool);
}

const COUNT_LISTED_SCHOOLS = byCondition(IN_REACH, (inReach) =>
  statement(
    'countListedSchools',
    `select count(*)::int as count from schools.organisation o join schools.school s on s.id = o.id
   where ${inReach} and ${SCHOOL_CONDITIONS}`,
    { count: int },
  ),
);

export async function countListedSchools(session: Session, caller: Caller, list: SchoolList): Promise<number> {
  const [row] = await session.query(COUNT_LISTED_SCHOOLS(caller), schoolParameters(caller, list));
  return row?.count ?? 0;
}

const FIND_FILTER_VALUES = byCondition(IN_REACH, (inReach) =>
  statement(
    'findFilterValues',
    `with reached as materialized (
       select s.id, s.city, coalesce(s.form, s.form_code) as form from schools.school s where ${inReach})
     select
       array(select city from (select distinct city from reached where city <> '') c
             order by ${orderedSql('city')}, city collate "C") as cities,
       array(select form from (select distinct form from reached) f
             order by ${orderedSql('form')}, form collate "C") as forms,
       array(select d.key from directory.organisation d
             where d.id in (
               select m.organisation_id from reached join directory.membership m on m.school_id = reached.id
               where m.level = 'DISTRICT' and m.valid @> now())
             order by ${orderedSql('d.name')}, d.key) as districts`,
    { cities: texts, forms: texts, districts: texts },
  ),
);

/** What the schools in the caller's reach can be filtered by: cities and forms, and the keys of districts, in order. */
export async function findFilterValues(
  session: Session,
  caller: Caller,
): Promise<{ readonly cities: string[]; readonly forms: string[]; readonly districts: string[] }> {
  return onlyRow(await session.query(FIND_FILTER_VALUES(caller), [caller.bound]));
}

const values = (label: string, value: string) =>
  byCondition(IN_REACH, (inReach) =>
    statement(label, `select distinct ${value} as value from schools.school s where ${inReach} order by 1`, {
      value: text,
    }),
  );
const FIND_VALUES = {
  city: values('findCitiesOfSchools', 's.city'),
  form: values('findForms', 'coalesce(s.form, s.form_code)'),
};

/** Returns the cities, or the forms, of schools in the caller's reach. */
export async function findValues(session: Session, caller: Caller, of: keyof typeof FIND_VALUES): Promise<string[]> {
  const rows = await session.query(FIND_VALUES[of](caller), [caller.bound]);
  return rows.map(({ value }) => value);
}
