import type { Caller } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { isUuid } from '../../../request/values/uuid';
import type { SubgraphContext } from '../../subgraph/context';
import type { Transaction } from '../../subgraph/database/session';
import { requireOwn } from '../authorisation/allowed';
import { type Afterwards, findAfterwards } from '../entitlement/afterwards-queries';
import { pairName } from './assign-entitlements';
import { assignResult } from './assignment-result';
import type { AssignEntitlementsResult } from './assignment-types';
import { type AssignedPair, countOutcomes, findAssignment, findMoved } from './kept-assignment-queries';
import { findSuspendedSchools, type SuspendedSchools } from './suspended-schools-queries';

/**
 * Reads a preview, or the outcome of a call, again. @throws FORBIDDEN where it is not this caller's own, or no longer
 * kept
 */
export async function keptAssignment(db: Transaction, caller: Caller, id: string): Promise<AssignEntitlementsResult> {
  requireOwn(caller, 'assignment.read');
  const found = isUuid(id) ? await findAssignment(db, caller, id) : undefined;
  if (!found) throw forbidden();
  const counts = await countOutcomes(db, id);
  const { isPreview, isApplied, change, previewId, unmatched } = found;
  const moved = previewId === null || isApplied ? null : await findMoved(db, previewId, id);
  return assignResult(isPreview, { assignmentId: id, counts, isApplied, change, moved, unmatched });
}

/** Returns what the schools of each holder may do with the licence at the instant at which the period begins. */
export async function afterwardsOf(
  { session, now }: SubgraphContext,
  pairs: readonly AssignedPair[],
): Promise<ReadonlyMap<string, Afterwards>> {
  const asked = pairs.flatMap(({ licenceId, holder, holderId, validFrom }) =>
    holderId === null ? [] : [{ name: pairName(licenceId, holder), licenceId, holderId, at: later(now, validFrom) }],
  );
  const found = await findAfterwards(session, asked);
  return new Map(asked.map(({ name }, index) => [name, found[index] as Afterwards]));
}

function later(now: number, validFrom: Date): Date {
  return new Date(Math.max(now, validFrom.getTime()));
}

/** Returns the schools of a pair's holder at which the pair opens, or would open, a licence that is suspended there. */
export async function suspendedAt(
  { session, now }: SubgraphContext,
  pairs: readonly AssignedPair[],
): Promise<ReadonlyMap<string, SuspendedSchools>> {
  const opened = pairs.filter(({ outcome }) => OPENING.has(outcome));
  const found = await findSuspendedSchools(session, opened, now);
  return new Map(
    opened.map(({ licenceId, holder }, index) => [pairName(licenceId, holder), found[index] as SuspendedSchools]),
  );
}

const OPENING: ReadonlySet<string> = new Set(['OPENS_SUSPENDED', 'ASSIGNED', 'HELD_BACK']);
