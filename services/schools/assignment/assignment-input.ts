import { requireIds } from '../entitlement/require-ids';
import { keyOfHolder } from '../organisation/holder-input';
import type { AssignRequest } from './assign-request';
import type { AssignEntitlementsInput } from './assignment-types';

/** @throws BAD_USER_INPUT where a holder's id is malformed; FORBIDDEN where a licence's is */
export function requestOf(input: AssignEntitlementsInput): AssignRequest {
  requireIds(input.licenceIds);
  const { licenceIds, holders, validFrom, validUntil, rights = null, preview, skipRefused, overrideSuspended } = input;
  const { selection, note, idempotencyKey, previewToken } = input;
  return {
    licenceIds,
    holders: (holders ?? []).map((holder, index) => keyOfHolder(`input.holders[${index}]`, holder)),
    selection: selection ?? null,
    requested: { from: validFrom?.getTime() ?? null, until: validUntil?.getTime() ?? null, rights },
    note: note?.trim() || null,
    preview,
    skipRefused,
    overrideSuspended,
    idempotencyKey: idempotencyKey ?? null,
    previewToken: previewToken ?? null,
  };
}
