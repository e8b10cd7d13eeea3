/** Starts a service: its schema, its pool of connections with its own role, and its server. */
import type { Logger } from 'pino';
import { connect } from '../../database/connection';
import type { Service } from '../../database/roles';
import { watchChanges } from '../../services/subgraph/changes';
import { makeSubgraphSchema } from '../../services/subgraph/schema';
import { createSubgraph } from '../../services/subgraph/server';
import { SERVICE_DEFINITIONS } from '../service-definitions';
import type { Lifecycle } from './lifecycle';
import { listen } from './listening';

const POOL_SIZE = 20;

export interface ServiceOptions {
  /** With the role of this service, which owns nothing. */
  readonly databaseUrl: string;
  readonly hopKeys: readonly string[];
  /** 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  readonly log: Logger;
}

/** @returns the port on which it listens */
export async function startService(service: Service, options: ServiceOptions, lifecycle: Lifecycle): Promise<number> {
  const { databaseUrl, hopKeys, port, host } = options;
  const log = options.log.child({ service });
  const { schema } = await makeSubgraphSchema(SERVICE_DEFINITIONS[service]);
  const dataSource = await connect(databaseUrl, { poolSize: POOL_SIZE, applicationName: `freischalter ${service}` });
  lifecycle.keep(() => dataSource.destroy());
  const changes = watchChanges(databaseUrl, `freischalter_${service}`, log);
  lifecycle.keep(() => changes.stop());
  const subgraph = await createSubgraph({ name: service, schema, dataSource, changes, hopKeys, log });
  lifecycle.keep(() => subgraph.stop());
  return listen(subgraph.server, port, host, 'SUBGRAPH_PORT');
}
