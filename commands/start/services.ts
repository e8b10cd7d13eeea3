/**
 * Opens a service: its schema, and its pool of connections with its own role; for this process, or over HTTP as well.
 */
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { connect } from '../../database/connection';
import { databaseProblem } from '../../database/problem';
import type { Service } from '../../database/roles';
import type { Settings } from '../../environment';
import { type InvalidationFeed, openInvalidationFeed } from '../../services/subgraph/cache/invalidation-feed';
import type { ServiceSettings } from '../../services/subgraph/context';
import { openLater } from '../../services/subgraph/open-later';
import { makeSubgraphSchema } from '../../services/subgraph/schema/schema';
import { createSubgraphServer } from '../../services/subgraph/server';
import { createSubgraph, type Subgraph, type SubgraphOptions } from '../../services/subgraph/subgraph';
import type { Telemetry } from '../../telemetry/telemetry';
import { loadServiceDefinition } from '../service-definitions';
import type { Lifecycle } from './lifecycle';
import { listen } from './listening';
import { listenOnSocket } from './socket';

/** How long to wait before the next attempt to reach the database. */
const RETRY_MS = 1_000;

interface ServiceOptions {
  /** With the role of this service, which owns nothing. */
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly signingKeys: readonly string[];
  readonly settings: ServiceSettings;
  readonly open?: SubgraphOptions['open'];
  readonly log: Logger;
  readonly telemetry: Telemetry;
}

export function serviceSettings(settings: Settings): ServiceSettings {
  const { SMTP_URL, NOTICES_FROM, PUBLIC_URL } = settings;
  const worklists = PUBLIC_URL === undefined ? {} : { worklists: `${PUBLIC_URL}/worklists` };
  return {
    roundingBase: settings.ROUNDING_BASE,
    eventsKeptDays: settings.USAGE_EVENTS_KEPT_DAYS,
    ...(SMTP_URL !== undefined &&
      NOTICES_FROM !== undefined && { mail: { url: SMTP_URL, from: NOTICES_FROM, ...worklists } }),
  };
}

interface ServicePlace {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** The path of a Unix socket, on which it listens in place of a port. */
  readonly socket?: string;
}

export async function openService(service: Service, options: ServiceOptions, lifecycle: Lifecycle): Promise<Subgraph> {
  const { databaseUrl, poolSize, signingKeys, settings, open, telemetry } = options;
  const log = options.log.child({ service });
  const definition = await loadServiceDefinition(service);
  const { schema } = await makeSubgraphSchema(definition);
  const dataSource = await connect(databaseUrl, { poolSize, applicationName: `freischalter ${service}` });
  lifecycle.keep(() => dataSource.destroy());
  const watched = openInvalidationFeed(databaseUrl, `freischalter_${service}`, log);
  lifecycle.keep(() => watched.stop());
  const watchCache: InvalidationFeed['watchCache'] = (cache, size) =>
    telemetry.metrics.watchCache(`${service} ${cache}`, size);
  const changes = { ...watched, watchCache };
  const upkeep = definition.startUpkeep?.({ dataSource, settings, log });
  if (upkeep) lifecycle.keep(() => upkeep.stop());
  return createSubgraph({ name: service, schema, dataSource, changes, signingKeys, settings, open, log, telemetry });
}

/**
 * Listens at once, even where the database cannot be reached yet: the service then tells callers so, and opens as
 * soon as it can.
 *
 * @returns where it listens, in the form that a gateway needs
 */
export async function serveService(
  service: Service,
  options: ServiceOptions,
  place: ServicePlace,
  lifecycle: Lifecycle,
): Promise<string> {
  const log = options.log.child({ service });
  const subgraph = openLater();
  const { server, stop } = createSubgraphServer(subgraph, log);
  const closers: (() => Promise<void>)[] = [];
  const stopping = new AbortController();
  let opening: Promise<void> = Promise.resolve();
  lifecycle.keep(async () => {
    stopping.abort();
    await stop();
    await opening;
    for (const close of closers.reverse()) await close();
  });
  const address = await listenAt(server, place);
  /** @returns why the database prevents it, or null. @throws errors that do not come from the database */
  async function open(): Promise<string | null> {
    try {
      const keep = (close: () => Promise<void>) => void closers.push(close);
      subgraph.opened(await openService(service, options, { ...lifecycle, keep }));
      return null;
    } catch (error) {
      const problem = databaseProblem(error, options.databaseUrl);
      if (problem === null) throw error;
      return problem;
    }
  }

  async function openOnceItCan(first: string): Promise<void> {
    for (let problem: string | null = first, lastProblem = ''; problem !== null; problem = await open()) {
      if (problem !== lastProblem) log.warn(`${problem} Waiting for it.`);
      lastProblem = problem;
      await pause(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
    }
    log.info('the database is there');
  }

  const problem = await open();
  if (problem !== null) opening = openOnceItCan(problem).catch((fault) => lifecycle.fail(fault.message));
  return address;
}

async function listenAt(server: Server, { port, host, socket }: ServicePlace): Promise<string> {
  if (!socket) return `http://${host}:${await listen(server, port, host, 'SUBGRAPH_PORT')}`;
  await listenOnSocket(server, socket);
  return `unix:${socket}`;
}
