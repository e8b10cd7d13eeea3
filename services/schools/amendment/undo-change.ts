/**
 * Undoes a change of entitlements, as a whole or not at all. The undoing is a change like any other, from now on:
 * what schools could do until then stays on record, and afterwards they can do what they could before the change.
 */
import type { Caller } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedEntitlements } from '../authorisation/allowed';
import type { Changing, UndoRequest } from './amend-request';
import { type AmendmentOutcome, isRefused } from './amendment';
import { type AmendResult, type Judged, NOTHING_MOVED, type Worked, withAfterwards, workedOf } from './answer';
import { withOpenings } from './judge-openings';
import { keepResult } from './keep-result';
import { lockAmendable } from './lock-amendable';
import { withinSchoolCount } from './school-count';
import { findChange, findUndone, type Undone, undo } from './undo-queries';

/** @throws FORBIDDEN where the caller may not read all of the change; BAD_USER_INPUT */
export function undoChange(
  session: Session,
  caller: Caller,
  request: UndoRequest,
  changing: Changing,
): Promise<AmendResult> {
  return session.write((db) => undoWithin(db, caller, request, changing));
}

/** Does the same in a transaction that does other things too. */
export async function undoWithin(
  db: Transaction,
  caller: Caller,
  request: UndoRequest,
  changing: Changing,
): Promise<AmendResult> {
  const how = { preview: request.preview, afterwards: changing.afterwards ?? false };
  const done = await keepResult(db, caller, how, () => undoAll(db, caller, request, changing));
  return how.afterwards && !how.preview ? withAfterwards(db, caller, done) : done;
}

/** Refuses what {@link undoChange} would refuse as a whole, and changes nothing. */
export async function checkUndo(
  db: Transaction,
  caller: Caller,
  { change }: UndoRequest,
  { now }: Changing,
): Promise<void> {
  await requireUndoable(db, caller, change);
  await requireReadable(db, caller, await findUndone(db, change, now));
}

/** @returns whether the change is the caller's own */
async function requireUndoable(db: Transaction, caller: Caller, change: string): Promise<boolean> {
  const found = await findChange(db, change, caller.subject);
  if (!found || found.seen < found.entries) throw forbidden();
  if (found.isOwner || found.others > 0) {
    throw badUserInput('change: an import or a command cannot be undone. Import what it was before.');
  }
  return found.isOwn;
}

async function undoAll(
  db: Transaction,
  caller: Caller,
  request: UndoRequest,
  { now, progress }: Changing,
): Promise<Worked> {
  const { change, reason, preview } = request;
  const isOwn = await requireUndoable(db, caller, change);
  const judged = await judge(db, caller, { ...request, isOwn }, now);
  const licences = [...new Set(judged.map(({ target }) => target.licenceId))];
  const isDone = judged.every(({ outcome }) => !isRefused(outcome));
  const changed = judged.filter(({ outcome }) => outcome === 'CHANGED').length;
  if (isDone && changed > 0) {
    await describeChange(db, { operation: 'undoChange', reason });
    const step = async (share: number) => progress?.(Math.floor(share * changed), changed);
    await withinSchoolCount(db, licences, () => undo(db, change, { at: now, by: caller.subject, reason }, step));
  }
  return workedOf(db, judged, { isDone, preview, moved: NOTHING_MOVED, at: now });
}

async function judge(
  db: Transaction,
  caller: Caller,
  { change, ofOthers, isOwn, overrideSuspended }: UndoRequest & { readonly isOwn: boolean },
  now: number,
): Promise<Judged<Undone>[]> {
  const locked = await lockAmendable(db, caller, await findUndone(db, change, now), true);
  const undone = await findUndone(db, change, now);
  await requireReadable(db, caller, undone);
  const amendable = await allowedEntitlements(db, caller, 'entitlement.amend', undone);
  const writable = await allowedEntitlements(db, caller, 'entitlement.write', undone);
  const outcomeOf = (one: Undone): AmendmentOutcome => {
    if (!locked.has(one.id) || !(one.isProlonged ? writable : amendable).has(one.id)) return 'NOT_ALLOWED';
    if (one.isBuiltOn) return 'BUILT_ON';
    if (!one.isChanged) return 'UNCHANGED';
    return opens(one) && !isOwn && !ofOthers ? 'CLOSED_BY_OTHERS' : 'CHANGED';
  };
  const judged = undone.map((target) => ({ target, outcome: outcomeOf(target) }));
  const openings = judged.flatMap(({ target, outcome }) =>
    outcome === 'CHANGED' && opens(target)
      ? { ...target, from: now, until: Math.max(now, target.until ?? Infinity) }
      : [],
  );
  return withOpenings(db, judged, openings, { overrideSuspended, isNewHolder: false });
}

async function requireReadable(db: Transaction, caller: Caller, undone: readonly Undone[]): Promise<void> {
  const readable = await allowedEntitlements(db, caller, 'entitlement.read', undone);
  if (undone.length === 0 || readable.size < undone.length) throw forbidden();
}

function opens({ isProlonged, isResumed }: Undone): boolean {
  return isProlonged || isResumed;
}
