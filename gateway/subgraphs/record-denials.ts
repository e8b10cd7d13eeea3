/** Has the usage service record denials, over a field that no client can see. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../caller/caller';
import type { DenialEvent } from '../denials/denial-recorder';
import { subgraphUnavailable } from '../errors/errors';
import type { SubgraphClient } from './subgraph-client';

const RECORD = 'mutation RecordDenials($events: [UsageEventInput!]!) { recordDenials(events: $events) }';

/**
 * @param caller who was denied. The service checks whether this caller may record for these schools, as it does with
 * uses
 * @returns false where they were refused, and would be refused again
 * @throws SUBGRAPH_UNAVAILABLE
 */
export async function recordDenials(
  client: SubgraphClient,
  caller: Caller,
  events: readonly DenialEvent[],
): Promise<boolean> {
  const envelope = { caller, instant: Date.now(), requestId: randomUUID() };
  const question = { query: RECORD, variables: { events }, operationName: 'RecordDenials' };
  const { errors } = await client.ask('usage', question, { envelope });
  if (errors?.some(({ extensions }) => extensions?.code === 'SUBGRAPH_UNAVAILABLE')) throw subgraphUnavailable('usage');
  return !errors?.length;
}
