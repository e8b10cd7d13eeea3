import type { Queryable } from '../../../database/queryable';
import type { Whole } from './period-queries';

export interface Named {
  readonly number: string;
  readonly name: string;
}

export interface WrittenPackage extends Whole {
  readonly number: string;
  readonly isChanged: boolean;
}

/** Adds the packages or renames them, and gives all of them back. */
export async function upsertPackages(db: Queryable, packages: readonly Named[]): Promise<WrittenPackage[]> {
  return db.query(
    `with written as (
       insert into licences.package as p (number, name)
       select number, name from json_to_recordset($1) as x(number text, name text)
       on conflict (number) do update set name = excluded.name where p.name <> excluded.name
       returning id, number, xmax = 0 as is_new)
     select id, number, is_new as "isNew", not is_new as "isChanged" from written
     union all
     select p.id, p.number, false, false from licences.package p
     join json_to_recordset($1) as x(number text) on x.number = p.number
     where not exists (select from written w where w.number = p.number)`,
    [JSON.stringify(packages)],
  );
}

/** Of the numbers, those that are known, with their ids. */
export async function idsByNumber(
  db: Queryable,
  table: 'title' | 'package',
  numbers: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.query<{ number: string; id: string }>(
    `select number, id from licences.${table} where number = any ($1)`,
    [[...new Set(numbers)]],
  );
  return new Map(rows.map(({ number, id }) => [number, id]));
}

export async function organisationIds(db: Queryable, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ key: string; id: string }>(
    'select key, id from directory.organisation where key = any ($1)',
    [[...new Set(keys)]],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

export interface KnownContract {
  readonly number: string;
  readonly id: string;
  readonly ownerId: string;
}

export async function knownContracts(db: Queryable, numbers: readonly string[]): Promise<Map<string, KnownContract>> {
  const rows = await db.query<KnownContract>(
    'select number, licence_id as id, owner_id as "ownerId" from licences.contract where number = any ($1)',
    [numbers],
  );
  return new Map(rows.map((row) => [row.number, row]));
}

export async function newLicenceIds(db: Queryable, count: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select nextval(pg_get_serial_sequence('licences.licence', 'id')) as id from generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ id }) => id);
}

export interface LicenceRow<Id extends string | null = string> {
  readonly id: Id;
  readonly termFrom: string | null;
  readonly termUntil: string | null;
  readonly termKind: string;
  readonly durationDays: number | null;
  readonly holderLevels: readonly string[];
  readonly rights: readonly string[];
  readonly pupilRights: readonly string[];
  readonly seats: number | null;
  readonly number: string;
  readonly name: string;
  readonly kind: string;
  readonly publisher: string;
  readonly ownerId: string;
  readonly priceCents: number | null;
}

/** Terms, contract and price. @returns the ids of the licences that were added, or in which something changed */
export async function upsertLicences(db: Queryable, rows: readonly LicenceRow[]): Promise<string[]> {
  const parameters = [JSON.stringify(rows)];
  const terms = await db.query<{ id: string }>(
    `with written as (
       insert into licences.licence as l (id, term, term_kind, duration_days, holder_levels, rights, pupil_rights, seats)
       overriding system value
       select id, tstzrange("termFrom", "termUntil"), "termKind", "durationDays", "holderLevels", rights, "pupilRights", seats
       from json_to_recordset($1) as x(id bigint, "termFrom" timestamptz, "termUntil" timestamptz, "termKind" text,
         "durationDays" int, "holderLevels" text[], rights text[], "pupilRights" text[], seats int)
       on conflict (id) do update set term = excluded.term, term_kind = excluded.term_kind,
         duration_days = excluded.duration_days, holder_levels = excluded.holder_levels, rights = excluded.rights,
         pupil_rights = excluded.pupil_rights, seats = excluded.seats
       where (l.term, l.term_kind, l.duration_days, l.holder_levels, l.rights, l.pupil_rights, l.seats)
         is distinct from (excluded.term, excluded.term_kind, excluded.duration_days, excluded.holder_levels,
           excluded.rights, excluded.pupil_rights, excluded.seats)
       returning id)
     select id from written`,
    parameters,
  );
  const contracts = await db.query<{ id: string }>(
    `with written as (
       insert into licences.contract as c (licence_id, number, name, kind, publisher_id, owner_id)
       select x.id, x.number, x.name, x.kind, p.id, x."ownerId"
       from json_to_recordset($1) as x(id bigint, number text, name text, kind text, publisher text, "ownerId" bigint)
       join licences.publisher p on p.name = x.publisher
       on conflict (licence_id) do update set name = excluded.name, kind = excluded.kind, publisher_id = excluded.publisher_id
       where (c.name, c.kind, c.publisher_id) is distinct from (excluded.name, excluded.kind, excluded.publisher_id)
       returning licence_id as id)
     select id from written`,
    parameters,
  );
  const prices = await db.query<{ id: string }>(
    `with listed as (
       select id, "priceCents" as cents from json_to_recordset($1) as x(id bigint, "priceCents" bigint)
     ), dropped as (
       delete from licences.price p using listed l where p.licence_id = l.id and l.cents is null returning l.id
     ), written as (
       insert into licences.price as p (licence_id, cents) select id, cents from listed where cents is not null
       on conflict (licence_id) do update set cents = excluded.cents where p.cents <> excluded.cents
       returning licence_id as id)
     select id from dropped union all select id from written`,
    parameters,
  );
  return [...new Set([...terms, ...contracts, ...prices].map(({ id }) => id))];
}

/** Of the identities, those that a file holds, with the number of the record. */
export async function stagedBefore(
  db: Queryable,
  table: string,
  identities: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.query<{ key: string; nr: number }>(
    `select key, nr::float8 as nr from ${table} where key = any ($1)`,
    [[...new Set(identities)]],
  );
  return new Map(rows.map(({ key, nr }) => [key, nr]));
}

/** How many staged licences name neither a package nor a title, and the numbers of the first of them. */
export async function emptyLicences(db: Queryable, table: string): Promise<{ count: number; some: string[] }> {
  const [found] = await db.query<{ count: number; some: string[] }>(
    `select count(*)::int as count, coalesce((array_agg(record->>'number' order by nr))[1:5], '{}') as some
     from ${table} where json_array_length(record->'packages') + json_array_length(record->'titles') = 0`,
  );
  return found as { count: number; some: string[] };
}
