/**
 * Runs the whole system in this process over a database of its own: the gateway, and three subgraphs, which can also be
 * reached on loopback ports.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { CallerKind, OrganisationKey } from '../caller/caller';
import { SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { SERVICES, type Service } from '../database/roles';
import { PROJECT_ROOT } from '../environment';
import { createGateway, type GatewayOptions } from '../gateway/gateway';
import type { Route } from '../gateway/http/route';
import {
  developmentIssuer,
  developmentKey,
  makeToken,
  type TokenContent,
} from '../gateway/identity/development-issuer';
import type { Issuer } from '../gateway/identity/token-verifier';
import type { RequestContext } from '../gateway/request-context';
import type { LocalSubgraph } from '../gateway/subgraphs/local-transport';
import type { SubgraphQuestion } from '../gateway/subgraphs/transport';
import { counterRoutes } from '../protocols/counter/counter-routes';
import { exportRoutes } from '../protocols/export/export-routes';
import { createRequestSeals } from '../request/signing/sealed-request';
import type { Envelope } from '../request/signing/signed-request';
import { licencesDefinition } from '../services/licences/service';
import { schoolsDefinition } from '../services/schools/service';
import { NO_INVALIDATION_FEED, openInvalidationFeed } from '../services/subgraph/cache/invalidation-feed';
import type { ServiceSettings, SubgraphContext } from '../services/subgraph/context';
import { makeSubgraphSchema } from '../services/subgraph/schema/schema';
import { createSubgraphServer } from '../services/subgraph/server';
import { createSubgraph } from '../services/subgraph/subgraph';
import { usageDefinition } from '../services/usage/service';
import type { Metrics } from '../telemetry/metrics';
import { noTelemetry, type Telemetry } from '../telemetry/telemetry';
import type { TestDatabase } from './database';

const DEFINITIONS = { schools: schoolsDefinition, licences: licencesDefinition, usage: usageDefinition };
export const TEST_KEY = developmentKey('a secret that only tests know');
export const SIGNING_KEYS = ['a signing key that only tests know'];

export interface Answer<Data = any> {
  readonly data?: Data | null;
  readonly errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; service?: string; requestId?: string };
  }[];
}

export interface System {
  readonly url: string;
  readonly subgraphs: Readonly<Record<Service, string>>;
  readonly locals: Readonly<Record<Service, LocalSubgraph>>;
  /** How the gateway reaches the subgraphs. */
  readonly way: 'local' | 'http';
  /** Asks the gateway with a token. */
  ask<Data = any>(token: string | null, query: string, variables?: object): Promise<Answer<Data>>;
  stop(): Promise<void>;
}

/** Replaces walls, so that a test can check one wall alone. */
export interface Walls {
  /** Whether the gateway reaches the subgraphs within this process, as with `npm start`, or over HTTP. */
  readonly way?: 'local' | 'http';
  /** Whether the gateway hides its schema, as at an installation. */
  readonly production?: boolean;
  /** The telemetry of the gateway and of each service; none where it is left out. */
  readonly telemetry?: (part: string) => Telemetry;
  /**
   * Whether the test causes faults (services/subgraph/fault.ts). Otherwise stopping fails where a service found one.
   */
  readonly faulty?: boolean;
  /** The log of the gateway and the services; none where it is left out. */
  readonly log?: Logger;
  /** Whether the services cache what they read, as at an installation. */
  readonly kept?: boolean;
  /** The settings of the services; the defaults where they are left out. */
  readonly settings?: ServiceSettings;
  /** The gateway's limits; none where they are left out. */
  readonly limits?: Pick<GatewayOptions, 'rate' | 'admission' | 'recordDenials'>;
  /** Further routes of the gateway; none where they are left out. */
  readonly routes?: readonly Route[];
  /** Further issuers whose tokens are accepted beside those of tests. */
  readonly issuers?: readonly Issuer[];
  /** Replaces the caller that the gateway passes to the subgraphs. */
  readonly envelope?: (context: RequestContext) => Envelope;
  /** Replaces the context that a subgraph makes of a verified request. */
  readonly context?: (envelope: Envelope, dataSource: DataSource) => SubgraphContext;
  /** Replaces the address of the database for a service. */
  readonly databaseUrl?: (service: Service) => string;
}

