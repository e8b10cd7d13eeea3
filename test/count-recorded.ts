import { ownerTransactions } from '../database/queryable';
import { countUses } from '../services/usage/counting/count-uses';
import { until } from './until';

/** Counts what was recorded, as the service does by itself about a second later. */
export async function countRecorded({ ownerUrl }: { readonly ownerUrl: string }): Promise<void> {
  await ownerTransactions(ownerUrl, (transact) => countUses(transact));
}

/** Waits until the service has counted all that was recorded. */
export function untilCounted(query: (text: string) => Promise<readonly object[]>): Promise<void> {
  return until(
    'all that was recorded is counted',
    async () => (await query('select from usage.coverage where uncounted_since is not null limit 1')).length === 0,
  );
}
