import { onlyRow, type Queryable } from '../../../database/queryable';
import {
  bigint,
  boolean,
  float,
  int,
  neverNull,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { WRITTEN } from '../../import-file/staging-queries';
import { FIND_ORGANISATION_IDS } from '../../subgraph/database/organisation-queries';

export interface Named {
  readonly number: string;
  /** Left out where it stays as it is. */
  readonly name?: string | undefined;
}

const UPSERT_PACKAGES = statement(
  'upsertPackages',
  `with written as (
     insert into licences.package as p (number, name)
     select x.number, coalesce(x.name, known.name)
     from json_to_recordset($1) as x(number text, name text) left join licences.package known on known.number = x.number
     on conflict (number) do update set name = excluded.name where p.name <> excluded.name
     returning id, number, xmax = 0 as is_new)
   select id, number, is_new as "isNew", not is_new as "isChanged" from written
   union all
   select p.id, p.number, false, false from licences.package p
   join json_to_recordset($1) as x(number text) on x.number = p.number
   where not exists (select from written w where w.number = p.number)`,
  { id: bigint, number: text, isNew: boolean, isChanged: boolean },
);

export type WrittenPackage = RowOf<typeof UPSERT_PACKAGES>;

/** Adds the packages or renames them, and gives all of them back. One without a name must be known. */
export async function upsertPackages(db: Queryable, packages: readonly Named[]): Promise<WrittenPackage[]> {
  return db.query(UPSERT_PACKAGES, [JSON.stringify(packages)]);
}

const RENAME_PACKAGE = statement('renamePackage', 'update licences.package set number = $2 where number = $1');

export async function renamePackage(db: Queryable, from: string, to: string): Promise<void> {
  await db.query(RENAME_PACKAGE, [from, to]);
}

const PACKAGE_NAMES = statement('packageNames', 'select number, name from licences.package where number = any ($1)', {
  number: text,
  name: text,
});

/** Of the numbers, the packages that are known, with their names. */
export async function packageNames(db: Queryable, numbers: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query(PACKAGE_NAMES, [numbers]);
  return new Map(rows.map(({ number, name }) => [number, name]));
}

const idsOf = (table: string) =>
  statement(`idsByNumber: ${table}`, `select number, id from licences.${table} where number = any ($1)`, {
    number: text,
    id: bigint,
  });
const IDS_BY_NUMBER = { title: idsOf('title'), package: idsOf('package') };

/** Of the numbers, those that are known, with their ids. */
export async function idsByNumber(
  db: Queryable,
  table: 'title' | 'package',
  numbers: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.query(IDS_BY_NUMBER[table], [[...new Set(numbers)]]);
  return new Map(rows.map(({ number, id }) => [number, id]));
}

export async function organisationIds(db: Queryable, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query(FIND_ORGANISATION_IDS, [[...new Set(keys)]]);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

const NEW_LICENCE_IDS = statement(
  'newLicenceIds',
  `select nextval(pg_get_serial_sequence('licences.licence', 'id')) as id from generate_series(1, $1)`,
  { id: bigint },
);

export async function newLicenceIds(db: Queryable, count: number): Promise<string[]> {
  const rows = await db.query(NEW_LICENCE_IDS, [count]);
  return rows.map(({ id }) => id);
}

const STAGED_PACKAGES = statement(
  'stagedPackages',
  `select key, nr::float8 as nr from staged_packages where key = any ($1)`,
  { key: neverNull(text, WRITTEN), nr: neverNull(float, WRITTEN) },
);

/** Of the identities, those that a file holds, with the number of the record. */
export async function stagedPackages(db: Queryable, identities: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query(STAGED_PACKAGES, [[...new Set(identities)]]);
  return new Map(rows.map(({ key, nr }) => [key, nr]));
}

const EMPTY_LICENCES = statement(
  'emptyLicences',
  `select count(*)::int as count, coalesce((array_agg(c.number order by staged.nr))[1:5], '{}') as some
   from staged_licences staged join licences.contract c on c.number = staged.record->>'number'
   where not exists (
     select from licences.licence_package lp join licences.package_title pt on pt.package_id = lp.package_id
     where lp.licence_id = c.licence_id)`,
  { count: int, some: texts },
);

/** How many of the licences of a file cover neither a package nor a title, and the numbers of the first of them. */
export async function emptyLicences(db: Queryable): Promise<{ count: number; some: string[] }> {
  return onlyRow(await db.query(EMPTY_LICENCES));
}
