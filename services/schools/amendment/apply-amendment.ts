/** Makes the changes that were decided, in parts where progress is reported. */
import type { Caller } from '../../../caller/caller';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Transaction } from '../../subgraph/database/session';
import type { AmendRequest, Changing } from './amend-request';
import type { Amendment } from './amendment';
import { move, resume, revoke, setEnd, suspend } from './amendment-queries';
import { NOTHING_MOVED } from './answer';

/** The operations' names in the audit trail. */
export const OPERATIONS: Readonly<Record<Amendment['kind'], string>> = {
  REVOKE: 'revokeEntitlements',
  SUSPEND: 'suspendEntitlements',
  RESUME: 'resumeEntitlements',
  END: 'amendEntitlements',
  MOVE: 'moveEntitlements',
};

/**
 * How many entitlements one part has. Row-level security computes its sets for each statement, so many parts cost
 * time.
 */
const PART = 5_000;

/**
 * Makes all changes at once, or part by part where progress is reported. It is one change of the audit trail either
 * way.
 *
 * @returns after a move, the new entitlements by the old ones
 */
export async function apply(
  db: Transaction,
  caller: Caller,
  request: AmendRequest<Amendment>,
  { now, progress }: Changing,
): Promise<ReadonlyMap<string, string>> {
  const { ids } = request;
  await describeChange(db, { operation: OPERATIONS[request.amendment.kind], reason: request.reason });
  if (!progress) return applyPart(db, caller, request, now);
  await progress(0, ids.length);
  const moved = new Map<string, string>();
  for (let from = 0; from < ids.length; from += PART) {
    const part = ids.slice(from, from + PART);
    for (const [old, made] of await applyPart(db, caller, { ...request, ids: part }, now)) moved.set(old, made);
    await progress(from + part.length, ids.length);
  }
  return moved;
}

async function applyPart(
  db: Transaction,
  caller: Caller,
  { amendment, ids, reason }: AmendRequest<Amendment>,
  now: number,
): Promise<ReadonlyMap<string, string>> {
  const by = caller.subject;
  switch (amendment.kind) {
    case 'REVOKE':
      await revoke(db, ids, { ...amendment, by, reason });
      break;
    case 'SUSPEND':
      await suspend(db, ids, { ...amendment, by, reason });
      break;
    case 'RESUME':
      await resume(db, ids, amendment);
      break;
    case 'END':
      await setEnd(db, ids, amendment);
      break;
    case 'MOVE':
      return move(db, ids, { at: Math.max(amendment.at, now), to: amendment.to?.rowId as string, by, reason });
  }
  return NOTHING_MOVED;
}
