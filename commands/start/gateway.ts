/** Starts the gateway over subgraphs that run already. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Service } from '../../database/roles';
import { PROJECT_ROOT, type Settings } from '../../environment';
import { createGateway } from '../../gateway/gateway';
import { hopKeys } from '../secrets';
import { issuersOf } from './issuers';
import type { Lifecycle } from './lifecycle';
import { addressProblem } from './listening';
import { startRateCounters } from './rate-counters';

/** @returns the address at which it listens */
export async function startGateway(
  settings: Settings,
  subgraphs: Readonly<Record<Service, string>>,
  log: Logger,
  lifecycle: Lifecycle,
): Promise<string> {
  const { PORT, HOST, NODE_ENV, RATE_LIMIT, RATE_LIMIT_ORGANISATION, RATE_LIMIT_DATABASE_URL } = settings;
  const counters = RATE_LIMIT_DATABASE_URL && (await startRateCounters(RATE_LIMIT_DATABASE_URL, log, lifecycle));
  const gateway = await createGateway({
    port: PORT,
    host: HOST,
    subgraphs,
    supergraph: readFileSync(path.join(PROJECT_ROOT, 'schema', 'supergraph.graphql'), 'utf8'),
    hopKeys: hopKeys(settings),
    issuers: issuersOf(settings),
    rate: { perSubject: RATE_LIMIT, perOrganisation: RATE_LIMIT_ORGANISATION, counters: counters || undefined },
    production: NODE_ENV === 'production',
    log: log.child({ service: 'gateway' }),
  }).catch((error) => {
    throw addressProblem(error, PORT, HOST) ?? error;
  });
  lifecycle.keep(() => gateway.stop());
  return gateway.url;
}
