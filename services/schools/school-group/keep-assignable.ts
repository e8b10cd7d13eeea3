/** Finds the holders to which a caller may assign, while the groups among them keep their schools. */
import type { Caller } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { allowedOrganisations } from '../authorisation/allowed';
import { keepMembers } from './group-lock-queries';

/**
 * Whether a group lies within the caller depends on its schools, so that is asked again after they are locked. A
 * foreign group is not locked: its owner would wait for a stranger.
 */
export async function keepAssignable(
  db: Transaction,
  caller: Caller,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const within = await allowedOrganisations(db, caller, 'holder.assign', keys);
  const groups = [...within].filter((key) => key.startsWith('SCHOOL_GROUP:'));
  if (groups.length === 0) return within;
  await keepMembers(db, groups);
  const still = await allowedOrganisations(db, caller, 'holder.assign', groups);
  return new Set([...within].filter((key) => still.has(key) || !groups.includes(key)));
}