export async function startSystem(database: TestDatabase, walls: Walls = {}): Promise<System> {
  const log = walls.log ?? pino({ level: process.env.TEST_LOG ?? 'silent' });
  const { way = 'local' } = walls;
  const { seal, open } = createRequestSeals<SubgraphQuestion>();
  const stops: (() => Promise<void>)[] = [];
  const seen = new Set<Telemetry>();
  const subgraphs: Partial<Record<Service, string>> = {};
  const locals: Partial<Record<Service, LocalSubgraph>> = {};
  for (const service of SERVICES) {
    const { schema } = await makeSubgraphSchema(DEFINITIONS[service]);
    const url = walls.databaseUrl?.(service) ?? database.urlOf(service);
    const dataSource = await connect(url, { poolSize: 10, applicationName: service });
    const { context } = walls;
    const telemetry = walls.telemetry?.(service) ?? noTelemetry();
    seen.add(telemetry);
    const watched = walls.kept ? openInvalidationFeed(url, `freischalter_${service}`, log) : NO_INVALIDATION_FEED;
    const changes = { ...watched, watchCache: telemetry.metrics.watchCache };
    const subgraph = createSubgraph({
      name: service,
      schema,
      dataSource,
      changes,
      signingKeys: SIGNING_KEYS,
      settings: walls.settings,
      open,
      log,
      telemetry,
      ...(context && { context: (envelope: Envelope) => context(envelope, dataSource) }),
    });
    const { server, stop } = createSubgraphServer(subgraph, log);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    subgraphs[service] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    locals[service] = { ...subgraph.local, seal };
    stops.push(async () => {
      await stop();
      await changes.stop();
      await dataSource.destroy();
    });
  }
  const gateway = await createGateway({
    port: 0,
    host: '127.0.0.1',
    subgraphs: (way === 'http' ? subgraphs : locals) as Record<Service, string | LocalSubgraph>,
    supergraph: readFileSync(join(PROJECT_ROOT, 'schema', 'supergraph.graphql'), 'utf8'),
    signingKeys: SIGNING_KEYS,
    issuers: [...(walls.issuers ?? []), { ...developmentIssuer(TEST_KEY), ...(walls.issuers && { name: 'test' }) }],
    production: walls.production ?? false,
    ...walls.limits,
    routes: [
      ...counterRoutes({ platform: 'Freischalter', registryRecord: '' }),
      ...exportRoutes(),
      ...(walls.routes ?? []),
    ],
    log,
    telemetry: walls.telemetry?.('gateway'),
    ...(walls.envelope && { envelope: walls.envelope }),
  });
  return {
    url: gateway.url,
    subgraphs: subgraphs as Record<Service, string>,
    locals: locals as Record<Service, LocalSubgraph>,
    way,
    async ask(token, query, variables = {}) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    async stop() {
      await gateway.stop();
      for (const stop of stops) await stop();
      if (!walls.faulty) await refuseFaults(seen);
    },
  };
}

async function refuseFaults(seen: Iterable<Telemetry>): Promise<void> {
  for (const { metrics } of seen) {
    for (const { labels, value } of await faultsIn(metrics)) {
      throw new Error(`${labels.service} found a fault, ${labels.fault}, ${value} times: two parts of it disagree.`);
    }
  }
}

export async function faultsIn({ registry }: Metrics) {
  return (await registry.getSingleMetric('freischalter_faults_total')?.get())?.values ?? [];
}

export function tokenOf(kind: CallerKind, ...bound: OrganisationKey[]): Promise<string> {
  return tokenWith({ kind, subject: `${kind} of a test`, bound, scopes: SCOPES_OF_KIND[kind] });
}

export function tokenWith(content: Omit<TokenContent, 'lifetimeSeconds'>): Promise<string> {
  return makeToken(TEST_KEY, { lifetimeSeconds: 3_600, ...content });
}

/** Returns the codes of an answer's errors; empty where there are none. */
export function codesOf(answer: Answer): string[] {
  return (answer.errors ?? []).map(({ extensions }) => extensions.code);
}
