/**
 * Opens the subgraphs as at an installation: they keep in memory what they read until the database notifies them of a
 * change.
 */
import 'reflect-metadata';
import pino from 'pino';
import { connect } from '../../database/connection';
import { SERVICES, type Service } from '../../database/roles';
import type { SubgraphQuestion } from '../../gateway/subgraphs/transport';
import type { OpenRequest } from '../../request/signing/sealed-request';
import { licencesDefinition } from '../../services/licences/service';
import { schoolsDefinition } from '../../services/schools/service';
import { openInvalidationFeed } from '../../services/subgraph/cache/invalidation-feed';
import { makeSubgraphSchema } from '../../services/subgraph/schema/schema';
import { createSubgraph, type Subgraph } from '../../services/subgraph/subgraph';
import { usageDefinition } from '../../services/usage/service';
import { POOL_SIZE } from './pool-size';

const DEFINITIONS = { schools: schoolsDefinition, licences: licencesDefinition, usage: usageDefinition };

interface OpenSubgraph {
  readonly name: Service;
  readonly subgraph: Subgraph;
  stop(): Promise<void>;
}

/** @param databases the addresses of the subgraphs that are opened */
export async function openSubgraphs(
  databases: Readonly<Partial<Record<Service, string>>>,
  signingKeys: readonly string[],
  openHop?: OpenRequest<SubgraphQuestion>,
): Promise<OpenSubgraph[]> {
  const log = pino({ level: 'silent' });
  const open: OpenSubgraph[] = [];
  for (const name of SERVICES) {
    const url = databases[name];
    if (!url) continue;
    const { schema } = await makeSubgraphSchema(DEFINITIONS[name]);
    const dataSource = await connect(url, { poolSize: POOL_SIZE, applicationName: `bench ${name}` });
    const changes = openInvalidationFeed(url, `freischalter_${name}`, log);
    open.push({
      name,
      subgraph: createSubgraph({ name, schema, dataSource, changes, signingKeys, open: openHop, log }),
      async stop() {
        await changes.stop();
        await dataSource.destroy();
      },
    });
  }
  return open;
}
