/**
 * Undoing a change of entitlements, as a whole or not at all. It is a change as any other, from now on: what schools could
 * do until then stays on record, and what they can do afterwards is what it was before.
 */
import type { Caller } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { lockLicences } from '../assignment/assignment-queries';
import { allowedEntitlements } from '../authorisation/allowed';
import { keepMembers } from '../school-group/group-lock-queries';
import { type AmendmentOutcome, isRefused } from './amendment';
import { lockEntitlements } from './amendment-queries';
import { type AmendResult, answerOf, type Judged, NOTHING_MOVED, withAfterwards } from './answer';
import { findOpenedSchools } from './opened-schools-queries';
import { withinSchoolCount } from './school-count';
import { findChange, findUndone, type Undone, undo } from './undo-queries';

export interface UndoRequest {
  readonly change: string;
  readonly reason: string | null;
  readonly preview: boolean;
  /** Whether what somebody else closed may be opened. */
  readonly ofOthers: boolean;
  /** Whether what is suspended at schools by another entitlement may be opened there. */
  readonly overrideSuspended: boolean;
}

/** @throws FORBIDDEN where the change is not one that the caller may read all of; BAD_USER_INPUT */
export function undoChange(
  session: Session,
  caller: Caller,
  request: UndoRequest,
  { now, afterwards }: { now: number; afterwards: boolean },
): Promise<AmendResult> {
  const { change, reason, preview } = request;
  return session.write(async (db) => {
    const found = await findChange(db, change, caller.subject);
    if (!found || found.seen < found.entries) throw forbidden();
    if (found.isOwner || found.others > 0) {
      throw badUserInput('change: an import or a command cannot be undone. Import what it was before.');
    }
    const judged = await judge(db, caller, { ...request, isOwn: found.isOwn }, now);
    const licences = [...new Set(judged.map(({ target }) => target.licenceId))];
    const isDone = judged.every(({ outcome }) => !isRefused(outcome));
    if (isDone && judged.some(({ outcome }) => outcome === 'CHANGED')) {
      await describeChange(db, { operation: 'undoChange', reason });
      await withinSchoolCount(db, licences, () => undo(db, change, { at: now, by: caller.subject, reason }));
    }
    const answer = await answerOf(db, judged, { isDone, preview, moved: NOTHING_MOVED, at: now });
    return afterwards ? withAfterwards(db, caller, answer) : answer;
  }, !preview);
}

async function judge(
  db: Transaction,
  caller: Caller,
  { change, ofOthers, isOwn, overrideSuspended }: UndoRequest & { readonly isOwn: boolean },
  now: number,
): Promise<Judged<Undone>[]> {
  const before = await findUndone(db, change, now);
  await keepMembers(
    db,
    before.map(({ holderKey }) => holderKey),
  );
  await lockLicences(
    db,
    before.map(({ licenceId }) => licenceId),
  );
  await lockEntitlements(
    db,
    before.map(({ id }) => id),
  );
  const undone = await findUndone(db, change, now);
  const readable = await allowedEntitlements(db, caller, 'entitlement.read', undone);
  if (undone.length === 0 || readable.size < undone.length) throw forbidden();
  const amendable = await allowedEntitlements(db, caller, 'entitlement.amend', undone);
  const writable = await allowedEntitlements(db, caller, 'entitlement.write', undone);
  const outcomeOf = (one: Undone): AmendmentOutcome => {
    if (!(one.isProlonged ? writable : amendable).has(one.id)) return 'NOT_ALLOWED';
    if (one.isBuiltOn) return 'BUILT_ON';
    if (!one.isChanged) return 'UNCHANGED';
    return opens(one) && !isOwn && !ofOthers ? 'CLOSED_BY_OTHERS' : 'CHANGED';
  };
  const judged = undone.map((target) => ({ target, outcome: outcomeOf(target) }));
  const openedAt = await findOpenedSchools(
    db,
    judged.flatMap(({ target, outcome }) =>
      outcome === 'CHANGED' && opens(target)
        ? { ...target, from: now, until: Math.max(now, target.until ?? Infinity) }
        : [],
    ),
  );
  return judged.map(({ target, outcome }) => {
    const opened = openedAt.get(target.id) ?? null;
    return { target, outcome: opened && !overrideSuspended ? 'OPENS_SUSPENDED' : outcome, opened };
  });
}

function opens({ isProlonged, isResumed }: Undone): boolean {
  return isProlonged || isResumed;
}
