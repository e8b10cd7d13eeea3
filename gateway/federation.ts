/**
 * From an operation to its answer: parsed, validated, authorised, planned, asked of the subgraphs and put together.
 * Authorisation stands before planning, and nothing turns it off.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type DocumentNode, type OperationDefinitionNode, parse } from 'graphql';
import type { Logger } from 'pino';
import type { Metrics } from '../telemetry/metrics';
import { under } from '../telemetry/span';
import { refuseAliases } from './authorisation/aliases';
import { authorise } from './authorisation/authorise';
import { checkRequirements } from './authorisation/check-requirements';
import type { Directory } from './authorisation/directory';
import { grant, permitted } from './authorisation/permitted';
import { POLICIES } from './authorisation/policies';
import { inEachPlace, WithheldError } from './authorisation/withheld-error';
import { type CompiledGateway, compiled } from './compiled/compiled';
import { checkTrustedDocuments } from './documents/documents-check';
import type { TrustedDocument } from './documents/documents-manifest';
import type { ClientOperation } from './door/client-operation';
import type { DoorAnswer } from './door/door';
import { badRequest, forClient, httpStatus, isUnexpected, retryHeader } from './errors';
import { type Bill, openBill } from './limits/cost-bill';
import { MAXIMUM_TOKENS } from './limits/limits';
import type { Rate } from './limits/rate';
import { PlanCache } from './plan-cache';
import type { RequestContext } from './request-context';
import { seenPhases, seenPlan } from './seen/seen-phases';
import type { SubgraphTransport } from './subgraphs/subgraph-transport';
import type { Supergraph } from './supergraph';
import { readVariables } from './variables';
import { type ErrorPath, visiblePath } from './visible-path';

export interface FederationOptions {
  readonly supergraph: Supergraph;
  readonly transport: SubgraphTransport;
  readonly directory: Directory;
  /** Where operations are paid; they cost nothing where it is left out. */
  readonly rate?: Rate;
  /** Each must fit the schema, or nothing starts. */
  readonly trusted?: readonly TrustedDocument[];
  readonly production: boolean;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export interface Federation {
  answer(operation: ClientOperation, context: RequestContext): Promise<DoorAnswer>;
  stop(): Promise<void>;
}

/** @throws Error where the supergraph leaves a root field open, or names a policy or a subgraph that is not known */
export async function createFederation(options: FederationOptions): Promise<Federation> {
  const { supergraph, transport, production, metrics, log } = options;
  // biome-ignore lint/style/noProcessEnv: written, not read: the one switch by which @apollo/gateway sends nothing to its maker.
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const logger = { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
  function say(level: 'debug' | 'warn' | 'error') {
    return (message?: unknown) => log[level](String(message));
  }
  const operations = compiled(
    (planned) =>
      new ApolloGateway({
        supergraphSdl: supergraph.forPlanner,
        buildService: ({ name }) => transport.dataSource(name),
        queryPlannerConfig: { cache: new PlanCache(undefined, metrics.plan), generateQueryFragments: false },
        __exposeQueryPlanExperimental: false,
        validateSupergraph: true,
        experimental_didResolveQueryPlan(resolved) {
          planned(resolved);
          seenPlan(resolved.requestContext.context as RequestContext);
        },
        logger,
      }),
    { failed: (error) => log.error({ err: error }, 'an operation could not be compiled') },
  );
  const apollo = new ApolloServer<RequestContext>({
    gateway: permitted(operations),
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: MAXIMUM_TOKENS },
    logger,
    plugins: [
      seenPhases(),
      wall(options),
      spokenErrors(log),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  await warm(operations, options.trusted).catch(async (error) => {
    await apollo.stop();
    throw error;
  });
  metrics.watchExecutions(operations.executions);
  return {
    async answer({ query, variables, operationName, extensions }, context) {
      const { body: answered } = await apollo.executeOperation(
        { query, variables, operationName, extensions },
        { contextValue: context },
      );
      if (answered.kind !== 'single') throw new Error('an answer in parts');
      const { data, errors } = answered.singleResult;
      const refused = data === undefined;
      const status = httpStatus(errors, !refused);
      const body = refused && status !== 200 ? { errors } : { errors, data: data ?? null };
      return { status, headers: refused ? retryHeader(errors) : {}, body };
    },
    stop: () => apollo.stop(),
  };
}

/**
 * Trusted operations are planned before the first client asks for them. In turns of their own, so that requests go on
 * meanwhile.
 */
async function warm(operations: CompiledGateway, trusted: readonly TrustedDocument[] = []): Promise<void> {
  for (const { hash, text, place } of trusted) {
    await nextTurn();
    await operations.warm(parse(text), hash).catch((error) => {
      throw new Error(`${place}: it cannot be planned: ${error.message}`, { cause: error });
    });
  }
}

/** What an operation may cost, and wall 1. */
function wall(options: FederationOptions): ApolloServerPlugin<RequestContext> {
  const { supergraph, directory, rate, trusted = [], production } = options;
  const { requirements, costs, plannerFields } = supergraph;
  return {
    async serverWillStart({ schema }) {
      checkRequirements(requirements, schema, POLICIES);
      checkTrustedDocuments(trusted, schema, supergraph, production);
    },
    async requestDidStart() {
      let bill: Bill | undefined;
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation)
            throw badRequest('operationName: the request has no such operation, or several and names none.');
          const { caller } = contextValue;
          const asked = { document, operation, variables: readVariables(schema, operation, request.variables ?? {}) };
          bill = await openBill(schema, costs, asked, contextValue, rate);
          const rules = { schema, requirements, directory };
          grant(contextValue, await under(contextValue.span, 'authorise', () => authorise(rules, asked, caller)));
          refuseAliases(document, plannerFields);
        },
        async willSendResponse({ response: { body }, errors = [] }) {
          if (body.kind === 'single') bill?.settle(body.singleResult.data, errors);
        },
      };
    },
  };
}

/**
 * Replaces every error by what may be said of it. A field that is null although it may not be, and that no error
 * explains, is an error too: otherwise the nothing of a fault would look like the nothing of an empty answer.
 */
function spokenErrors(log: Logger): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, errors = [], document, operation, contextValue: { requestId } }) {
          if (response.body.kind !== 'single') return;
          const result = response.body.singleResult;
          const unexplained = (result.extensions?.valueCompletion ?? []) as { message: string; path?: ErrorPath }[];
          delete result.extensions;
          for (const err of errors.filter(isUnexpected)) log.error({ err, requestId }, 'an operation failed');
          for (const hole of unexplained) log.error({ hole, requestId }, 'a subgraph left out what it must give');
          const withheld = errors.filter((error) => error instanceof WithheldError);
          const ordinary = errors.filter((error) => !(error instanceof WithheldError));
          const said = [
            ...ordinary.map((error) => forClient(error, requestId, placeOf(error.path, operation, document))),
            ...unexplained.map(({ path }) => forClient(null, requestId, placeOf(path, operation, document))),
          ];
          const once = new Map(said.map((error) => [JSON.stringify(error), error])).values();
          const inPlaces = withheld.flatMap((error) => inEachPlace(error, forClient(error, requestId)));
          if (said.length + inPlaces.length > 0) result.errors = [...once, ...inPlaces];
        },
      };
    },
  };
}

function placeOf(
  path?: ErrorPath,
  operation?: OperationDefinitionNode,
  document?: DocumentNode,
): ErrorPath | undefined {
  return path && operation && document ? visiblePath(path, operation, document) : undefined;
}
