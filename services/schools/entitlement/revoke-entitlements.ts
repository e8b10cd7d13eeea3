/** Revoking, as one transaction: rule of writing first, then the change. */
import { badUserInput, type Caller, contains, forbidden, mayAmend } from '../../../caller/caller';
import type { Session } from '../../subgraph/database/session';
import { findLines } from '../../subgraph/organisation/organisation-lines';
import { type Afterwards, findAfterwards } from './afterwards-queries';
import { findEntitlements, revokeEntitlementsAt } from './entitlement-queries';

export interface RevokeRequest {
  readonly ids: readonly string[];
  /** Null: now. */
  readonly at: Date | null;
  readonly reason: string | null;
  readonly preview: boolean;
}

export interface Revocation {
  readonly entitlementId: string;
  /** Whether this call ended it, or would: others had ended by then. */
  readonly isRevoked: boolean;
  /** As of the instant of the revocation; null where the holder is not in reach, and where nobody asked. */
  readonly afterwards: Afterwards | null;
}

/** @throws FORBIDDEN where one is not the caller's to end; BAD_USER_INPUT */
export function revokeEntitlements(
  session: Session,
  caller: Caller,
  request: RevokeRequest,
  { now, afterwards }: { now: number; afterwards: boolean },
): Promise<Revocation[]> {
  const at = request.at ?? new Date(now);
  if (request.ids.length === 0) throw badUserInput('input.entitlementIds: name at least one entitlement.');
  if (at.getTime() < now) {
    throw badUserInput(
      'input.at: lies in the past. What was true before a revocation stays true; leave it out to revoke now.',
    );
  }
  return session.write(async (db) => {
    const found = new Map((await findEntitlements(db, request.ids, now)).map((one) => [one.id, one]));
    if (found.size < request.ids.length) throw forbidden();
    const keys = [...new Set([...found.values()].flatMap(({ ownerKey, holderKey }) => [ownerKey, holderKey]))];
    const lines = new Map((await findLines(db, keys)).map((line) => [line.key, line]));
    const lineOf = (key: string) => lines.get(key) ?? { key, schools: [] };
    const may = ({ ownerKey, holderKey }: { ownerKey: string; holderKey: string }) =>
      mayAmend(caller, lineOf(ownerKey), lineOf(holderKey));
    if (![...found.values()].every(may)) throw forbidden();

    const revoked = new Set(await revokeEntitlementsAt(db, request.ids, at, caller.subject, request.reason));
    const asked = [...found.values()].filter(({ holderKey }) => afterwards && contains(caller, lineOf(holderKey)));
    const answers = await findAfterwards(
      db,
      asked.map(({ licenceId, holderId }) => ({ licenceId, holderId, at })),
    );
    const byId = new Map(asked.map(({ id }, index) => [id, answers[index] as Afterwards]));
    return request.ids.map((id) => ({
      entitlementId: id,
      isRevoked: revoked.has(id),
      afterwards: byId.get(id) ?? null,
    }));
  }, !request.preview);
}
