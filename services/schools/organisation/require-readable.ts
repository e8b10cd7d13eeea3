import type { Caller, OrganisationKey } from '../../../caller/caller';
import { forbidden, notAmong } from '../../../request/client-errors';
import type { Transaction } from '../../subgraph/database/session';
import { allowedOrganisations } from '../authorisation/allowed';
import { findNameable } from './organisation-queries';

/**
 * @param argument where they are named, so that a refusal says which
 * @throws FORBIDDEN where the caller may not read one of these organisations, or one does not exist
 */
export async function requireReadable(
  db: Transaction,
  caller: Caller,
  keys: readonly OrganisationKey[],
  argument: string,
): Promise<void> {
  if (keys.length === 0) return;
  const allowed = await allowedOrganisations(db, caller, 'organisation.read', keys);
  const found = await findNameable(db, [...allowed]);
  if (found.size < new Set(keys).size) throw forbidden(notAmong(argument, keys, found));
}
