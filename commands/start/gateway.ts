/** Starts the gateway over subgraphs that already run. */
import type { Logger } from 'pino';
import type { Service } from '../../database/roles';
import type { Settings } from '../../environment';
import { explorerRoutes } from '../../gateway/explorer/explorer';
import { createGateway } from '../../gateway/gateway';
import { DEFAULT_ADMISSION } from '../../gateway/http/admission';
import type { CallerRoute } from '../../gateway/http/route';
import { DEFAULT_UNREAD_ANSWERS } from '../../gateway/http/unread-answers';
import type { Counters } from '../../gateway/limits/rate';
import type { LocalSubgraph } from '../../gateway/subgraphs/local-transport';
import { namesIn } from '../../gateway/telemetry/request-instrumentation';
import { consoleRoutes } from '../../protocols/console/console-routes';
import { counterRoutes } from '../../protocols/counter/counter-routes';
import { exportRoutes } from '../../protocols/export/export-routes';
import type { Telemetry } from '../../telemetry/telemetry';
import { signingKeys } from '../secrets';
import { consoleOf } from './console';
import type { BoundDemoRole } from './demo-roles';
import { explorerOf } from './explorer';
import { issuersOf } from './issuers';
import type { Lifecycle } from './lifecycle';
import { addressProblem } from './listening';
import { startRateCounters } from './rate-counters';
import { readSupergraphFile, watchSupergraphFile } from './supergraph-file';
import { readTrustedDocuments } from './trusted-documents';

const MB = 1024 * 1024;

export interface GatewayExtras {
  /** Where requests are counted if no database is set for it; in this process where it is left out. */
  readonly counters?: Counters | undefined;
  /** The roles that anybody may take at the console; none where it is left out. */
  readonly demoRoles?: readonly BoundDemoRole[] | null;
  /**
   * Routes with which operators administer the installation at the console; none where this machine has not all of
   * its parts.
   */
  readonly administration?: readonly CallerRoute[];
}

/** @returns the address at which it listens */
export async function startGateway(
  settings: Settings,
  subgraphs: Readonly<Record<Service, string | LocalSubgraph>>,
  log: Logger,
  lifecycle: Lifecycle,
  telemetry: Telemetry,
  { counters: ownCounters, demoRoles = null, administration = [] }: GatewayExtras = {},
): Promise<string> {
  const { PORT, HOST, NODE_ENV, RATE_LIMIT_DATABASE_URL, SUPERGRAPH } = settings;
  const documents = readTrustedDocuments(settings);
  const exports = exportRoutes();
  const consoleOptions = consoleOf(settings, demoRoles);
  telemetry.metrics.knownOperations(namesIn(consoleOptions.operations.texts));
  const counters = RATE_LIMIT_DATABASE_URL
    ? await startRateCounters(RATE_LIMIT_DATABASE_URL, log, lifecycle)
    : ownCounters;
  const gateway = await createGateway({
    port: PORT,
    host: HOST,
    subgraphs,
    supergraph: readSupergraphFile(SUPERGRAPH),
    signingKeys: signingKeys(settings),
    issuers: issuersOf(settings),
    rate: {
      perSubject: settings.RATE_LIMIT,
      perOrganisation: settings.RATE_LIMIT_ORGANISATION,
      cost: { perSubject: settings.RATE_LIMIT_COST, perOrganisation: settings.RATE_LIMIT_COST_ORGANISATION },
      newOperations: {
        perSubject: settings.RATE_LIMIT_NEW_OPERATIONS,
        perOrganisation: settings.RATE_LIMIT_NEW_OPERATIONS_ORGANISATION,
      },
      bodyBytes: {
        perSubject: settings.RATE_LIMIT_BODY_MB * MB,
        perOrganisation: settings.RATE_LIMIT_BODY_MB_ORGANISATION * MB,
      },
      counters,
    },
    documents,
    origins: settings.CORS_ORIGINS,
    recordDenials: settings.RECORD_DENIALS,
    requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
    admission: {
      ...DEFAULT_ADMISSION,
      atOnce: settings.REQUESTS_AT_ONCE,
      waiting: 2 * settings.REQUESTS_AT_ONCE,
      bodyBytes: settings.REQUEST_MEMORY_MB * MB,
    },
    connections: { total: settings.CONNECTIONS, withoutToken: Math.ceil(settings.CONNECTIONS / 8) },
    unreadAnswers: { ...DEFAULT_UNREAD_ANSWERS, limitBytes: settings.ANSWER_MEMORY_MB * MB },
    resilience: {
      timeoutMs: settings.SUBGRAPH_TIMEOUT_MS,
      atOnce: settings.SUBGRAPH_REQUESTS_AT_ONCE,
      waiting: 4 * settings.SUBGRAPH_REQUESTS_AT_ONCE,
    },
    cacheBytes: settings.CACHE_MEMORY_MB * 1_000_000,
    production: NODE_ENV === 'production',
    routes: [
      ...counterRoutes({
        platform: settings.COUNTER_PLATFORM,
        registryRecord: settings.COUNTER_REGISTRY_RECORD ?? '',
      }),
      ...exports,
      ...consoleRoutes({
        ...consoleOptions,
        others: [...exports, ...administration],
        log: log.child({ service: 'gateway' }),
      }),
      ...(NODE_ENV === 'production' ? [] : explorerRoutes(explorerOf(settings))),
    ],
    log: log.child({ service: 'gateway' }),
    telemetry,
  }).catch((error) => {
    throw addressProblem(error, PORT, HOST) ?? error;
  });
  lifecycle.keep(() => gateway.stop());
  const file = watchSupergraphFile(SUPERGRAPH, gateway.replaceSupergraph, log.child({ service: 'gateway' }));
  lifecycle.keep(async () => file.stop());
  lifecycle.onHangup?.(file.takeNow);
  return gateway.url;
}
