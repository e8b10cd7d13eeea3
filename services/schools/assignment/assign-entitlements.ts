/**
 * Assigns licences in one transaction: it checks first who may, then decides the outcome of every pair of licence and
 * holder, then makes the entitlements that may be made. Pairs stay within the database all the time; only the number
 * of each outcome comes back.
 */
import { randomUUID } from 'node:crypto';
import { type Caller, type Level, type OrganisationKey, parseOrganisationKey } from '../../../caller/caller';
import { badUserInput, forbidden, notAmong } from '../../../request/client-errors';
import { isUuid } from '../../../request/values/uuid';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { inputHash } from '../../subgraph/idempotency/input-hash';
import { currentChange } from '../audit/current-change';
import { allowedLicences } from '../authorisation/allowed';
import { type Afterwards, findAfterwards } from '../entitlement/afterwards-queries';
import { answerOnce } from '../idempotency/answer-once';
import { keepAssignable } from '../school-group/keep-assignable';
import { type ResolvedHolders, resolveHolders } from '../selection/resolve-holders';
import type { UnmatchedRow } from '../selection/resolved-types';
import type { AssignRequest } from './assign-request';
import { isRefused, MAX_ASSIGNMENTS, MAX_PAIRS, type OutcomeCount, planTerms, type Terms } from './assignment';
import {
  findLicencesToAssign,
  insertEntitlements,
  keepAssignment,
  keepChange,
  lockLicences,
  markApplied,
} from './assignment-queries';
import { judge } from './judging-queries';
import { findAssignedPairs, findAssignment, findMoved, type Moved } from './kept-assignment-queries';
import { findStanding, rollbackTrial, startTrial } from './trial-queries';

interface Assigned {
  /** The id under which its pairs are kept; for a preview, this is its token. */
  readonly assignmentId: string;
  readonly counts: readonly OutcomeCount[];
  readonly isApplied: boolean;
  /** The change in the audit trail; null where nothing was made. */
  readonly change: string | null;
  /** What differs from the preview whose token was given: then nothing was done. */
  readonly moved: Moved | null;
  /** Rows of a pasted list that name no school in reach: they count as refused, too. */
  readonly unmatched: readonly UnmatchedRow[];
}

export interface AssignResult extends Assigned {
  /** For a preview, by {@link pairName}: as if it were done. Undefined where nobody asked. */
  readonly afterwards?: ReadonlyMap<string, Afterwards>;
}

export interface Assigning {
  readonly now: number;
  /** Organisations that the gateway refused. */
  readonly refused?: ReadonlySet<string> | undefined;
  /** Whether a preview also says what schools may do afterwards. */
  readonly afterwards?: boolean;
  /** Called after each part that was made. @throws to give the work up */
  readonly progress?: (made: number, of: number) => Promise<void>;
}

/** @throws FORBIDDEN where a licence is not of an owner within the caller; BAD_USER_INPUT */
export function assignEntitlements(
  session: Session,
  caller: Caller,
  request: AssignRequest,
  assigning: Assigning,
): Promise<AssignResult> {
  return session.write((db) => assignWithin(db, caller, request, assigning));
}

/** Refuses what {@link assignEntitlements} would refuse as a whole, and changes nothing. */
export async function checkAssignment(
  db: Transaction,
  caller: Caller,
  request: AssignRequest,
  assigning: Assigning,
): Promise<void> {
  const plan = await planAssignment(db, caller, request, assigning);
  await requirePreview(db, caller, request, plan);
}

/** Does the same in a transaction that does other things too. */
export async function assignWithin(
  db: Transaction,
  caller: Caller,
  request: AssignRequest,
  assigning: Assigning,
): Promise<AssignResult> {
  await describeChange(db, { operation: 'assignEntitlements' });
  const plan = await planAssignment(db, caller, request, assigning);
  const { idempotencyKey, previewToken, ...input } = request;
  const call = { key: request.preview ? null : idempotencyKey, operation: 'assignEntitlements', input };
  const assigned = await answerOnce(db, caller, call, () => assign(db, caller, request, plan), isFinal);
  if (!request.preview || !assigning.afterwards) return assigned;
  return { ...assigned, afterwards: await tryOut(db, caller, assigned, plan) };
}

/** What was held back, or differs from its preview, is decided anew when it is requested again. */
function isFinal({ isApplied }: Assigned): boolean {
  return isApplied;
}

/** @throws BAD_USER_INPUT */
function checkSize(licences: number, holders: number): void {
  if (licences === 0) throw badUserInput('input.licenceIds: name at least one licence.');
  if (holders === 0) throw badUserInput('input: name at least one holder, in holders or in selection.');
  if (licences * holders > MAX_PAIRS) {
    throw badUserInput(
      `input: too many assignments: ${licences} licences for ${holders} holders (maximum ${MAX_PAIRS}). Send them in several requests.`,
    );
  }
}

const NOBODY: ResolvedHolders = { keys: [], unmatched: [] };

interface Plan extends Assigning {
  /** A hash of the input, to which a token is bound together with what was found. */
  readonly hash: string;
  readonly unmatched: readonly UnmatchedRow[];
  readonly terms: readonly Terms[];
  readonly holders: readonly OrganisationKey[];
  /** Of the holders, those that the caller may assign to. */
  readonly within: readonly string[];
}

