/** The list as tables of the import, made of what was staged: `listed_school`, `listed_authority`, `listed_municipality`. */

import { onlyRow, type Queryable } from '../../../database/queryable';
import { int, type RowOf, statement } from '../../../database/statement';
import { beginOf } from '../../import-file/days';
import type { StagedRecord } from '../../import-file/staging';
import type { ListedSchool } from './school-list';

const DROP_LISTED_SCHOOLS = statement('dropListedSchools', 'drop table if exists pg_temp.listed_school');

const CREATE_LISTED_SCHOOLS = statement(
  'createListedSchools',
  `
   create temporary table listed_school (
     number text primary key, name text, short_name text, form_code text, form text, legal_form_code text,
     municipality_ags text, postcode text, city text, street text, email text, homepage text,
     operation_code text, operating tstzrange, authority_number text,
     line bigint, undated boolean, null_words int,
     id bigint, is_new boolean, is_reopened boolean, is_changed boolean
   ) on commit drop`,
);

/** Creates `listed_school`, empty. */
export async function createListedSchools(db: Queryable): Promise<void> {
  await db.query(DROP_LISTED_SCHOOLS);
  await db.query(CREATE_LISTED_SCHOOLS);
}

const LIST_SCHOOLS = statement(
  'listSchools',
  `insert into listed_school
   select x.number, x.name, x."shortName", x."formCode",
     coalesce(f.record->>'name', case when s.form_code = x."formCode" then s.form end),
     x."legalFormCode", x."municipalityAgs", x.postcode, x.city, x.street, x.email, x.homepage, x."operationCode",
     tstzrange(x."operatingFrom", x."operatingUntil"), x."authorityNumber",
     x.line, coalesce(x.undated, false), coalesce(x."nullWords", 0),
     s.id, s.id is null, s.left_list_at is not null
   from json_to_recordset($2) as x(
     number text, name text, "shortName" text, "formCode" text, "legalFormCode" text,
     "municipalityAgs" text, postcode text, city text, street text, email text, homepage text,
     "operationCode" text, "operatingFrom" timestamptz, "operatingUntil" timestamptz, "authorityNumber" text,
     line bigint, undated boolean, "nullWords" int)
   left join staged_school_forms f on f.record->>'code' = x."formCode"
   left join schools.organisation o on o.key = 'SCHOOL:' || $1 || ':' || x.number
   left join schools.school s on s.id = o.id`,
);

/** A form that is missing in the key list keeps its known name. `staged_school_forms` must exist. */
export async function listSchools(
  db: Queryable,
  state: string,
  batch: readonly StagedRecord<ListedSchool>[],
): Promise<void> {
  const rows = batch.map(({ line, value }) => ({
    ...value,
    line,
    operatingFrom: beginOf(value.operatingFrom),
    operatingUntil: beginOf(value.operatingUntil),
  }));
  await db.query(LIST_SCHOOLS, [state, JSON.stringify(rows)]);
}

const ANALYZE_LISTED_SCHOOLS = statement('analyzeListedSchools', 'analyze listed_school');

const DROP_DERIVED = statement(
  'dropDerived',
  'drop table if exists pg_temp.listed_authority, pg_temp.listed_municipality',
);

const CREATE_LISTED_AUTHORITIES = statement(
  'createListedAuthorities',
  `
   create temporary table listed_authority on commit drop as
   select s.number, a.record->>'name' as name, a.record->>'postcode' as postcode, a.record->>'city' as city
   from (select distinct authority_number as number from listed_school) s
   left join staged_authorities a on a.record->>'number' = s.number`,
);

const CREATE_LISTED_MUNICIPALITIES = statement(
  'createListedMunicipalities',
  `
   create temporary table listed_municipality on commit drop as
   select distinct on (ags) ags, name
   from (select municipality_ags as ags, coalesce(nullif(city, ''), 'Gemeinde ' || municipality_ags) as name,
           count(*) as schools
         from listed_school group by 1, 2) places
   order by ags, schools desc, name collate "C"`,
);

/**
 * Derives `listed_authority` and `listed_municipality` from the schools. Authorities have their names from
 * `staged_authorities`, or none; a municipality is named after the place that most of its schools state.
 */
export async function deriveFromSchools(db: Queryable): Promise<void> {
  await db.query(ANALYZE_LISTED_SCHOOLS);
  await db.query(DROP_DERIVED);
  await db.query(CREATE_LISTED_AUTHORITIES);
  await db.query(CREATE_LISTED_MUNICIPALITIES);
}

const COUNT_LISTED = statement(
  'countListed',
  `select (select count(*)::int from listed_school) as schools,
   (select count(*)::int from listed_authority) as authorities,
   (select count(*)::int from listed_municipality) as municipalities,
   (select count(distinct left(ags, 5))::int from listed_municipality) as districts`,
  { schools: int, authorities: int, municipalities: int, districts: int },
);

type Listed = RowOf<typeof COUNT_LISTED>;

export async function countListed(db: Queryable): Promise<Listed> {
  return onlyRow(await db.query(COUNT_LISTED));
}
