/** Assigning and revoking, as one transaction each: rule of writing first, then the change. */

import { createHash } from 'node:crypto';
import { badUserInput, type Caller, forbidden, mayAmend, mayWrite, type OrganisationKey } from '../../../caller/caller';
import { findLines } from '../../subgraph/organisation-lines';
import type { Session, Transaction } from '../../subgraph/session';
import { type HolderToAssign, MAXIMUM_ASSIGNMENTS, planAssignments, type Wish } from './assignment';
import {
  type Assigned,
  findAnswer,
  findHolders,
  findLicencesToAssign,
  insertEntitlements,
  keepAnswer,
  lockLicences,
  revokeEntitlementsAt,
} from './assignment-queries';
import { findEntitlements } from './entitlement-queries';

export interface AssignRequest {
  readonly licenceIds: readonly string[];
  readonly holders: readonly OrganisationKey[];
  readonly wish: Wish;
  readonly preview: boolean;
  readonly idempotencyKey: string | null;
}

export interface AssignOutcome {
  /** By the database's id. */
  readonly holders: ReadonlyMap<string, HolderToAssign>;
  readonly assigned: readonly Assigned[];
}

export function assignEntitlements(
  session: Session,
  caller: Caller,
  request: AssignRequest,
  now: number,
): Promise<AssignOutcome> {
  const { licenceIds, holders: holderKeys, idempotencyKey, preview } = request;
  if (licenceIds.length === 0) throw badUserInput('input.licenceIds: name at least one licence.');
  if (holderKeys.length === 0) throw badUserInput('input.holders: name at least one holder.');
  if (licenceIds.length * holderKeys.length > MAXIMUM_ASSIGNMENTS) {
    throw badUserInput(
      `input: ${licenceIds.length} licences for ${holderKeys.length} holders are more than ${MAXIMUM_ASSIGNMENTS} assignments. Send them in several calls.`,
    );
  }
  return session.write(async (db) => {
    const licences = await findLicencesToAssign(db, licenceIds);
    const holders = await findHolders(db, holderKeys);
    if (licences.length < new Set(licenceIds).size || holders.length < new Set(holderKeys).size) throw forbidden();
    await requireForAll(
      mayWrite,
      db,
      caller,
      licences.flatMap(({ ownerKey }) => holders.map(({ key }) => ({ owner: ownerKey, holder: key }))),
    );

    const hash = createHash('sha256')
      .update(JSON.stringify({ ...request, idempotencyKey: null }))
      .digest('base64url');
    /** Of this caller alone: the same subject with another binding is another one. */
    const key = idempotencyKey && `${caller.bound.join(' ')} ${idempotencyKey}`;
    const before = key ? await findAnswer(db, caller.subject, key) : undefined;
    if (before && before.inputHash !== hash) {
      throw badUserInput('input.idempotencyKey: this key was used with another input. Use a new key for a new wish.');
    }
    let assigned = before?.result;
    if (!assigned) {
      const assignments = planAssignments(licences, holders, request.wish, now);
      await lockLicences(db, licenceIds);
      assigned = await insertEntitlements(db, assignments, request.wish.from === null, caller.subject);
      if (key) await keepAnswer(db, caller.subject, key, { inputHash: hash, result: assigned });
    }
    return { assigned, holders: new Map(holders.map((holder) => [holder.rowId, holder])) };
  }, !preview);
}

/** @returns the ids of those that this call ended; the others had ended by then. */
export function revokeEntitlements(
  session: Session,
  caller: Caller,
  request: { ids: readonly string[]; at: Date | null; reason: string | null; preview: boolean },
  now: number,
): Promise<string[]> {
  const at = request.at ?? new Date(now);
  if (request.ids.length === 0) throw badUserInput('input.entitlementIds: name at least one entitlement.');
  if (at.getTime() < now) {
    throw badUserInput(
      'input.at: lies in the past. What was true before a revocation stays true; leave it out to revoke now.',
    );
  }
  return session.write(async (db) => {
    const found = await findEntitlements(db, request.ids, now);
    if (found.length < new Set(request.ids).size) throw forbidden();
    await requireForAll(
      mayAmend,
      db,
      caller,
      found.map(({ ownerKey, holderKey }) => ({ owner: ownerKey, holder: holderKey })),
    );
    return revokeEntitlementsAt(db, request.ids, at, caller.subject, request.reason);
  }, !request.preview);
}

/** @throws FORBIDDEN unless the rule allows every pair of owner and holder */
async function requireForAll(
  may: typeof mayWrite,
  db: Transaction,
  caller: Caller,
  pairs: readonly { owner: string; holder: string }[],
): Promise<void> {
  const keys = [...new Set(pairs.flatMap(({ owner, holder }) => [owner, holder]))];
  const known = caller.kind === 'operator' || keys.every((key) => caller.bound.includes(key as OrganisationKey));
  const lines = new Map((known ? [] : await findLines(db, keys)).map((line) => [line.key, line]));
  const lineOf = (key: string) => lines.get(key) ?? { key, schools: [] };
  if (!pairs.every(({ owner, holder }) => may(caller, lineOf(owner), lineOf(holder)))) throw forbidden();
}
