/**
 * Assigning, as one transaction: who may is asked first, then every pair of licence and holder is judged, then what may be
 * made is made. Pairs stay within the database from beginning to end; what comes back is how many came out how.
 */
import { randomUUID } from 'node:crypto';
import { type Caller, type Level, type OrganisationKey, parseOrganisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isUuid } from '../../../request/values/uuid';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedLicences, allowedOrganisations } from '../authorisation/allowed';
import { type Afterwards, findAfterwards } from '../entitlement/afterwards-queries';
import { answerOnce } from '../idempotency/answer-once';
import { inputHash } from '../idempotency/input-hash';
import {
  isRefused,
  MAXIMUM_ASSIGNMENTS,
  MAXIMUM_PAIRS,
  type OutcomeCount,
  planTerms,
  type Terms,
  type Wish,
} from './assignment';
import {
  findLicencesToAssign,
  insertEntitlements,
  keepAssignment,
  lockLicences,
  markApplied,
} from './assignment-queries';
import { judge } from './judging-queries';
import { findAssignedPairs, findAssignment, findMoved, type Moved } from './kept-assignment-queries';
import { findStanding, rollbackTrial, startTrial } from './trial-queries';

export interface AssignRequest {
  readonly licenceIds: readonly string[];
  readonly holders: readonly OrganisationKey[];
  readonly wish: Wish;
  /** Kept with each entitlement that is made. */
  readonly note: string | null;
  readonly preview: boolean;
  /** Whether pairs that are refused are left out; else nothing is done where one is. */
  readonly skipRefused: boolean;
  /** Whether what is suspended at schools may be opened there by an entitlement of another holder. */
  readonly overrideSuspended: boolean;
  readonly idempotencyKey: string | null;
  /** Of a preview: where anything is not as it was there, nothing is done. */
  readonly previewToken: string | null;
}

export interface Assigned {
  /** Under which its pairs are kept; of a preview, its token. */
  readonly assignmentId: string;
  readonly counts: readonly OutcomeCount[];
  readonly isApplied: boolean;
  /** What is not as in the preview whose token was given: then nothing was done. */
  readonly moved: Moved | null;
}

export interface AssignResult extends Assigned {
  /** Of a preview, by {@link pairName}: as if it were done. Undefined where nobody asked. */
  readonly afterwards?: ReadonlyMap<string, Afterwards>;
}

export interface Assigning {
  readonly now: number;
  /** Organisations that the gateway refused. */
  readonly refused?: ReadonlySet<string> | undefined;
  /** Whether a preview is to say what schools may do afterwards. */
  readonly afterwards?: boolean;
  /** Told of each part that was made. @throws to give it up */
  readonly progress?: (made: number, of: number) => Promise<void>;
}

/** @throws FORBIDDEN where a licence is not of an owner within the caller; BAD_USER_INPUT */
export function assignEntitlements(
  session: Session,
  caller: Caller,
  request: AssignRequest,
  assigning: Assigning,
): Promise<AssignResult> {
  checkSize(request);
  return session.write((db) => assignWithin(db, caller, request, assigning));
}

/** The same, in a transaction that does something else too. */
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

/** What was held back, or has moved, is judged anew where it is asked for again. */
function isFinal({ isApplied }: Assigned): boolean {
  return isApplied;
}

/** @throws BAD_USER_INPUT */
export function checkSize({ licenceIds, holders }: AssignRequest): void {
  if (licenceIds.length === 0) throw badUserInput('input.licenceIds: name at least one licence.');
  if (holders.length === 0) throw badUserInput('input.holders: name at least one holder.');
  const pairs = licenceIds.length * holders.length;
  if (pairs > MAXIMUM_PAIRS) {
    throw badUserInput(
      `input: too many assignments: ${licenceIds.length} licences for ${holders.length} holders (maximum ${MAXIMUM_PAIRS}). Send them in several requests.`,
    );
  }
}

interface Plan extends Assigning {
  readonly terms: readonly Terms[];
  readonly holders: readonly OrganisationKey[];
  /** Of them, those that the caller may assign to. */
  readonly within: readonly string[];
}

