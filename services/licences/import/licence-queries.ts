import { onlyRow, type Queryable } from '../../../database/queryable';
import {
  bigint,
  boolean,
  float,
  int,
  neverNull,
  nullable,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { WRITTEN } from '../../import-file/staging-queries';
import { FIND_ORGANISATION_IDS } from '../../subgraph/database/organisation-queries';

interface PackageFacts {
  readonly number: string;
  /** Left out where it stays as it is; the same for the owner and the source. */
  readonly name?: string | undefined;
  /** The id of an organisation; null: the catalogue's. It is written only once. */
  readonly ownerId?: string | null | undefined;
  /** Null: it is kept by hand. */
  readonly source?: string | null | undefined;
}

const UPSERT_PACKAGES = statement(
  'upsertPackages',
  `with said as (
     select x.number, x.name, x."ownerId" as owner_id, x.source, x."saysSource" as says_source
     from json_to_recordset($1) as x(number text, name text, "ownerId" bigint, source text, "saysSource" boolean)),
   written as (
     insert into licences.package as p (number, name, owner_id, source)
     select x.number, coalesce(x.name, known.name), coalesce(known.owner_id, x.owner_id),
       case when x.says_source then x.source else known.source end
     from said x left join licences.package known on known.number = x.number
     on conflict (number) do update set name = excluded.name, source = excluded.source,
       closed_from = case when excluded.source is null then p.closed_from end
     where (p.name, p.source) is distinct from (excluded.name, excluded.source)
     returning id, number, xmax = 0 as is_new)
   select id, number, is_new as "isNew", not is_new as "isChanged" from written
   union all
   select p.id, p.number, false, false from licences.package p join said x on x.number = p.number
   where not exists (select from written w where w.number = p.number)`,
  { id: bigint, number: text, isNew: boolean, isChanged: boolean },
);

export type WrittenPackage = RowOf<typeof UPSERT_PACKAGES>;

/**
 * Inserts the packages or renames them, and returns all of them. One without a name must be known. A package that a
 * source delivers is not closed.
 */
export async function upsertPackages(db: Queryable, packages: readonly PackageFacts[]): Promise<WrittenPackage[]> {
  const rows = packages.map((one) => ({ ...one, saysSource: one.source !== undefined }));
  return db.query(UPSERT_PACKAGES, [JSON.stringify(rows)]);
}

const OWN_PACKAGES = statement(
  'ownPackages',
  `with written as (
     insert into licences.package as p (number, name)
     select x.number, x.name from json_to_recordset($1) as x(number text, name text)
     on conflict (number) do update set name = excluded.name where p.name <> excluded.name
     returning id, number, xmax = 0 as is_new)
   select id, number, is_new as "isNew", not is_new as "isChanged" from written
   union all
   select p.id, p.number, false, false from licences.package p
   join json_to_recordset($1) as x(number text) on x.number = p.number
   where not exists (select from written w where w.number = p.number)`,
  { id: bigint, number: text, isNew: boolean, isChanged: boolean },
);

/** Inserts or renames the packages of licences for their own titles. */
export async function ownPackagesOf(
  db: Queryable,
  packages: readonly { readonly number: string; readonly name: string }[],
): Promise<WrittenPackage[]> {
  return db.query(OWN_PACKAGES, [JSON.stringify(packages)]);
}

const RAISE_PACKAGE_VERSIONS = statement(
  'raisePackageVersions',
  'update licences.package set version = version + 1 where id = any ($1::bigint[])',
);

/** Raises the versions of existing packages that were changed. */
export async function raisePackageVersions(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.query(RAISE_PACKAGE_VERSIONS, [ids]);
}

const RENAME_PACKAGE = statement('renamePackage', 'update licences.package set number = $2 where number = $1');

export async function renamePackage(db: Queryable, from: string, to: string): Promise<void> {
  await db.query(RENAME_PACKAGE, [from, to]);
}

const KNOWN_PACKAGES = statement(
  'knownPackages',
  `select p.number, p.name, w.key as owner, p.source
   from licences.package p left join directory.organisation w on w.id = p.owner_id where p.number = any ($1)`,
  { number: text, name: text, owner: nullable(text), source: nullable(text) },
);

type KnownPackage = RowOf<typeof KNOWN_PACKAGES>;

/** Returns, of the numbers, the known packages. */
export async function knownPackages(db: Queryable, numbers: readonly string[]): Promise<Map<string, KnownPackage>> {
  const rows = await db.query(KNOWN_PACKAGES, [numbers]);
  return new Map(rows.map((one) => [one.number, one]));
}

const idsOf = (table: string) =>
  statement(`idsByNumber: ${table}`, `select number, id from licences.${table} where number = any ($1)`, {
    number: text,
    id: bigint,
  });
const IDS_BY_NUMBER = { title: idsOf('title'), package: idsOf('package') };

/** Returns, of the numbers, those that are known, with their ids. */
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

/** Returns, of the identities, those that a file holds, with the number of the record. */
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

/** Returns how many licences of a file cover neither a package nor a title, and the numbers of the first of them. */
export async function emptyLicences(db: Queryable): Promise<{ count: number; some: string[] }> {
  return onlyRow(await db.query(EMPTY_LICENCES));
}

const AMENDED_BY_FILE = statement(
  'amendedByFile',
  `select c.licence_id as id, c.number, s.line::float8 as line, s.element::float8 as element
   from staged_licences s join licences.contract c on c.number = s.record->>'number'`,
  { id: bigint, number: text, line: neverNull(float, WRITTEN), element: nullable(float) },
);

/** Returns the licences on record that staged ones amend, each with its place in the file. */
export function amendedByFile(db: Queryable): Promise<RowOf<typeof AMENDED_BY_FILE>[]> {
  return db.query(AMENDED_BY_FILE);
}
