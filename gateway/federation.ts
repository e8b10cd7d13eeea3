/**
 * From an operation to its answer: parsed, validated, authorised, planned, asked of the subgraphs and put together.
 * Authorisation stands before planning, and nothing turns it off.
 */
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import { refuseAliases } from './aliases';
import { authorise } from './authorise';
import type { ClientOperation } from './client-operation';
import { checkBudget, estimateCost } from './cost';
import type { Directory } from './directory';
import type { DoorAnswer } from './door';
import { badRequest, forClient, httpStatus, isUnexpected } from './errors';
import { MAXIMUM_TOKENS } from './limits';
import { PlanCache } from './plan-cache';
import { POLICIES } from './policies';
import type { RequestContext } from './request-context';
import { checkRequirements } from './requirements';
import type { SubgraphTransport } from './subgraph-transport';
import type { Supergraph } from './supergraph';
import { readVariables } from './variables';
import { type ErrorPath, visiblePath } from './visible-path';

export interface FederationOptions {
  readonly supergraph: Supergraph;
  readonly transport: SubgraphTransport;
  readonly directory: Directory;
  readonly production: boolean;
  readonly log: Logger;
}

export interface Federation {
  answer(operation: ClientOperation, context: RequestContext): Promise<DoorAnswer>;
  stop(): Promise<void>;
}

/** @throws Error where the supergraph leaves a root field open, or names a policy or a subgraph that is not known */
export async function createFederation(options: FederationOptions): Promise<Federation> {
  const { supergraph, transport, production, log } = options;
  // biome-ignore lint/style/noProcessEnv: written, not read: the one switch by which @apollo/gateway sends nothing to its maker.
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const logger = { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
  function say(level: 'debug' | 'warn' | 'error') {
    return (message?: unknown) => log[level](String(message));
  }
  const apollo = new ApolloServer<RequestContext>({
    gateway: new ApolloGateway({
      supergraphSdl: supergraph.forPlanner,
      buildService: ({ name }) => transport.dataSource(name),
      queryPlannerConfig: { cache: new PlanCache(), generateQueryFragments: false },
      __exposeQueryPlanExperimental: false,
      validateSupergraph: true,
      logger,
    }),
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: MAXIMUM_TOKENS },
    logger,
    plugins: [
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
  return {
    async answer({ query, variables, operationName, extensions }, context) {
      const { body } = await apollo.executeOperation(
        { query, variables, operationName, extensions },
        { contextValue: context },
      );
      if (body.kind !== 'single') throw new Error('an answer in parts');
      const { data, errors } = body.singleResult;
      const refused = data === undefined;
      const status = httpStatus(errors, !refused);
      return { status, body: refused && status !== 200 ? { errors } : { errors, data: data ?? null } };
    },
    stop: () => apollo.stop(),
  };
}

/** What an operation may cost, and wall 1. */
function wall({ supergraph, directory }: FederationOptions): ApolloServerPlugin<RequestContext> {
  const { requirements, costs, plannerFields } = supergraph;
  return {
    async serverWillStart({ schema }) {
      checkRequirements(requirements, schema, Object.keys(POLICIES));
    },
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation)
            throw badRequest('operationName: the request has no such operation, or several and names none.');
          const { caller, story } = contextValue;
          const asked = { document, operation, variables: readVariables(schema, operation, request.variables ?? {}) };
          story.cost = estimateCost(schema, costs, asked);
          if (caller) checkBudget(story.cost, caller);
          await authorise({ schema, requirements, directory }, asked, caller);
          refuseAliases(document, plannerFields);
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
          const said = [
            ...errors.map((error) => forClient(error, requestId, placeOf(error.path, operation, document))),
            ...unexplained.map(({ path }) => forClient(null, requestId, placeOf(path, operation, document))),
          ];
          if (said.length > 0)
            result.errors = [...new Map(said.map((error) => [JSON.stringify(error), error])).values()];
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