async function planAssignment(
  db: Transaction,
  caller: Caller,
  { licenceIds, holders, wish }: AssignRequest,
  assigning: Assigning,
): Promise<Plan> {
  const ids = [...new Set(licenceIds)];
  const keys = [...new Set(holders)];
  const assignable = await allowedLicences(db, caller, 'licence.assign', ids);
  const licences = await findLicencesToAssign(
    db,
    ids.filter((id) => assignable.has(id)),
  );
  if (licences.length < ids.length) throw forbidden();
  const named = keys.filter((key) => !assigning.refused?.has(key));
  const within = await allowedOrganisations(db, caller, 'holder.assign', named);
  const terms = planTerms(licences, levelsOf(keys), wish, assigning.now);
  return { ...assigning, terms, holders: keys, within: [...within] };
}

function levelsOf(keys: readonly OrganisationKey[]): Level[] {
  return [...new Set(keys.flatMap((key) => parseOrganisationKey(key)?.level ?? []))];
}

/** Makes the entitlements that may be made, unless a pair is refused and none may be, or something has moved. */
async function assign(db: Transaction, caller: Caller, request: AssignRequest, plan: Plan): Promise<Assigned> {
  const { wish, note, preview, skipRefused, overrideSuspended, previewToken } = request;
  const { terms, holders, within, now, progress } = plan;
  await lockLicences(
    db,
    terms.map(({ licence }) => licence.id),
  );
  const hash = inputHash([terms.map(({ licence }) => licence.id), holders, wish, overrideSuspended, note]);
  if (previewToken !== null) await requirePreview(db, caller, previewToken, hash);
  const assignmentId = randomUUID();
  await keepAssignment(db, { id: assignmentId, inputHash: hash, isPreview: preview, holders, within, now });
  const fromNow = wish.from === null;
  const counts = await judge(db, { assignmentId, terms, fromNow, now, overrideSuspended, isApplied: !preview });
  const moved = previewToken === null ? null : await findMoved(db, previewToken, assignmentId);
  const isApplied = !preview && !moved && (skipRefused || counts.every(({ outcome }) => !isRefused(outcome)));
  if (!isApplied) return { assignmentId, counts: preview ? counts : counts.map(heldBack), isApplied, moved };
  await markApplied(db, assignmentId);
  const total = counts.find(({ outcome }) => outcome === 'ASSIGNED')?.count ?? 0;
  let made = 0;
  for (const place of terms.keys()) {
    made += await insertEntitlements(db, assignmentId, [place], { createdBy: caller.subject, note });
    await progress?.(made, total);
  }
  return { assignmentId, counts, isApplied, moved };
}

function heldBack({ outcome, ...count }: OutcomeCount): OutcomeCount {
  return { outcome: outcome === 'ASSIGNED' ? 'HELD_BACK' : outcome, ...count };
}

/** @throws BAD_USER_INPUT where it is no token of a preview of this input */
async function requirePreview(db: Transaction, caller: Caller, token: string, hash: string): Promise<void> {
  const preview = isUuid(token) ? await findAssignment(db, caller, token) : undefined;
  if (!preview) throw badUserInput('input.previewToken: unknown, or older than 48 hours. Preview again.');
  if (preview.inputHash !== hash) {
    throw badUserInput(
      'input.previewToken: belongs to a preview of another input. Preview again, or send the same input.',
    );
  }
}

/** By which a pair is found. */
export function pairName(licenceId: string, holder: string): string {
  return `${licenceId} ${holder}`;
}

/** Makes what a preview would make, looks at it, and undoes it. @throws BAD_USER_INPUT where there are too many pairs */
async function tryOut(
  db: Transaction,
  caller: Caller,
  { assignmentId, counts }: Assigned,
  { terms, now }: Plan,
): Promise<ReadonlyMap<string, Afterwards>> {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total > MAXIMUM_ASSIGNMENTS) {
    throw badUserInput(
      `assignments.afterwards: a preview tells it for at most ${MAXIMUM_ASSIGNMENTS} pairs; got ${total}. Leave it out, or preview fewer.`,
    );
  }
  await startTrial(db);
  await insertEntitlements(db, assignmentId, [...terms.keys()], { createdBy: caller.subject, note: null });
  const pairs = await findAssignedPairs(db, assignmentId, null, [-1, 0], MAXIMUM_ASSIGNMENTS);
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
