/**
 * Seats of licences that count concurrent uses: never one more than the licence allows, however many ask at the same
 * time.
 */
import type { Audience, UsageRight } from '../../../access/right';
import { type Denial, decide, pathsToSeats } from '../../../access/rule';
import type { Session, Transaction } from '../../subgraph/database/session';
import { findTitlePaths } from './path-queries';
import { endLeaseIn, findLease, insertLease, type LeaseRow, lockSeats } from './seat-queries';

/** A lease that is not renewed for this long counts as abandoned. */
const LEASE_SECONDS = 300;

export type Seat =
  /** Null: the title may be used by a licence that counts no seats, or by an open one. */
  { readonly outcome: 'ALLOWED'; readonly lease: LeaseRow | null } | ({ readonly outcome: 'DENIED' } & Denial);

interface SeatRequest {
  readonly schoolRow: string;
  readonly titleId: string;
  readonly right: UsageRight;
  readonly audience: Audience;
}

/** Takes a seat where one is needed. A licence that counts no seats takes precedence over those that do. */
export function acquireSeat(session: Session, request: SeatRequest, now: number): Promise<Seat> {
  const { schoolRow, titleId, right, audience } = request;
  return session.write(async (db) => {
    const [found] = await findTitlePaths(db, schoolRow, [titleId], now);
    if (!found) return { outcome: 'DENIED', reason: 'NOT_LICENSED', since: null };
    const question = { at: now, right, audience };
    const paths = pathsToSeats(question, found.school, found.title, found.paths);
    if (paths.some(({ entitlement }) => !found.seats.has(entitlement.licence)))
      return { outcome: 'ALLOWED', lease: null };
    /** In the order of their ids, so that two calls that need several licences cannot wait for each other. */
    const licences = [...new Set(paths.map(({ entitlement }) => entitlement.licence))];
    for (const licence of licences.toSorted(byNumber)) await lockSeats(db, licence);
    for (const { entitlement } of paths) {
      const licenceId = entitlement.licence;
      const lease = { licenceId, entitlementId: entitlement.id, schoolRow, titleId, right, audience };
      const taken = await insertLease(db, lease, found.seats.get(licenceId) as number, LEASE_SECONDS);
      if (taken) return { outcome: 'ALLOWED', lease: taken };
    }
    if (paths.length > 0) return { outcome: 'DENIED', reason: 'SEATS_TAKEN', since: null };
    const decision = decide(question, found.school, found.title, found.paths);
    if (decision.outcome === 'DENIED') return decision;
    return decision.basis === 'OPEN_LICENCE'
      ? { outcome: 'ALLOWED', lease: null }
      : { outcome: 'DENIED', reason: 'NOT_LICENSED', since: null };
  });
}

/**
 * Keeps a seat for longer, as long as the entitlement that gave it still allows the use.
 *
 * @returns undefined where the school has no such lease, or where it has ended: a lost seat must be acquired anew
 */
export function renewSeat(session: Session, schoolRow: string, id: string, now: number): Promise<Seat | undefined> {
  return session.write(async (db) => {
    const lease = await lockLease(db, schoolRow, id);
    if (!lease) return undefined;
    const refused = await refusalOfLease(db, lease, now);
    if (refused) {
      await endLeaseIn(db, id, 0);
      return { outcome: 'DENIED', ...refused };
    }
    return { outcome: 'ALLOWED', lease: { ...lease, expiresAt: await endLeaseIn(db, id, LEASE_SECONDS) } };
  });
}

/** @returns whether there was a running lease to end */
export function releaseSeat(session: Session, schoolRow: string, id: string): Promise<boolean> {
  return session.write(async (db) => {
    const lease = await lockLease(db, schoolRow, id);
    if (lease) await endLeaseIn(db, id, 0);
    return lease !== undefined;
  });
}

/**
 * Returns a running lease, with the seats of its licence locked. It is read again after the lock: it may have ended
 * meanwhile.
 */
async function lockLease(db: Transaction, schoolRow: string, id: string): Promise<LeaseRow | undefined> {
  const lease = await findLease(db, schoolRow, id);
  if (!lease) return undefined;
  await lockSeats(db, lease.licenceId);
  return findLease(db, schoolRow, id);
}

async function refusalOfLease(db: Transaction, lease: LeaseRow, now: number): Promise<Denial | null> {
  const [found] = await findTitlePaths(db, lease.schoolRow, [lease.titleId], now);
  if (!found) return { reason: 'NOT_LICENSED', since: null };
  const question = { at: now, right: lease.right as UsageRight, audience: lease.audience as Audience };
  const own = found.paths.filter(({ entitlement }) => entitlement.id === lease.entitlementId);
  if (pathsToSeats(question, found.school, found.title, own).length > 0) return null;
  const decision = decide(question, found.school, found.title, own);
  return decision.outcome === 'DENIED' ? decision : null;
}

function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
