/**
 * Changing entitlements, as one transaction and a handful of statements however many they are: the rule of writing first,
 * then what becomes of each, then the change.
 */
import type { Caller } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { lockLicences } from '../assignment/assignment-queries';
import { allowedEntitlements } from '../authorisation/allowed';
import { answerOnce } from '../idempotency/answer-once';
import { keepMembers } from '../school-group/group-lock-queries';
import { keepAssignable } from '../school-group/keep-assignable';
import { resolveEntitlements } from '../selection/resolve-entitlements';
import type { AmendmentAsked, AmendRequest } from './amend-request';
import {
  type Amendment,
  checkAmendment,
  instantOf,
  isRefused,
  MAXIMUM_AMENDED,
  opened,
  opens,
  outcomeOf,
} from './amendment';
import {
  type FoundTarget,
  findNewHolder,
  findTargets,
  lockEntitlements,
  move,
  resume,
  revoke,
  setEnd,
  suspend,
} from './amendment-queries';
import { type AmendResult, answerOf, type Judged, NOTHING_MOVED, withAfterwards } from './answer';
import { findOpenedSchools } from './opened-schools-queries';
import { asPreviewed, tokenOf } from './preview-token';
import { withinSchoolCount } from './school-count';

/** @throws FORBIDDEN where one is not the caller's to read, or was named and is not the caller's to change; BAD_USER_INPUT */
export function amendEntitlements(
  session: Session,
  caller: Caller,
  request: AmendRequest,
  { now, afterwards }: { now: number; afterwards: boolean },
): Promise<AmendResult> {
  if (!request.selection && request.ids.length === 0) throw badUserInput('input: name at least one entitlement.');
  const { idempotencyKey, previewToken, versions, ...input } = request;
  const call = {
    key: request.preview ? null : idempotencyKey,
    operation: OPERATIONS[request.amendment.kind],
    input: { ...input, versions: [...versions] },
  };
  return session.write(async (db) => {
    const done = await answerOnce(
      db,
      caller,
      call,
      () => amend(db, caller, request, now),
      ({ applied }) => applied,
    );
    return afterwards ? withAfterwards(db, caller, done) : done;
  }, !request.preview);
}

async function amend(db: Transaction, caller: Caller, request: AmendRequest, now: number): Promise<AmendResult> {
  const { preview, selection, skipRefused, previewToken } = request;
  const ids = selection ? await resolveEntitlements(db, caller, selection, now) : request.ids;
  if (ids.length > MAXIMUM_AMENDED) {
    throw badUserInput(`input: too many entitlements: ${ids.length} (maximum ${MAXIMUM_AMENDED}).`);
  }
  const amendment = await amendmentOf(db, caller, request.amendment, now);
  checkAmendment(amendment, now);
  const found = await judge(db, caller, { ...request, amendment, ids }, now);
  const judged = previewToken === null ? found : await asPreviewed(db, request, found);
  const isAsPreviewed = judged === found;
  const isWhole = judged.every(({ outcome }) => !isRefused(outcome));
  const isDone = isAsPreviewed && (preview || skipRefused || isWhole);
  const toChange = judged.flatMap(({ target, outcome }) => (outcome === 'CHANGED' ? target.id : []));
  const moved =
    isDone && toChange.length > 0
      ? await withinSchoolCount(db, opens(amendment) ? distinctLicences(judged) : [], () =>
          apply(db, caller, { ...request, amendment, ids: toChange }, now),
        )
      : NOTHING_MOVED;
  const at = instantOf(amendment, now);
  const answer = await answerOf(db, judged, { isDone, preview, moved, at });
  return preview ? { ...answer, previewToken: await tokenOf(db, request, judged) } : answer;
}

/** As the audit trail calls them. */
const OPERATIONS: Readonly<Record<Amendment['kind'], string>> = {
  REVOKE: 'revokeEntitlements',
  SUSPEND: 'suspendEntitlements',
  RESUME: 'resumeEntitlements',
  END: 'amendEntitlements',
  MOVE: 'moveEntitlements',
};

async function amendmentOf(db: Transaction, caller: Caller, asked: AmendmentAsked, now: number): Promise<Amendment> {
  if (asked.kind === 'END') return asked;
  const at = asked.at ?? now;
  if (asked.kind !== 'MOVE') return { ...asked, at };
  const within = await keepAssignable(db, caller, [asked.to]);
  return { ...asked, at, to: await findNewHolder(db, [...within]) };
}

async function judge(
  db: Transaction,
  caller: Caller,
  { amendment, ids, versions, selection, overrideSuspended }: AmendRequest<Amendment>,
  now: number,
): Promise<Judged<FoundTarget>[]> {
  const asked = {
    at: instantOf(amendment, now),
    until: amendment.kind === 'SUSPEND' ? amendment.until : Infinity,
    destination: amendment.kind === 'MOVE' ? (amendment.to?.rowId ?? null) : null,
  };
  if (opens(amendment)) {
    const before = await findTargets(db, ids, asked);
    await keepMembers(
      db,
      before.map(({ holderKey }) => holderKey),
    );
    await lockLicences(db, distinctLicences(before.map((target) => ({ target }))));
  }
  await lockEntitlements(db, ids);
  const targets = await findTargets(db, ids, asked);
  const facts = targets.map(({ id, ownerKey, holderKey }) => ({ id, ownerKey, holderKey }));
  const readable = await allowedEntitlements(db, caller, 'entitlement.read', facts);
  if (targets.length < ids.length || readable.size < ids.length) throw forbidden();
  const amendable = await allowedEntitlements(db, caller, 'entitlement.amend', facts);
  if (!selection && amendable.size < ids.length) throw forbidden();
  const writable = opens(amendment) ? await allowedEntitlements(db, caller, 'entitlement.write', facts) : amendable;

  const judged = targets.map((target) => {
    const { id } = target;
    const claim = { mayAmend: amendable.has(id), mayWrite: writable.has(id), version: versions.get(id) ?? null };
    return { target, outcome: outcomeOf(amendment, target, claim, now) };
  });
  const openings = judged.flatMap(({ target, outcome }) => {
    const span = outcome === 'CHANGED' ? opened(amendment, target, now) : null;
    const holderId = asked.destination ?? target.holderId;
    return span ? { id: target.id, licenceId: target.licenceId, holderId, ...span } : [];
  });
  const openedAt = await findOpenedSchools(db, openings);
  return judged.map(({ target, outcome }) => {
    const at = openedAt.get(target.id) ?? null;
    return { target, outcome: at && !overrideSuspended ? 'OPENS_SUSPENDED' : outcome, opened: at };
  });
}

function distinctLicences(judged: readonly { readonly target: { readonly licenceId: string } }[]): string[] {
  return [...new Set(judged.map(({ target }) => target.licenceId))];
}

/** @returns where something was moved, the new entitlements by the old ones */
async function apply(
  db: Transaction,
  caller: Caller,
  { amendment, ids, reason }: AmendRequest<Amendment>,
  now: number,
): Promise<ReadonlyMap<string, string>> {
  const by = caller.subject;
  await describeChange(db, { operation: OPERATIONS[amendment.kind], reason });
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