async function planAssignment(
  db: Transaction,
  caller: Caller,
  { licenceIds, holders, selection, requested, overrideSuspended, note }: AssignRequest,
  assigning: Assigning,
): Promise<Plan> {
  const ids = [...new Set(licenceIds)];
  const { now } = assigning;
  const selected = selection ? await resolveHolders(db, caller, selection, now) : NOBODY;
  const keys = [...new Set([...holders, ...selected.keys])];
  if (keys.length > 0 || selected.unmatched.length === 0) checkSize(ids.length, keys.length);
  const assignable = await allowedLicences(db, caller, 'licence.assign', ids);
  const licences = await findLicencesToAssign(
    db,
    ids.filter((id) => assignable.has(id)),
  );
  if (licences.length < ids.length) {
    throw forbidden(notAmong('input.licenceIds', ids, new Set(licences.map(({ id }) => id))));
  }
  const named = keys.filter((key) => !assigning.refused?.has(key));
  const within = await keepAssignable(db, caller, named);
  const terms = planTerms(licences, levelsOf(keys), requested, now);
  const hash = inputHash([ids, holders, selection, requested, overrideSuspended, note]);
  return { ...assigning, terms, hash, holders: keys, within: [...within], unmatched: selected.unmatched };
}

function levelsOf(keys: readonly OrganisationKey[]): Level[] {
  return [...new Set(keys.flatMap((key) => parseOrganisationKey(key)?.level ?? []))];
}

/**
 * Makes the entitlements that may be made, unless a pair is refused and none may be, or something differs from the
 * preview.
 */
async function assign(db: Transaction, caller: Caller, request: AssignRequest, plan: Plan): Promise<Assigned> {
  const { requested, note, preview, skipRefused, overrideSuspended, previewToken } = request;
  const { terms, hash, holders, within, unmatched, now, progress } = plan;
  await lockLicences(
    db,
    terms.map(({ licence }) => licence.id),
  );
  await requirePreview(db, caller, request, plan);
  const assignmentId = randomUUID();
  await keepAssignment(db, {
    id: assignmentId,
    inputHash: hash,
    isPreview: preview,
    previewId: previewToken,
    unmatched,
    holders,
    within,
    now,
  });
  const fromNow = requested.from === null;
  const counts = await judge(db, { assignmentId, terms, fromNow, now, overrideSuspended, isApplied: !preview });
  const moved = previewToken === null ? null : await findMoved(db, previewToken, assignmentId);
  const isWhole = unmatched.length === 0 && counts.every(({ outcome }) => !isRefused(outcome));
  const isApplied = !preview && !moved && (skipRefused || isWhole);
  const assigned = {
    assignmentId,
    counts: preview || isApplied ? counts : counts.map(heldBack),
    isApplied,
    change: null,
    moved,
    unmatched,
  };
  if (!isApplied) return assigned;
  await markApplied(db, assignmentId);
  const total = counts.find(({ outcome }) => outcome === 'ASSIGNED')?.count ?? 0;
  // All at once where nobody waits for progress: row-level security computes its sets for each statement.
  const parts = progress ? [...terms.keys()].map((place) => [place]) : [[...terms.keys()]];
  let made = 0;
  for (const places of parts) {
    made += await insertEntitlements(db, assignmentId, places, { createdBy: caller.subject, note });
    await progress?.(made, total);
  }
  const change = await currentChange(db);
  await keepChange(db, assignmentId, change);
  return { ...assigned, change };
}

function heldBack({ outcome, ...count }: OutcomeCount): OutcomeCount {
  return { outcome: outcome === 'ASSIGNED' ? 'HELD_BACK' : outcome, ...count };
}

/** @throws BAD_USER_INPUT where it is not the token of a preview of this input */
async function requirePreview(
  db: Transaction,
  caller: Caller,
  { previewToken }: AssignRequest,
  { hash }: Plan,
): Promise<void> {
  if (previewToken === null) return;
  const preview = isUuid(previewToken) ? await findAssignment(db, caller, previewToken) : undefined;
  if (!preview?.isPreview) throw badUserInput('input.previewToken: unknown, or older than 48 hours. Preview again.');
  if (preview.inputHash !== hash) {
    throw badUserInput(
      'input.previewToken: belongs to a preview of another input. Preview again, or send the same input.',
    );
  }
}

/** The name by which a pair is found. */
export function pairName(licenceId: string, holder: string): string {
  return `${licenceId} ${holder}`;
}

/**
 * Makes what a preview would make, looks at it, and rolls it back. @throws BAD_USER_INPUT where there are too many
 * pairs
 */
async function tryOut(
  db: Transaction,
  caller: Caller,
  { assignmentId, counts }: Assigned,
  { terms, now }: Plan,
): Promise<ReadonlyMap<string, Afterwards>> {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total > MAX_ASSIGNMENTS) {
    throw badUserInput(
      `assignments.afterwards: a preview tells it for at most ${MAX_ASSIGNMENTS} pairs; got ${total}. Leave it out, or preview fewer.`,
    );
  }
  await startTrial(db);
  await insertEntitlements(db, assignmentId, [...terms.keys()], { createdBy: caller.subject, note: null });
  const pairs = await findAssignedPairs(db, assignmentId, null, [-1, 0], MAX_ASSIGNMENTS);
  const asked = pairs.flatMap(({ licenceId, holder, holderId, validFrom }) =>
    holderId === null ? [] : [{ licenceId, holder, holderId, at: new Date(Math.max(now, validFrom.getTime())) }],
  );
  const found = await findAfterwards(db, asked);
  await rollbackTrial(db);
  const standing = await findStanding(
    db,
    found.flatMap(({ entitlementId }) => entitlementId ?? []),
  );
  return new Map(
    asked.map(({ licenceId, holder }, index) => {
      const { entitlementId, ...told } = found[index] as Afterwards;
      const isThere = entitlementId !== null && standing.has(entitlementId);
      return [pairName(licenceId, holder), { ...told, entitlementId: isThere ? entitlementId : null }];
    }),
  );
}
