/** Carries out what was judged, in parts where somebody looks on. */
import type { Caller } from '../../../caller/caller';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Transaction } from '../../subgraph/database/session';
import type { AmendRequest, Changing } from './amend-request';
import type { Amendment } from './amendment';
import { move, resume, revoke, setEnd, suspend } from './amendment-queries';
import { NOTHING_MOVED } from './answer';

/** As the audit trail calls them. */
export const OPERATIONS: Readonly<Record<Amendment['kind'], string>> = {
  REVOKE: 'revokeEntitlements',
  SUSPEND: 'suspendEntitlements',
  RESUME: 'resumeEntitlements',
  END: 'amendEntitlements',
  MOVE: 'moveEntitlements',
};

/** Entitlements of one part: row-level security works its sets out for each statement, so many parts cost. */
const PART = 5_000;

/**
 * All of them at once, or part by part where progress is told. One change of the audit trail either way.
 *
 * @returns where something was moved, the new entitlements by the old ones
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
