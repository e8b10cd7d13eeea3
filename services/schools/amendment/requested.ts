/** Makes requests of what clients send. */
import { organisationKey } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import { requireIds } from '../entitlement/require-ids';
import type { AmendmentAsked, AmendRequest, Choice, UndoRequest } from './amend-request';
import type {
  AmendEntitlementsInput,
  AmendmentInput,
  ChangeInput,
  MoveEntitlementsInput,
  ResumeEntitlementsInput,
  RevokeEntitlementsInput,
  SuspendEntitlementsInput,
  UndoChangeInput,
} from './amendment-inputs';

/**
 * Each throws BAD_USER_INPUT unless entitlements are chosen in exactly one way, and FORBIDDEN where an id is
 * malformed.
 */
export const REQUESTED = {
  revoke: (input: RevokeEntitlementsInput) => requestOf(input, { kind: 'REVOKE', at: instantOf(input.at) }),
  suspend: (input: SuspendEntitlementsInput) =>
    requestOf(input, { kind: 'SUSPEND', at: instantOf(input.from), until: instantOf(input.until) }),
  resume: (input: ResumeEntitlementsInput) => requestOf(input, { kind: 'RESUME', at: instantOf(input.at) }),
  amend: (input: AmendEntitlementsInput) => {
    if (input.validUntil === undefined) {
      throw badUserInput('input.validUntil: name an instant, or null for the end of the licence.');
    }
    return requestOf(input, { kind: 'END', until: instantOf(input.validUntil) });
  },
  move: (input: MoveEntitlementsInput) => {
    const { level, id } = input.holder;
    const to = organisationKey(level, requireOrganisationId('input.holder.id', level, id));
    return requestOf(input, { kind: 'MOVE', at: instantOf(input.at), to });
  },
};

export function undoRequestOf({ change, reason, preview, ofOthers, overrideSuspended }: UndoChangeInput): UndoRequest {
  requireIds([change]);
  return { change, reason: reason ?? null, preview, ofOthers, overrideSuspended };
}

export type ChangeRequest =
  | { readonly kind: 'AMEND'; readonly request: AmendRequest }
  | { readonly kind: 'UNDO'; readonly request: UndoRequest };

/** @throws BAD_USER_INPUT unless exactly one change is named; otherwise as {@link REQUESTED} */
export function changeOf(input: ChangeInput): ChangeRequest & { readonly idempotencyKey: string | null } {
  const named = [input.amend, input.move, input.resume, input.revoke, input.suspend, input.undo];
  if (named.filter((one) => one != null).length !== 1) {
    throw badUserInput('input: name exactly one of amend, move, resume, revoke, suspend and undo.');
  }
  if (input.undo) {
    const idempotencyKey = input.undo.idempotencyKey ?? null;
    return { kind: 'UNDO', request: undoRequestOf(input.undo), idempotencyKey };
  }
  const { idempotencyKey, ...request } = amendRequestOf(input);
  return { kind: 'AMEND', request: { ...request, idempotencyKey: null }, idempotencyKey };
}

function amendRequestOf({ amend, move, resume, revoke, suspend }: ChangeInput): AmendRequest {
  if (amend) return REQUESTED.amend(amend);
  if (move) return REQUESTED.move(move);
  if (resume) return REQUESTED.resume(resume);
  if (suspend) return REQUESTED.suspend(suspend);
  return REQUESTED.revoke(revoke as RevokeEntitlementsInput);
}

function instantOf(instant: Date | null | undefined): number | null {
  return instant?.getTime() ?? null;
}

function requestOf(
  input: AmendmentInput & { readonly overrideSuspended?: boolean },
  amendment: AmendmentAsked,
): AmendRequest {
  const { reason = null, preview, skipRefused, overrideSuspended = false } = input;
  const { idempotencyKey = null, previewToken = null } = input;
  const how = { reason, preview, skipRefused, overrideSuspended, idempotencyKey, previewToken };
  return { amendment, ...chosen(input), ...how };
}

function chosen({ entitlementIds, entitlements, selection = null }: AmendmentInput): Choice {
  if ([entitlementIds, entitlements, selection].filter((one) => one != null).length !== 1) {
    throw badUserInput('input: name the entitlements by one of entitlementIds, entitlements and selection.');
  }
  const ids = [...new Set(entitlementIds ?? entitlements?.map(({ id }) => id) ?? [])];
  requireIds(ids);
  if (entitlements && ids.length < entitlements.length) {
    throw badUserInput('input.entitlements: name each entitlement once.');
  }
  return { ids, versions: (entitlements ?? []).map(({ id, version }) => [id, version]), selection };
}
