/** Revoking, as one transaction: rule of writing first, then the change. */
import type { Caller } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session } from '../../subgraph/database/session';
import { allowedEntitlements, allowedOrganisations } from '../authorisation/allowed';
import { type Afterwards, findAfterwards } from './afterwards-queries';
import type { Entitlement } from './entitlement';
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
    throw badUserInput('input.at must not be in the past. Omit it to revoke now.');
  }
  return session.write(async (db) => {
    await describeChange(db, { operation: 'revokeEntitlements', reason: request.reason });
    const found = await findEntitlements(db, request.ids, now);
    const allowed = await allowedEntitlements(db, caller, 'entitlement.end', found);
    if (!request.ids.every((id) => allowed.has(id))) throw forbidden();

    const revoked = new Set(await revokeEntitlementsAt(db, request.ids, at, caller.subject, request.reason));
    const within = await allowedOrganisations(db, caller, 'holder.assign', afterwards ? holdersOf(found) : []);
    const asked = found.filter(({ holderKey }) => within.has(holderKey));
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

function holdersOf(entitlements: readonly Entitlement[]): string[] {
  return [...new Set(entitlements.map(({ holderKey }) => holderKey))];
}
