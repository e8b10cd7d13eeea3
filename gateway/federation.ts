/**
 * Builds what serves one supergraph: the stock gateway that plans, the preparation of operations, and the pipeline
 * (pipeline.ts). A supergraph is checked here before it serves anybody.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApolloGateway } from '@apollo/gateway';
import type { Logger } from 'pino';
import type { Caller } from '../caller/caller';
import type { Metrics } from '../telemetry/metrics';
import { UNRECORDED } from '../telemetry/span';
import { checkRequirements } from './authorisation/check-requirements';
import type { OrganisationFacts } from './authorisation/organisation-facts';
import { POLICIES } from './authorisation/policies';
import { checkTrustedDocuments } from './documents/documents-check';
import type { TrustedDocument } from './documents/documents-manifest';
import { startApolloServer } from './execution/apollo-server';
import { compiled } from './execution/compiled';
import { SchemaCosts } from './limits/cost-of-field';
import type { Rate } from './limits/rate';
import { OperationCache } from './operations/operation-cache';
import { createPrepare, type Prepare } from './operations/prepare';
import type { PreparedText } from './operations/prepared-text';
import { createPipeline, type Pipeline } from './pipeline';
import type { SubgraphClient } from './subgraphs/subgraph-client';
import type { Supergraph } from './supergraph/supergraph';

export interface FederationOptions {
  readonly supergraph: Supergraph;
  readonly client: SubgraphClient;
  readonly facts: OrganisationFacts;
  /** The rate limits that operations count against; operations are not limited where it is left out. */
  readonly rate?: Rate;
  /** Each must be valid for the schema, or the gateway does not start. */
  readonly trusted?: readonly TrustedDocument[];
  /** The memory for prepared operations, in bytes. */
  readonly operationsBytes: number;
  readonly production: boolean;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export interface Federation extends Pipeline {
  stop(): Promise<void>;
}

/** @throws Error where the supergraph leaves a root field open, or names an unknown policy or subgraph */
export async function createFederation(options: FederationOptions): Promise<Federation> {
  const { supergraph, client, facts, rate, trusted = [], production, metrics, log } = options;
  // biome-ignore lint/style/noProcessEnv: written, not read: the one switch by which @apollo/gateway sends nothing to its maker.
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const logger = { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
  function say(level: 'debug' | 'warn' | 'error') {
    return (message?: unknown) => log[level](String(message));
  }
  const gateway = compiled(
    ({ experimental_didResolveQueryPlan, cache }) =>
      new ApolloGateway({
        supergraphSdl: supergraph.forPlanner,
        buildService: ({ name }) => client.dataSource(name),
        queryPlannerConfig: { cache, generateQueryFragments: false },
        __exposeQueryPlanExperimental: false,
        validateSupergraph: true,
        experimental_didResolveQueryPlan,
        logger,
      }),
    (error) => log.error({ err: error }, 'an operation could not be compiled'),
  );
  const schema = await gateway.load();
  const uncompiled = await startApolloServer({ gateway, schema, logger });
  const cache = new OperationCache(options.operationsBytes);
  const { requirements, cacheHints, plannerFields, fieldGraphs: graphs } = supergraph;
  const rules = { schema, requirements, cacheHints, costs: new SchemaCosts(schema, supergraph.costs) };
  const preparing = { rules, graphs, plannerFields, cache, production };

  /**
   * Prepares a trusted document before the first client asks for it, in a turn of its own, so that requests go on
   * meanwhile.
   */
  async function warm(prepareUnpaid: Prepare, { text, place }: TrustedDocument): Promise<void> {
    await nextTurn();
    try {
      const prepared: PreparedText = await prepareUnpaid(text, { caller: HOUSE, span: UNRECORDED, isPaid: false });
      for (const operation of prepared.operations) await gateway.plan(operation);
      cache.grown(prepared);
    } catch (error) {
      throw new Error(`${place}: it cannot be planned: ${(error as Error).message}`, { cause: error });
    }
  }

  try {
    checkRequirements(requirements, schema, POLICIES);
    checkTrustedDocuments(trusted, schema, supergraph, production);
    const prepareUnpaid = createPrepare(preparing);
    for (const document of trusted) await warm(prepareUnpaid, document);
  } catch (error) {
    await uncompiled.stop();
    throw error;
  }
  metrics.watchExecutions(gateway.executions);
  metrics.watchCache('operations', () => cache.size);
  const prepare = createPrepare({ ...preparing, rate });
  return {
    ...createPipeline({ cache, prepare, gateway, uncompiled, facts, rate, production, metrics, log }),
    async stop() {
      await uncompiled.stop();
      cache.clear();
    },
  };
}

/** The gateway itself, as the caller that prepares the trusted documents. It pays nothing. */
const HOUSE: Caller = { kind: 'operator', subject: 'gateway', scopes: [], bound: [] };
