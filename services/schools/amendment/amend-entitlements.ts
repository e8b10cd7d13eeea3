/**
 * Changes entitlements in one transaction with a handful of statements, however many they are: it checks the rules
 * for writing, then decides the outcome of each entitlement, then makes the change.
 */
import type { Caller } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedEntitlements } from '../authorisation/allowed';
import { answerOnce } from '../idempotency/answer-once';
import { keepAssignable } from '../school-group/keep-assignable';
import { checkSelection, resolveEntitlements } from '../selection/resolve-entitlements';
import type { AmendmentAsked, AmendRequest, Changing } from './amend-request';
import {
  type Amendment,
  checkAmendment,
  instantOf,
  isRefused,
  MAX_AMENDED,
  type NewHolder,
  opened,
  opens,
  outcomeOf,
} from './amendment';
import { type FoundTarget, findNewHolder, findTargets } from './amendment-queries';
import { type AmendResult, type Judged, NOTHING_MOVED, type Worked, withAfterwards, workedOf } from './answer';
import { apply, OPERATIONS } from './apply-amendment';
import { findEntitlementFacts } from './facts-queries';
import { withOpenings } from './judge-openings';
import { keepResult } from './keep-result';
import { lockAmendable } from './lock-amendable';
import { asPreviewed, tokenOf } from './preview-token';
import { withinSchoolCount } from './school-count';

/** @throws FORBIDDEN where the caller may not read one of them, or may not change one that is named; BAD_USER_INPUT */
export function amendEntitlements(
  session: Session,
  caller: Caller,
  request: AmendRequest,
  changing: Changing,
): Promise<AmendResult> {
  return session.write((db) => amendWithin(db, caller, request, changing));
}

/** Does the same in a transaction that does other things too. */
export async function amendWithin(
  db: Transaction,
  caller: Caller,
  request: AmendRequest,
  changing: Changing,
): Promise<AmendResult> {
  const { idempotencyKey, previewToken, ...input } = request;
  const { preview } = request;
  const call = { key: preview ? null : idempotencyKey, operation: OPERATIONS[request.amendment.kind], input };
  const how = { preview, afterwards: changing.afterwards ?? false };
  const work = () => keepResult(db, caller, how, () => amend(db, caller, request, changing));
  const done = await answerOnce(db, caller, call, work, ({ applied }) => applied);
  return how.afterwards && !preview ? withAfterwards(db, caller, done) : done;
}

/**
 * Refuses what {@link amendEntitlements} would refuse as a whole, whatever the outcome of each entitlement, and changes
 * nothing. What a selection finds is not looked up here: finding 110,000 entitlements may take longer than a request
 * may.
 */
export async function checkAmend(
  db: Transaction,
  caller: Caller,
  request: AmendRequest,
  { now }: Changing,
): Promise<void> {
  const { amendment, selection } = request;
  checkAmendment(dated(amendment, now), now);
  if (selection) return void (await checkSelection(db, caller, selection, now));
  const ids = await idsOf(db, caller, request, now);
  const facts = await findEntitlementFacts(db, ids);
  const amendable = await allowedEntitlements(db, caller, 'entitlement.amend', facts);
  if (amendable.size < ids.length) throw forbidden();
}

async function amend(
  db: Transaction,
  caller: Caller,
  request: AmendRequest,
  { now, progress }: Changing,
): Promise<Worked> {
  const { preview, skipRefused, previewToken } = request;
  const ids = await idsOf(db, caller, request, now);
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
          apply(db, caller, { ...request, amendment, ids: toChange }, { now, progress }),
        )
      : NOTHING_MOVED;
  const worked = await workedOf(db, judged, { isDone, preview, moved, at: instantOf(amendment, now) });
  return preview ? { ...worked, previewToken: await tokenOf(db, request, judged) } : worked;
}

/** @throws BAD_USER_INPUT where there are none, or too many */
async function idsOf(
  db: Transaction,
  caller: Caller,
  { selection, ids }: AmendRequest,
  now: number,
): Promise<readonly string[]> {
  if (!selection && ids.length === 0) throw badUserInput('input: name at least one entitlement.');
  const found = selection ? await resolveEntitlements(db, caller, selection, now) : ids;
  if (found.length > MAX_AMENDED) {
    throw badUserInput(`input: too many entitlements: ${found.length} (maximum ${MAX_AMENDED}).`);
  }
  return found;
}

/** Returns the change with instants in the place of nulls. */
function dated(request: AmendmentAsked, now: number, to: NewHolder | null = null): Amendment {
  switch (request.kind) {
    case 'END':
      return { kind: 'END', until: request.until ?? Infinity };
    case 'SUSPEND':
      return { kind: 'SUSPEND', at: request.at ?? now, until: request.until ?? Infinity };
    case 'MOVE':
      return { kind: 'MOVE', at: request.at ?? now, to };
    default:
      return { kind: request.kind, at: request.at ?? now };
  }
}

async function amendmentOf(db: Transaction, caller: Caller, request: AmendmentAsked, now: number): Promise<Amendment> {
  if (request.kind !== 'MOVE') return dated(request, now);
  const within = await keepAssignable(db, caller, [request.to]);
  return dated(request, now, await findNewHolder(db, [...within]));
}

async function judge(
  db: Transaction,
  caller: Caller,
  { amendment, ids, versions, selection, overrideSuspended }: AmendRequest<Amendment>,
  now: number,
): Promise<Judged<FoundTarget>[]> {
  const request = {
    at: instantOf(amendment, now),
    until: amendment.kind === 'SUSPEND' ? amendment.until : Infinity,
    destination: amendment.kind === 'MOVE' ? (amendment.to?.rowId ?? null) : null,
  };
  const locked = await lockAmendable(db, caller, await findEntitlementFacts(db, ids), opens(amendment));
  const targets = await findTargets(db, ids, request);
  const facts = targets.map(({ id, ownerKey, holderKey }) => ({ id, ownerKey, holderKey }));
  const readable = await allowedEntitlements(db, caller, 'entitlement.read', facts);
  if (targets.length < ids.length || readable.size < ids.length) throw forbidden();
  const amendable = await allowedEntitlements(db, caller, 'entitlement.amend', facts);
  if (!selection && amendable.size < ids.length) throw forbidden();
  const writable = opens(amendment) ? await allowedEntitlements(db, caller, 'entitlement.write', facts) : amendable;

  const versionOf = new Map(versions);
  const judged = targets.map((target) => {
    const { id } = target;
    const mayAmend = locked.has(id) && amendable.has(id);
    const claim = { mayAmend, mayWrite: writable.has(id), version: versionOf.get(id) ?? null };
    return { target, outcome: outcomeOf(amendment, target, claim, now) };
  });
  const openings = judged.flatMap(({ target, outcome }) => {
    const span = outcome === 'CHANGED' ? opened(amendment, target, now) : null;
    const holderId = request.destination ?? target.holderId;
    return span ? { id: target.id, licenceId: target.licenceId, holderId, ...span } : [];
  });
  return withOpenings(db, judged, openings, {
    overrideSuspended,
    /** The territory of a new holder is judged as a whole. */
    isNewHolder: amendment.kind === 'MOVE',
  });
}

function distinctLicences(judged: readonly Judged[]): string[] {
  return [...new Set(judged.flatMap(({ target, outcome }) => (outcome === 'CHANGED' ? target.licenceId : [])))];
}
