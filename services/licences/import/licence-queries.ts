import { onlyRow, type Queryable } from '../../../database/queryable';
import {
  bigint,
  boolean,
  float,
  int,
  json,
  neverNull,
  nullable,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { isoInstant } from '../../import-file/days';
import { WRITTEN } from '../../import-file/staging-queries';
import { FIND_ORGANISATION_IDS } from '../../subgraph/database/organisation-queries';
import { PURCHASES_OF_LICENCE, type PurchaseFacts, replacePurchases } from '../licence/purchase-queries';

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

/** Terms, contract and purchases. Days of the term are instants. */
const FACTS = {
  number: text,
  name: text,
  kind: text,
  publisher: text,
  ownerId: bigint,
  holderLevels: texts,
  rights: texts,
  pupilRights: texts,
  termKind: text,
  termFrom: nullable(text),
  termUntil: nullable(text),
  durationDays: nullable(int),
  seats: nullable(int),
  schoolCount: nullable(int),
  purchases: json<readonly PurchaseFacts[]>(),
};
export type LicenceFacts = RowOf<typeof FACTS>;

export interface StoredLicence {
  readonly id: string;
  readonly facts: LicenceFacts;
}

const STORED_LICENCES = statement(
  'storedLicences',
  `select l.id, c.number, c.name, c.kind, p.name as publisher, c.owner_id as "ownerId",
     l.holder_levels as "holderLevels", l.rights, l.pupil_rights as "pupilRights", l.term_kind as "termKind",
     ${isoInstant('lower(l.term)')} as "termFrom", ${isoInstant('upper(l.term)')} as "termUntil",
     l.duration_days as "durationDays", l.seats, l.school_count as "schoolCount", ${PURCHASES_OF_LICENCE} as purchases
   from licences.contract c
   join licences.licence l on l.id = c.licence_id
   join licences.publisher p on p.id = c.publisher_id
   where c.number = any ($1)`,
  { id: bigint, ...FACTS },
);

/** Of the numbers, the licences that are known. */
export async function storedLicences(db: Queryable, numbers: readonly string[]): Promise<Map<string, StoredLicence>> {
  const rows = await db.query(STORED_LICENCES, [numbers]);
  return new Map(rows.map(({ id, ...facts }) => [facts.number, { id, facts }]));
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

export interface LicenceRow extends LicenceFacts {
  readonly id: string;
}

const UPSERT_TERMS = statement(
  'upsertTerms',
  `with written as (
     insert into licences.licence as l (id, term, term_kind, duration_days, holder_levels, rights, pupil_rights, seats,
       school_count)
     overriding system value
     select id, tstzrange("termFrom", "termUntil"), "termKind", "durationDays", "holderLevels", rights, "pupilRights", seats,
       "schoolCount"
     from json_to_recordset($1) as x(id bigint, "termFrom" timestamptz, "termUntil" timestamptz, "termKind" text,
       "durationDays" int, "holderLevels" text[], rights text[], "pupilRights" text[], seats int, "schoolCount" int)
     on conflict (id) do update set term = excluded.term, term_kind = excluded.term_kind,
       duration_days = excluded.duration_days, holder_levels = excluded.holder_levels, rights = excluded.rights,
       pupil_rights = excluded.pupil_rights, seats = excluded.seats,
       school_count = excluded.school_count
     where (l.term, l.term_kind, l.duration_days, l.holder_levels, l.rights, l.pupil_rights, l.seats,
         l.school_count)
       is distinct from (excluded.term, excluded.term_kind, excluded.duration_days, excluded.holder_levels,
         excluded.rights, excluded.pupil_rights, excluded.seats, excluded.school_count)
     returning id)
   select id from written`,
  { id: bigint },
);

const UPSERT_CONTRACTS = statement(
  'upsertContracts',
  `with written as (
     insert into licences.contract as c (licence_id, number, name, kind, publisher_id, owner_id)
     select x.id, x.number, x.name, x.kind, p.id, x."ownerId"
     from json_to_recordset($1) as x(id bigint, number text, name text, kind text, publisher text, "ownerId" bigint)
     join licences.publisher p on p.name = x.publisher
     on conflict (licence_id) do update set name = excluded.name, kind = excluded.kind, publisher_id = excluded.publisher_id
     where (c.name, c.kind, c.publisher_id) is distinct from (excluded.name, excluded.kind, excluded.publisher_id)
     returning licence_id as id)
   select id from written`,
  { id: bigint },
);

/** Terms, contract and purchases. @returns the ids of the licences that were added, or in which something changed */
export async function upsertLicences(db: Queryable, rows: readonly LicenceRow[]): Promise<string[]> {
  const parameters = [JSON.stringify(rows)];
  const terms = await db.query(UPSERT_TERMS, parameters);
  const contracts = await db.query(UPSERT_CONTRACTS, parameters);
  const bought = await replacePurchases(db, rows);
  return [...new Set([...[...terms, ...contracts].map(({ id }) => id), ...bought])];
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
