/** Has the usage service record denials, over a field that no client can see. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../caller/caller';
import type { DenialEvent } from '../denials/denial-recorder';
import { subgraphUnavailable } from '../errors/errors';
import type { SubgraphClient } from './subgraph-client';

const RECORD = 'mutation RecordDenials($events: [UsageEventInput!]!) { recordDenials(events: $events) }';

/**
 * @param caller who met them: the service looks whether it may record for these schools, as it does with its own uses
 * @returns whether they were taken: the same ones would not be if they were sent again
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
