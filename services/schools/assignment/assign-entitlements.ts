/** Assigning, as one transaction: rule of writing first, then what stands in the way of each pair, then the change. */

import { createHash } from 'node:crypto';
import { type Caller, type Level, type OrganisationKey, parseOrganisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedLicences, allowedOrganisations } from '../authorisation/allowed';
import { type Afterwards, findAfterwards } from '../entitlement/afterwards-queries';
import {
  type Assignment,
  type HolderToAssign,
  isClosed,
  isRefused,
  MAXIMUM_ASSIGNMENTS,
  outcomeOf,
  planTerms,
  type Terms,
  type Wish,
} from './assignment';
import {
  findHolders,
  findLicencesToAssign,
  findObstacles,
  insertEntitlements,
  lockLicences,
  type Pair,
} from './assignment-queries';
import { findAnswer, keepAnswer } from './kept-answer-queries';

export interface AssignRequest {
  readonly licenceIds: readonly string[];
  readonly holders: readonly OrganisationKey[];
  readonly wish: Wish;
  readonly preview: boolean;
  /** Whether pairs that are refused are left out; else nothing is done where one is. */
  readonly skipRefused: boolean;
  /** Whether what is suspended at schools may be opened there by an entitlement of another holder. */
  readonly overrideSuspended: boolean;
  readonly idempotencyKey: string | null;
}

export interface AssignResult {
  readonly assignments: readonly Assignment[];
  /** Of those within the caller, by key. */
  readonly holders: ReadonlyMap<string, HolderToAssign>;
  /** In the order of the assignments; null where the holder is not in reach, and where nobody asked. */
  readonly afterwards: readonly (Afterwards | null)[];
}

/**
 * @param asked what is wanted to be known beside what was done
 * @param refused organisations that the gateway refused
 * @throws FORBIDDEN where a licence is not of an owner within the caller; BAD_USER_INPUT
 */
export function assignEntitlements(
  session: Session,
  caller: Caller,
  request: AssignRequest,
  { now, refused, afterwards }: { now: number; refused: ReadonlySet<string> | undefined; afterwards: boolean },
): Promise<AssignResult> {
  const { licenceIds, idempotencyKey, preview } = request;
  if (licenceIds.length === 0) throw badUserInput('input.licenceIds: name at least one licence.');
  if (request.holders.length === 0) throw badUserInput('input.holders: name at least one holder.');
  if (licenceIds.length * request.holders.length > MAXIMUM_ASSIGNMENTS) {
    throw badUserInput(
      `input: too many assignments: ${licenceIds.length} licences for ${request.holders.length} holders (maximum ${MAXIMUM_ASSIGNMENTS}). Send them in several requests.`,
    );
  }
  return session.write(async (db) => {
    await describeChange(db, { operation: 'assignEntitlements' });
    const keys = [...new Set(request.holders)];
    const assignable = await allowedLicences(db, caller, 'licence.assign', licenceIds);
    const licences = await findLicencesToAssign(db, [...assignable]);
    if (licences.length < new Set(licenceIds).size) throw forbidden();
    const named = keys.filter((key) => !refused?.has(key));
    const within = await allowedOrganisations(db, caller, 'holder.assign', named);
    const holders = new Map((await findHolders(db, [...within])).map((holder) => [holder.key, holder]));
    const terms = planTerms(licences, levelsOf(keys), request.wish, now);

    const hash = createHash('sha256')
      .update(JSON.stringify({ ...request, idempotencyKey: null }))
      .digest('base64url');
    /** Of this caller alone: the same subject with another binding is another one. */
    const key = idempotencyKey && `${caller.bound.join(' ')} ${idempotencyKey}`;
    const before = key ? await findAnswer(db, caller.subject, key) : undefined;
    if (before && before.inputHash !== hash) {
      throw badUserInput('input.idempotencyKey: already used with another input. Use a new key for each new request.');
    }
    let assignments = before?.result;
    if (!assignments) {
      await lockLicences(db, licenceIds);
      assignments = await assign(db, caller, request, { terms, keys, holders, now });
      const isDone = assignments.every(({ outcome }) => outcome !== 'HELD_BACK');
      if (key && isDone) await keepAnswer(db, caller.subject, key, { inputHash: hash, result: assignments });
    }
    return {
      assignments,
      holders,
      afterwards: afterwards ? await after(db, assignments, { terms, holders, now }) : [],
    };
  }, !preview);
}

