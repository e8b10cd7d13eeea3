import type { Transaction } from '../../subgraph/database/session';

export interface LeaseRow {
  readonly id: string;
  readonly licenceId: string;
  readonly entitlementId: string;
  readonly schoolRow: string;
  readonly titleId: string;
  readonly right: string;
  readonly audience: string;
  readonly expiresAt: Date;
}

const LEASE = `id, licence_id as "licenceId", entitlement_id as "entitlementId", school_id as "schoolRow",
  title_id as "titleId", usage_right as right, audience, upper(held) as "expiresAt"`;

/** Those who want a seat of one licence wait for each other until the end of their transactions. */
export async function lockSeats(db: Transaction, licenceId: string): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtext('schools.seat_lease'), hashtext($1))`, [licenceId]);
}

/**
 * Takes a seat of a licence if one is free; undefined where none is. The seats must be locked.
 *
 * The database's clock decides when a lease ends: all gateways share it.
 */
export async function insertLease(
  db: Transaction,
  lease: Omit<LeaseRow, 'id' | 'expiresAt'>,
  seats: number,
  seconds: number,
): Promise<LeaseRow | undefined> {
  const [row] = await db.query<LeaseRow>(
    `insert into schools.seat_lease (licence_id, entitlement_id, school_id, title_id, usage_right, audience, held)
     select $1, $2, $3, $4, $5, $6, tstzrange(clock_timestamp(), clock_timestamp() + make_interval(secs => $8))
     where directory.seat_free_from($1, $7, clock_timestamp()) is null
     returning ${LEASE}`,
    [lease.licenceId, lease.entitlementId, lease.schoolRow, lease.titleId, lease.right, lease.audience, seats, seconds],
  );
  return row;
}

/** A lease of this school that still runs; undefined where there is none. Who changes it locks the seats first. */
export async function findLease(db: Transaction, schoolRow: string, id: string): Promise<LeaseRow | undefined> {
  const [row] = await db.query<LeaseRow>(
    `select ${LEASE} from schools.seat_lease
     where id = $2::uuid and school_id = $1 and upper(held) > clock_timestamp()`,
    [schoolRow, id],
  );
  return row;
}

/** @param seconds from now on; 0 ends it */
export async function endLeaseIn(db: Transaction, id: string, seconds: number): Promise<Date> {
  const rows = await db.query<{ expiresAt: Date }>(
    `with ended as (
       update schools.seat_lease
       set held = tstzrange(lower(held), greatest(clock_timestamp() + make_interval(secs => $2),
                                                  lower(held) + interval '1 microsecond'))
       where id = $1 returning upper(held) as "expiresAt")
     select "expiresAt" from ended`,
    [id, seconds],
  );
  return (rows[0] as { expiresAt: Date }).expiresAt;
}
