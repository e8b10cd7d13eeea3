import { LEVELS } from '../../../caller/caller';
import type { Queryable } from '../../../database/queryable';
import {
  bigint,
  boolean,
  float,
  int,
  json,
  neverNull,
  nullable,
  oneOf,
  type RowOf,
  someOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { isoInstant } from '../../import-file/days';

/**
 * The terms of a licence that entitlements must respect, as the licences service publishes them: `id` is null before
 * the licence is written. Instants are in epoch milliseconds, null is an open end.
 */
export type LicenceTerms = RowOf<typeof LICENCE_TERMS>;

const WHOLE = 'a licence that a file brings is whole';

const LICENCE_TERMS = statement(
  'licenceTerms',
  `select l.id, x.number, x.owner_id as "ownerId", x.holder_levels as "holderLevels", x.rights,
     x.term_kind as "termKind", (extract(epoch from upper(x.term)) * 1000)::float8 as "termUntil",
     x.duration_days as "durationDays"
   from (
     select number, owner_id, holder_levels, rights, term_kind, term, duration_days from coming_licence
     where number = any ($1)
     union all
     select number, owner_id, holder_levels, rights, term_kind, term, duration_days from directory.licence
     where number = any ($1) and not exists (select from coming_licence c where c.number = licence.number)
   ) x left join directory.licence l on l.number = x.number`,
  {
    id: nullable(bigint),
    number: neverNull(text, WHOLE),
    ownerId: neverNull(bigint, WHOLE),
    holderLevels: neverNull(someOf(LEVELS), WHOLE),
    rights: neverNull(texts, WHOLE),
    termKind: neverNull(text, WHOLE),
    termUntil: nullable(float),
    durationDays: nullable(int),
  },
);

/** For a licence that is about to be written, returns what the file says about it. */
export async function licenceTerms(db: Queryable, numbers: readonly string[]): Promise<Map<string, LicenceTerms>> {
  const rows = await db.query(LICENCE_TERMS, [[...new Set(numbers)]]);
  return new Map(rows.map((row) => [row.number, row]));
}

const HOLDERS = statement('holders', 'select id, key, level from schools.organisation where key = any ($1)', {
  id: bigint,
  key: text,
  level: oneOf(LEVELS),
});

export type Holder = RowOf<typeof HOLDERS>;

export async function holders(db: Queryable, keys: readonly string[]): Promise<Map<string, Holder>> {
  const rows = await db.query(HOLDERS, [[...new Set(keys)]]);
  return new Map(rows.map((row) => [row.key, row]));
}

/** What identifies an entitlement in a file, as it has no number of its own. `from` is an instant in ISO 8601. */
interface EntitlementName {
  readonly licenceId: string | null;
  readonly holderId: string;
  readonly from: string;
}

const STORED_ENTITLEMENTS = statement(
  'storedEntitlements',
  `select distinct on (x.index) x.index, e.id, ${isoInstant('upper(e.valid)')} as until, e.rights,
     e.revoked_at is not null as "isRevoked",
     coalesce((select json_agg(json_build_object('from', ${isoInstant('lower(s.valid)')}, 'until', ${isoInstant('upper(s.valid)')})
                               order by lower(s.valid))
               from schools.entitlement_suspension s where s.entitlement_id = e.id), '[]') as suspensions
   from json_to_recordset($1) as x(index int, "licenceId" bigint, "holderId" bigint, "from" timestamptz)
   join schools.entitlement e on e.licence_id = x."licenceId" and e.holder_id = x."holderId" and lower(e.valid) = x."from"
   order by x.index, e.revoked_at is not null, e.id`,
  {
    /** The index of the name that it matches. */
    index: neverNull(int, 'each name has its index'),
    id: bigint,
    until: nullable(text),
    rights: texts,
    isRevoked: boolean,
    /** In their order. */
    suspensions: json<{ readonly from: string; readonly until: string | null }[]>(),
  },
);

export type StoredEntitlement = RowOf<typeof STORED_ENTITLEMENTS>;

/** Of several with the same name, returns the first that is not revoked, or else the first. */
export async function storedEntitlements(
  db: Queryable,
  names: readonly EntitlementName[],
): Promise<StoredEntitlement[]> {
  return db.query(STORED_ENTITLEMENTS, [JSON.stringify(names.map((name, index) => ({ ...name, index })))]);
}

const SUSPENDED_BESIDE = statement(
  'suspendedBeside',
  `select distinct on (x.index) x.index, ${isoInstant('lower(e.valid)')} as from
   from json_to_recordset($1) as x(index int, "licenceId" bigint, "holderId" bigint, "from" timestamptz, until timestamptz)
   join schools.entitlement e on e.licence_id = x."licenceId" and e.holder_id = x."holderId" and lower(e.valid) <> x."from"
   join schools.entitlement_suspension s on s.entitlement_id = e.id
   where s.valid && tstzrange(x."from", x.until) and (upper_inf(e.valid) or upper(e.valid) > now())
     and (e.revoked_at is null or e.revoked_at > now())
   order by x.index, e.id`,
  {
    index: neverNull(int, 'each name has its index'),
    from: neverNull(text, 'a check of the table: an entitlement has a beginning'),
  },
);

/**
 * Returns, of the wanted ones, those whose licence is suspended at the holder in their period by another entitlement
 * that has not ended: a new one would open what somebody closed. They are indices, with the beginning of the
 * suspended one. `findObstacles` of assigning has the same rule.
 */
export async function suspendedBeside(
  db: Queryable,
  wanted: readonly (EntitlementName & { readonly until: string | null })[],
): Promise<{ index: number; from: string }[]> {
  return db.query(SUSPENDED_BESIDE, [JSON.stringify(wanted.map((one, index) => ({ ...one, index })))]);
}

interface NewEntitlement extends EntitlementName {
  readonly index: number;
  readonly ownerId: string;
  readonly until: string | null;
  readonly rights: readonly string[];
  readonly revokedAt: string | null;
}

const NEW_IDS = statement(
  'newEntitlementIds',
  `select nextval(pg_get_serial_sequence('schools.entitlement', 'id')) as id from generate_series(1, $1)`,
  { id: bigint },
);

const INSERT_ENTITLEMENTS = statement(
  'insertEntitlements',
  `insert into schools.entitlement (id, licence_id, owner_id, holder_id, valid, rights, created_by, revoked_at, revoked_by)
   overriding system value
   select id, "licenceId", "ownerId", "holderId", tstzrange("from", until), rights, 'import', "revokedAt",
     case when "revokedAt" is not null then 'import' end
   from json_to_recordset($1) as x(id bigint, "licenceId" bigint, "ownerId" bigint, "holderId" bigint,
     "from" timestamptz, until timestamptz, rights text[], "revokedAt" timestamptz)`,
);

/** @returns the ids, in the order given */
export async function insertEntitlements(db: Queryable, entitlements: readonly NewEntitlement[]): Promise<string[]> {
  const ids = await db.query(NEW_IDS, [entitlements.length]);
  const rows = entitlements.map((entitlement, index) => ({ ...entitlement, id: ids[index]?.id }));
  await db.query(INSERT_ENTITLEMENTS, [JSON.stringify(rows)]);
  return ids.map(({ id }) => id);
}

const REVOKE_ENTITLEMENTS = statement(
  'revokeEntitlements',
  `update schools.entitlement e set revoked_at = x."revokedAt", revoked_by = 'import'
   from json_to_recordset($1) as x(id bigint, "revokedAt" timestamptz) where e.id = x.id`,
);

export async function revokeEntitlements(
  db: Queryable,
  revocations: readonly { readonly id: string; readonly revokedAt: string }[],
): Promise<void> {
  await db.query(REVOKE_ENTITLEMENTS, [JSON.stringify(revocations)]);
}

interface Suspension {
  readonly entitlementId: string;
  readonly from: string;
  readonly until: string | null;
}

const LISTED_SUSPENSIONS = `json_to_recordset($1) as x("entitlementId" bigint, "from" timestamptz, until timestamptz)`;

const END_SUSPENSIONS = statement(
  'writeSuspensions',
  `update schools.entitlement_suspension s set valid = tstzrange(x."from", x.until)
   from ${LISTED_SUSPENSIONS} where s.entitlement_id = x."entitlementId" and lower(s.valid) = x."from"`,
);

const INSERT_SUSPENSIONS = statement(
  'writeSuspensions',
  `insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
   select x."entitlementId", tstzrange(x."from", x.until), 'import' from ${LISTED_SUSPENSIONS}
   where not exists (select from schools.entitlement_suspension s
                     where s.entitlement_id = x."entitlementId" and lower(s.valid) = x."from")`,
);

/** Adds suspensions. Where one began at the same instant already, it gets the new end. */
export async function writeSuspensions(db: Queryable, suspensions: readonly Suspension[]): Promise<void> {
  const parameters = [JSON.stringify(suspensions)];
  await db.query(END_SUSPENSIONS, parameters);
  await db.query(INSERT_SUSPENSIONS, parameters);
}
