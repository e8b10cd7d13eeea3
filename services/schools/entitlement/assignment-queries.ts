import { type Bounds, periodOf } from '../../../access/period';
import { boundsOf } from '../../subgraph/bounds';
import type { Transaction } from '../../subgraph/session';
import type { Assignment, HolderToAssign, LicenceToAssign } from './assignment';

/** The licences as the licences service publishes them. Unknown ids are left out. */
export async function findLicencesToAssign(db: Transaction, ids: readonly string[]): Promise<LicenceToAssign[]> {
  const rows = await db.query<Omit<LicenceToAssign, 'term'> & { term: Bounds }>(
    `select l.id, l.number, l.owner_id as "ownerId", w.key as "ownerKey", l.holder_levels as "holderLevels", l.rights,
       ${boundsOf('l.term')} as term, l.duration_days as "durationDays"
     from directory.licence l join directory.organisation w on w.id = l.owner_id
     where l.id = any ($1) order by l.id`,
    [ids],
  );
  return rows.map((row) => ({ ...row, term: periodOf(row.term) }));
}

/** Organisations by key, as holders. Unknown keys are left out. */
export function findHolders(db: Transaction, keys: readonly string[]): Promise<HolderToAssign[]> {
  return db.query(
    `select id as "rowId", key, external_id as id, level, name from directory.organisation where key = any ($1) order by id`,
    [keys],
  );
}

/** Two assignments of one licence at the same time wait for each other, so that none is made twice. */
export async function lockLicences(db: Transaction, ids: readonly string[]): Promise<void> {
  await db.query(
    `select pg_advisory_xact_lock(hashtext('schools.entitlement'), hashtext(id::text))
     from unnest($1::bigint[]) as licence(id) order by id`,
    [ids],
  );
}

export interface Assigned {
  readonly licenceId: string;
  readonly holderId: string;
  readonly entitlementId: string;
  /** False: an entitlement in force covered the period and the rights already, and stands. */
  readonly created: boolean;
}

/**
 * Makes the entitlements that are not there yet. One statement for all of them.
 *
 * @param fromNow the periods begin now, whenever that is: one that began while this call waited its turn covers them too
 */
export function insertEntitlements(
  db: Transaction,
  assignments: readonly Assignment[],
  fromNow: boolean,
  createdBy: string,
): Promise<Assigned[]> {
  return db.query(
    `with wanted as (
       select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::text[])
         as wanted(licence_id, owner_id, holder_id, valid_from, valid_until, rights_list)),
     standing as (
       select w.licence_id, w.holder_id, min(e.id) as id from wanted w
       join schools.entitlement e on e.licence_id = w.licence_id and e.holder_id = w.holder_id
         and e.revoked_at is null
         and e.valid @> tstzrange(case when $8 then greatest(w.valid_from, least(lower(e.valid), clock_timestamp()))
                                       else w.valid_from end, w.valid_until)
         and e.rights @> string_to_array(w.rights_list, ',')
       group by w.licence_id, w.holder_id),
     made as (
       insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
       select w.licence_id, w.owner_id, w.holder_id, tstzrange(w.valid_from, w.valid_until),
         string_to_array(w.rights_list, ','), $7
       from wanted w
       where not exists (select from standing s where s.licence_id = w.licence_id and s.holder_id = w.holder_id)
       returning id, licence_id, holder_id)
     select licence_id as "licenceId", holder_id as "holderId", id as "entitlementId", true as created from made
     union all
     select licence_id, holder_id, id, false from standing`,
    [
      assignments.map(({ licence }) => licence.id),
      assignments.map(({ licence }) => licence.ownerId),
      assignments.map(({ holder }) => holder.rowId),
      assignments.map(({ period }) => new Date(period.from)),
      assignments.map(({ period }) => (Number.isFinite(period.until) ? new Date(period.until) : null)),
      assignments.map(({ rights }) => rights.join(',')),
      createdBy,
      fromNow,
    ],
  );
}

/** Ends entitlements at an instant; one that ends or was revoked by then already stands as it is. Returns those changed. */
export async function revokeEntitlementsAt(
  db: Transaction,
  ids: readonly string[],
  at: Date,
  revokedBy: string,
  reason: string | null,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `with changed as (
       update schools.entitlement set revoked_at = $2, revoked_by = $3, revoked_reason = $4
       where id = any ($1) and (revoked_at is null or revoked_at > $2)
         and (upper_inf(valid) or upper(valid) > $2)
       returning id)
     select id from changed order by id`,
    [ids, at, revokedBy, reason],
  );
  return rows.map(({ id }) => id);
}

/** The answer that this subject's call with this key got before, with the hash of its input; undefined where there was none. */
export async function findAnswer(db: Transaction, subject: string, key: string): Promise<StoredAnswer | undefined> {
  await db.query(`select pg_advisory_xact_lock(hashtext('schools.assignment'), hashtext($1))`, [`${subject}\n${key}`]);
  const [answer] = await db.query<StoredAnswer>(
    'select input_hash as "inputHash", result from schools.assignment where subject = $1 and idempotency_key = $2',
    [subject, key],
  );
  return answer;
}

export interface StoredAnswer {
  readonly inputHash: string;
  readonly result: Assigned[];
}

export async function keepAnswer(db: Transaction, subject: string, key: string, answer: StoredAnswer): Promise<void> {
  await db.query(
    'insert into schools.assignment (subject, idempotency_key, input_hash, result) values ($1, $2, $3, $4)',
    [subject, key, answer.inputHash, JSON.stringify(answer.result)],
  );
}
