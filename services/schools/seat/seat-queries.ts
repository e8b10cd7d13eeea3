import { onlyRow } from '../../../database/queryable';
import { bigint, instant, neverNull, type RowOf, statement, text, uuid } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

const LEASE_COLUMNS = {
  id: uuid,
  licenceId: bigint,
  entitlementId: bigint,
  schoolRow: bigint,
  titleId: bigint,
  right: text,
  audience: text,
  expiresAt: neverNull(instant, 'a check of the table: a lease has an end'),
};
export type LeaseRow = RowOf<typeof LEASE_COLUMNS>;

const LEASE = `id, licence_id as "licenceId", entitlement_id as "entitlementId", school_id as "schoolRow",
  title_id as "titleId", usage_right as right, audience, upper(held) as "expiresAt"`;

const LOCK_SEATS = statement('lockSeats', `select pg_advisory_xact_lock(hashtext('schools.seat_lease'), hashtext($1))`);

/** Calls that want a seat of one licence wait for each other until the end of their transactions. */
export async function lockSeats(db: Transaction, licenceId: string): Promise<void> {
  await db.query(LOCK_SEATS, [licenceId]);
}

const INSERT_LEASE = statement(
  'insertLease',
  `insert into schools.seat_lease (licence_id, entitlement_id, school_id, title_id, usage_right, audience, held)
   select $1, $2, $3, $4, $5, $6, tstzrange(clock_timestamp(), clock_timestamp() + make_interval(secs => $8))
   where directory.seat_free_from($1, $7, clock_timestamp()) is null
   returning ${LEASE}`,
  LEASE_COLUMNS,
);

/**
 * Takes a seat of a licence if one is free; undefined where none is. The seats must be locked.
 *
 * The database's clock decides when a lease ends, because all gateways share it.
 */
export async function insertLease(
  db: Transaction,
  lease: Omit<LeaseRow, 'id' | 'expiresAt'>,
  seats: number,
  seconds: number,
): Promise<LeaseRow | undefined> {
  const [row] = await db.query(INSERT_LEASE, [
    lease.licenceId,
    lease.entitlementId,
    lease.schoolRow,
    lease.titleId,
    lease.right,
    lease.audience,
    seats,
    seconds,
  ]);
  return row;
}

const FIND_LEASE = statement(
  'findLease',
  `select ${LEASE} from schools.seat_lease
   where id = $2::uuid and school_id = $1 and upper(held) > clock_timestamp()`,
  LEASE_COLUMNS,
);

/**
 * Returns a running lease of this school; undefined where there is none. A call that changes it locks the seats
 * first.
 */
export async function findLease(db: Transaction, schoolRow: string, id: string): Promise<LeaseRow | undefined> {
  const [row] = await db.query(FIND_LEASE, [schoolRow, id]);
  return row;
}

const END_LEASE_IN = statement(
  'endLeaseIn',
  `with ended as (
     update schools.seat_lease
     set held = tstzrange(lower(held), greatest(clock_timestamp() + make_interval(secs => $2),
                                                lower(held) + interval '1 microsecond'))
     where id = $1 returning upper(held) as "expiresAt")
   select "expiresAt" from ended`,
  { expiresAt: neverNull(instant, 'it is the end that was given') },
);

/** @param seconds from now on; 0 ends it */
export async function endLeaseIn(db: Transaction, id: string, seconds: number): Promise<Date> {
  return onlyRow(await db.query(END_LEASE_IN, [id, seconds])).expiresAt;
}