function levelsOf(keys: readonly OrganisationKey[]): Level[] {
  return [...new Set(keys.flatMap((key) => parseOrganisationKey(key)?.level ?? []))];
}

interface Plan {
  readonly terms: readonly Terms[];
  readonly keys: readonly OrganisationKey[];
  readonly holders: ReadonlyMap<string, HolderToAssign>;
  readonly now: number;
}

/** Makes the entitlements that may be made, unless a pair is refused and none may be. */
async function assign(
  db: Transaction,
  caller: Caller,
  { wish, preview, skipRefused, overrideSuspended }: AssignRequest,
  { terms, keys, holders, now }: Plan,
): Promise<Assignment[]> {
  const pairs = terms.flatMap((of): Pair[] =>
    keys.flatMap((key) => {
      const holder = holders.get(key);
      return holder && !isClosed(of, holder) ? { terms: of, holder } : [];
    }),
  );
  const found = await findObstacles(db, pairs, wish.from === null, now);
  const judged = pairs.map((pair, index) => {
    const obstacles = found[index] as (typeof found)[number];
    return { ...pair, ...obstacles, outcome: outcomeOf(obstacles, overrideSuspended) };
  });
  const byName = new Map(judged.map((pair) => [nameOf(pair.terms, pair.holder.key), pair]));

  const isWhole = pairs.length === terms.length * keys.length && judged.every(({ outcome }) => !isRefused(outcome));
  const toMake = judged.filter(({ outcome }) => outcome === 'ASSIGNED');
  const isDone = preview || skipRefused || isWhole;
  const made = isDone ? await insertEntitlements(db, toMake, caller.subject) : [];
  const idOf = new Map(toMake.map((pair, index) => [pair, made[index]]));

  return terms.flatMap((of) =>
    keys.map((key): Assignment => {
      const pair = byName.get(nameOf(of, key));
      if (!pair) {
        const outcome = holders.has(key) ? 'SCHOOL_CLOSED' : 'NOT_IN_REACH';
        const nothing = { entitlementId: null, suspendedSchools: [], suspendedCount: 0 };
        return { licenceId: of.licence.id, holder: key, outcome, ...nothing };
      }
      const { outcome, active, suspended, suspendedSchools, suspendedCount } = pair;
      return {
        licenceId: of.licence.id,
        holder: key,
        outcome: outcome === 'ASSIGNED' && !isDone ? 'HELD_BACK' : outcome,
        entitlementId: idOf.get(pair) ?? active ?? suspended,
        suspendedSchools,
        suspendedCount,
      };
    }),
  );
}

function nameOf({ licence }: Terms, holder: OrganisationKey): string {
  return `${licence.id} ${holder}`;
}

/** As of the instant at which the period of each begins. */
async function after(
  db: Transaction,
  assignments: readonly Assignment[],
  { terms, holders, now }: Omit<Plan, 'keys'>,
): Promise<(Afterwards | null)[]> {
  const beginOf = new Map(terms.map(({ licence, period }) => [licence.id, Math.max(now, period.from)]));
  const asked = assignments.flatMap(({ licenceId, holder }, index) => {
    const row = holders.get(holder);
    return row ? [{ index, licenceId, holderId: row.rowId, at: new Date(beginOf.get(licenceId) ?? now) }] : [];
  });
  const found = await findAfterwards(db, asked);
  const byIndex = new Map(asked.map(({ index }, position) => [index, found[position] as Afterwards]));
  return assignments.map((_, index) => byIndex.get(index) ?? null);
}
