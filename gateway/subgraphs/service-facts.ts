/** Asks a service for facts that the gateway needs, over fields that no client can see. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Caller } from '../../caller/caller';
import { subgraphUnavailable } from '../errors/errors';
import type { SubgraphClient } from './subgraph-client';

/**
 * @param caller on whose behalf the service is asked: it tells what that caller may read
 * @param query whose answer is named `facts`
 * @throws SUBGRAPH_UNAVAILABLE where there is no answer, or an error in it
 */
type AskFacts = (caller: Caller, query: string, variables: object) => Promise<unknown>;

export function createAskFacts(client: SubgraphClient, service: string, log: Logger): AskFacts {
  return async (caller, query, variables) => {
    const envelope = { caller, instant: Date.now(), requestId: randomUUID() };
    const { data, errors } = await client.ask(service, { query, variables: { ...variables } }, { envelope });
    if (data?.facts && !errors?.length) return data.facts;
    log.error({ errors, service }, 'a service gave no facts');
    throw subgraphUnavailable(service);
  };
}
