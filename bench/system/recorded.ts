/**
 * Records the statements that the services send for each operation once their caches are filled, or would send without
 * them.
 */
import { readFileSync } from 'node:fs';
import pino from 'pino';
import { createGateway } from '../../gateway/gateway';
import type { SubgraphQuestion } from '../../gateway/subgraphs/transport';
import { createRequestSeals } from '../../request/signing/sealed-request';
import type { BaselineCases } from '../children/baseline';
import { SIGNING_KEYS, SUPERGRAPH } from '../children/gateways';
import type { Installation } from '../installation';
import { ask } from '../load/ask';
import { ISSUER } from '../load/tokens';
import { bareStatements } from './bare-statements';
import type { SystemCase } from './cases';
import { statementsOf } from './statements';
import { openSubgraphs } from './subgraphs';

const WARM_UP = 3;

export async function recordStatements(
  installation: Installation,
  cases: readonly SystemCase[],
): Promise<BaselineCases> {
  const { seal, open: openHop } = createRequestSeals<SubgraphQuestion>();
  const open = await openSubgraphs(installation.databases, SIGNING_KEYS, openHop);
  const gateway = await createGateway({
    port: 0,
    host: '127.0.0.1',
    subgraphs: Object.fromEntries(open.map(({ name, subgraph }) => [name, { ...subgraph.local, seal }])),
    supergraph: readFileSync(SUPERGRAPH, 'utf8'),
    signingKeys: SIGNING_KEYS,
    issuers: [ISSUER],
    production: true,
    log: pino({ level: 'error' }, pino.destination(2)),
  });
  try {
    const recorded: Record<string, BaselineCases[string]> = {};
    for (const { name, operations, bare } of cases) {
      if (bare) {
        recorded[name] = await bareStatements(installation, bare);
        continue;
      }
      const found: BaselineCases[string][number][] = [];
      for (const operation of operations) {
        const once = () => ask(`${gateway.url}/graphql`, operation);
        for (let time = 0; time < WARM_UP; time += 1) await once();
        found.push(await statementsOf(once));
      }
      recorded[name] = found;
    }
    return recorded;
  } finally {
    await gateway.stop();
    for (const { stop } of open) await stop();
  }
}
