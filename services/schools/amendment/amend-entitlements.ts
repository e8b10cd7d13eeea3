/**
 * Changing entitlements, as one transaction and a handful of statements however many they are: the rule of writing first,
 * then what becomes of each, then the change.
 */
import type { Caller, OrganisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { lockLicences } from '../assignment/assignment-queries';
import { currentChange } from '../audit/current-change';
import { allowedEntitlements, allowedOrganisations } from '../authorisation/allowed';
import { type Afterwards, findAfterwards } from '../entitlement/afterwards-queries';
import type { EntitlementSelection } from '../selection/entitlement-selection';
import { resolveEntitlements } from '../selection/resolve-entitlements';
import {
  type Amendment,
  type AmendmentOutcome,
  checkAmendment,
  instantOf,
  isRefused,
  MAXIMUM_AMENDED,
  MOST_ANSWERED,
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
import { findOpenedSchools, type OpenedSchools } from './opened-schools-queries';
import { withinSchoolCount } from './school-count';

/** A new holder is named by key: whether it exists is found in the transaction. */
export type AmendmentAsked =
  | Exclude<Amendment, { kind: 'MOVE' }>
  | { readonly kind: 'MOVE'; readonly at: number; readonly to: OrganisationKey };

/** Of ids that are named, a single one that is not the caller's to change refuses the call. */
export interface Choice {
  readonly ids: readonly string[];
  /** By id, the version that the caller has seen. */
  readonly versions: ReadonlyMap<string, number>;
  /** Instead of ids. */
  readonly selection: EntitlementSelection | null;
}

export interface AmendRequest<Kind = AmendmentAsked> extends Choice {
  readonly amendment: Kind;
  readonly reason: string | null;
  readonly preview: boolean;
  /** Whether those that are refused are left out; else nothing is done where one is. */
  readonly skipRefused: boolean;
  /** Whether what is suspended at schools by another entitlement may be opened there. */
  readonly overrideSuspended: boolean;
}

export interface Amended {
  readonly entitlementId: string;
  readonly outcome: AmendmentOutcome;
  /** Where it was moved: the entitlement of the new holder. */
  readonly movedTo: string | null;
  readonly opened: OpenedSchools | null;
  /** As of the instant of the change; null where the holder is not in reach, and where nobody asked. */
  readonly afterwards: Afterwards | null;
}

export interface AmendResult {
  readonly applied: boolean;
  /** Of the audit trail; null where nothing was changed. */
  readonly change: string | null;
  readonly counts: ReadonlyMap<AmendmentOutcome, number>;
  /** The refused first, each kind in the order of the request; no more than can be answered one by one. */
  readonly changes: readonly Amended[];
}

/** @throws FORBIDDEN where one is not the caller's to read, or was named and is not the caller's to change; BAD_USER_INPUT */
export function amendEntitlements(
  session: Session,
  caller: Caller,
  request: AmendRequest,
  { now, afterwards }: { now: number; afterwards: boolean },
): Promise<AmendResult> {
  const { preview, selection } = request;
  if (!selection && request.ids.length === 0) throw badUserInput('input: name at least one entitlement.');
  return session.write(async (db) => {
    const ids = selection ? await resolveEntitlements(db, caller, selection, now) : request.ids;
    if (ids.length > MAXIMUM_AMENDED) {
      throw badUserInput(`input: too many entitlements: ${ids.length} (maximum ${MAXIMUM_AMENDED}).`);
    }
    const amendment = await amendmentOf(db, caller, request.amendment);
    checkAmendment(amendment, now);
    const judged = await judge(db, caller, { ...request, amendment, ids }, now);
    const isDone = preview || request.skipRefused || judged.every(({ outcome }) => !isRefused(outcome));
    const toChange = judged.flatMap(({ target, outcome }) => (outcome === 'CHANGED' ? target.id : []));
    const moved =
      isDone && toChange.length > 0
        ? await withinSchoolCount(db, opens(amendment) ? distinctLicences(judged) : [], () =>
            apply(db, caller, { ...request, amendment, ids: toChange }, now),
          )
        : NOTHING_MOVED;

    const outcomes = judged.map((one) => ({
      ...one,
      outcome: one.outcome === 'CHANGED' && !isDone ? ('HELD_BACK' as const) : one.outcome,
    }));
    const counts = new Map<AmendmentOutcome, number>();
    for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    const answered = [
      ...outcomes.filter(({ outcome }) => isRefused(outcome)),
      ...outcomes.filter(({ outcome }) => !isRefused(outcome)),
    ].slice(0, MOST_ANSWERED);
    const after = afterwards ? await findAfter(db, caller, answered, new Date(instantOf(amendment, now))) : [];
    return {
      applied: isDone && !preview,
      change: preview ? null : await currentChange(db),
      counts,
      changes: answered.map(({ target, outcome, opened: at }, index) => ({
        entitlementId: target.id,
        outcome,
        movedTo: moved.get(target.id) ?? null,
        opened: at,
        afterwards: after[index] ?? null,
      })),
    };
  }, !preview);
}

/** As the audit trail calls them. */
const OPERATIONS: Readonly<Record<Amendment['kind'], string>> = {
  REVOKE: 'revokeEntitlements',
  SUSPEND: 'suspendEntitlements',
  RESUME: 'resumeEntitlements',
  END: 'amendEntitlements',
  MOVE: 'moveEntitlements',
};

const NOTHING_MOVED: ReadonlyMap<string, string> = new Map();

async function amendmentOf(db: Transaction, caller: Caller, asked: AmendmentAsked): Promise<Amendment> {
  if (asked.kind !== 'MOVE') return asked;
  const within = await allowedOrganisations(db, caller, 'holder.assign', [asked.to]);
  return { ...asked, to: await findNewHolder(db, [...within]) };
}

interface Judged {
  readonly target: FoundTarget;
  readonly outcome: AmendmentOutcome;
  readonly opened: OpenedSchools | null;
}

async function judge(
  db: Transaction,
  caller: Caller,
  { amendment, ids, versions, selection, overrideSuspended }: AmendRequest<Amendment>,
  now: number,
): Promise<Judged[]> {
  const asked = {
    at: instantOf(amendment, now),
    until: amendment.kind === 'SUSPEND' ? amendment.until : Infinity,
    destination: amendment.kind === 'MOVE' ? (amendment.to?.rowId ?? null) : null,
  };
  if (opens(amendment))
    await lockLicences(db, distinctLicences((await findTargets(db, ids, asked)).map((target) => ({ target }))));
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

/** What the schools of the holder may do then; null where the holder is not in reach. */
async function findAfter(
  db: Transaction,
  caller: Caller,
  judged: readonly Judged[],
  at: Date,
): Promise<(Afterwards | null)[]> {
  const holders = [...new Set(judged.map(({ target }) => target.holderKey))];
  const within = await allowedOrganisations(db, caller, 'holder.assign', holders);
  const asked = judged.filter(({ target }) => within.has(target.holderKey));
  const found = await findAfterwards(
    db,
    asked.map(({ target: { licenceId, holderId } }) => ({ licenceId, holderId, at })),
  );
  const byId = new Map(asked.map(({ target }, index) => [target.id, found[index] as Afterwards]));
  return judged.map(({ target }) => byId.get(target.id) ?? null);
}
