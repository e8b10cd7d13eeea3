/** Runs a real subgraph in a process of its own, over HTTP. */
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import type { Service } from '../../database/roles';
import { createSubgraphServer } from '../../services/subgraph/server';
import { openSubgraphs } from '../system/subgraphs';
import { fail, serveParent, settings } from './child-process';

export interface SubgraphSettings {
  readonly service: Service;
  readonly database: string;
  readonly signingKeys: readonly string[];
}

async function start(): Promise<void> {
  const { service, database, signingKeys } = settings<SubgraphSettings>();
  const [open] = await openSubgraphs({ [service]: database }, signingKeys);
  if (!open) throw new Error(`There is no subgraph ${service}`);
  const { server, stop } = createSubgraphServer(open.subgraph, pino({ level: 'silent' }));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  serveParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, undefined, async () => {
    await stop();
    await open.stop();
  });
}

start().catch(fail);
