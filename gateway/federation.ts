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
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Caller } from '../caller/caller';
import type { Metrics } from '../telemetry/metrics';
import { UNRECORDED } from '../telemetry/span';
import { checkRequirements } from './authorisation/check-requirements';
import type { Directory } from './authorisation/directory';
import { permitted } from './authorisation/permitted';
import { POLICIES } from './authorisation/policies';
import { maxAgeOf } from './cache-hints';
import { type CompiledGateway, compiled } from './compiled/compiled';
import type { Incoming, Outcome } from './compiled/stock';
import { checkTrustedDocuments } from './documents/documents-check';
import type { TrustedDocument } from './documents/documents-manifest';
import type { ClientOperation } from './door/client-operation';
import type { DoorAnswer } from './door/door';
import { badRequest, httpStatus, retryHeader } from './errors';
import { LARGE_OPERATION } from './limits/cost';
import { MAXIMUM_TOKENS } from './limits/document';
import type { Rate } from './limits/rate';
import { HandedOver } from './operations/handed-over';
import { OperationCache } from './operations/operation-cache';
import { createPrepare, type Prepare, Refused } from './operations/prepare';
import { type KnownOperation, PreparedOperation } from './operations/prepared-operation';
import { type Renamed, renameVariables } from './operations/variable-names';
import { Passage } from './passage';
import { PlanCache } from './plan-cache';
import type { RequestContext } from './request-context';
import { seenPhases, seenPlan, seeOperation } from './seen/seen-phases';
import { spokenErrors } from './spoken-errors';
import type { SubgraphTransport } from './subgraphs/subgraph-transport';
import type { Supergraph } from './supergraph';

export interface FederationOptions {
  readonly supergraph: Supergraph;
  readonly transport: SubgraphTransport;
  readonly directory: Directory;
  /** Where operations are paid; they cost nothing where it is left out. */
  readonly rate?: Rate;
  /** Each must fit the schema, or nothing starts. */
  readonly trusted?: readonly TrustedDocument[];
  /** How much memory the operations may take that were met before, in bytes. */
  readonly operationsBytes: number;
  readonly production: boolean;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export interface Federation {
  answer(operation: ClientOperation, context: RequestContext): Promise<DoorAnswer>;
  stop(): Promise<void>;
}

interface Result {
  /** Undefined where the operation was not carried out. */
  readonly data?: Outcome['data'];
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
}

const NO_HEADERS = {};

/** Its new text is prepared: services may take long for it, and the next new text of its caller need not wait for that. */
function hasPlan(context: RequestContext): void {
  seenPlan(context);
  const { cost } = context.story;
  if (cost !== undefined && cost <= LARGE_OPERATION) context.becomeSmall();
}

/** Private, as it is given to whoever has the scopes for it; where nothing is said, the door says `no-store`. */
function cacheHeader(errors: Result['errors'], { maxAge } = { maxAge: 0 }): Readonly<Record<string, string>> {
  return maxAge === 0 || errors ? NO_HEADERS : { 'cache-control': `private, max-age=${maxAge}` };
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
  const prepared = new OperationCache(options.operationsBytes);
  const compiledGateway = compiled(
    (planned) =>
      new ApolloGateway({
        supergraphSdl: supergraph.forPlanner,
        buildService: ({ name }) => transport.dataSource(name),
        queryPlannerConfig: { cache: new PlanCache(prepared.plans, metrics.plan), generateQueryFragments: false },
        __exposeQueryPlanExperimental: false,
        validateSupergraph: true,
        experimental_didResolveQueryPlan(resolved) {
          // Trusted operations are planned for no request.
          const context = resolved.requestContext.context as RequestContext | undefined;
          if (context) hasPlan(context);
          planned(resolved);
        },
        logger,
      }),
    { operations: prepared, failed: (error) => log.error({ err: error }, 'an operation could not be compiled') },
  );
  const gateway = permitted(compiledGateway);
  const handedOver = new HandedOver();
  const noSchema = () => Promise.reject(new Error('there is no schema yet'));
  let prepare: Prepare = noSchema;
  let warmUp: (document: TrustedDocument) => Promise<void> = noSchema;
  const rules = { ...options, operations: prepared };
  const apollo = new ApolloServer<RequestContext>({
    gateway,
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    // Documents come read and valid (operations/prepare.ts), so that it reads and validates none itself.
    documentStore: handedOver,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: MAXIMUM_TOKENS },
    logger,
    plugins: [
      seenPhases(),
      passages(rules, (schema) => {
        const { fieldGraphs: graphs } = supergraph;
        const preparing = { schema, graphs, cache: prepared, production };
        prepare = createPrepare({ ...preparing, rate: options.rate });
        warmUp = (document) => warm(compiledGateway, createPrepare(preparing), document);
      }),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  try {
    for (const document of options.trusted ?? []) await warmUp(document);
  } catch (error) {
    await apollo.stop();
    throw error;
  }
  metrics.watchExecutions(compiledGateway.executions);
  metrics.watchCache('operations', () => prepared.size);

  async function firstTime(
    { document, hash }: PreparedOperation,
    { query, variables, operationName, extensions }: ClientOperation,
    context: RequestContext,
  ): Promise<Result> {
    const request = { query, variables, operationName, extensions };
    const { body } = await handedOver.during(hash, document, () =>
      apollo.executeOperation(request, { contextValue: context }),
    );
    if (body.kind !== 'single') throw new Error('an answer in parts');
    return body.singleResult;
  }

  /** As Apollo Server would carry it out, once it had found out what is known. */
  async function again(known: KnownOperation, asked: ClientOperation, context: RequestContext): Promise<Result> {
    const passage = new Passage(rules, context);
    const { query: source } = asked;
    const { schema, document, operation, queryHash } = known;
    const operationName = operation.name?.value;
    let outcome: Outcome;
    try {
      seeOperation(context, operation, operationName);
      await passage.enter(known, asked.variables);
      const request = { query: source, operationName: asked.operationName, variables: asked.variables };
      const metrics = {};
      const of = { request, source, schema, document, operation, operationName, queryHash, context, logger, metrics };
      outcome = await gateway.execute(of as unknown as Incoming);
    } catch (error) {
      const { message } = error as Error;
      const wrapped = new GraphQLError(message, { originalError: error as Error });
      outcome = { errors: [error instanceof GraphQLError ? error : wrapped] };
    }
    const tooLarge = refusalOf(() => passage.leave(outcome.data, outcome.errors ?? []));
    if (tooLarge) outcome = { data: null, errors: [tooLarge] };
    return {
      data: outcome.data,
      errors: spokenErrors(
        outcome,
        { document, operation, requestId: context.requestId, hidesSchema: production },
        log,
      ),
    };
  }

  /** @throws Refused, RATE_LIMITED */
  function operationOf(
    asked: ClientOperation,
    context: RequestContext,
  ): PreparedOperation | Promise<PreparedOperation> {
    const { caller } = context;
    const kept = prepared.find(asked.query);
    if (kept instanceof PreparedOperation && caller) return kept;
    return kept || !caller ? prepare(asked.query, context) : prepareInTurn(asked.query, context);
  }

  /** To prepare and plan a text takes as long as a large operation. */
  async function prepareInTurn(text: string, context: RequestContext): Promise<PreparedOperation> {
    await context.becomeLarge();
    return prepare(text, context);
  }

  function answerOf({ data, errors }: Result, known: KnownOperation | undefined): DoorAnswer {
    const refused = data === undefined;
    const body = refused ? { errors } : { errors, data };
    const headers = refused ? retryHeader(errors) : cacheHeader(errors, known);
    return { status: httpStatus(errors, !refused), headers, body };
  }

  return {
    async answer(sent, context) {
      try {
        const found = operationOf(sent, context);
        const operation = found instanceof PreparedOperation ? found : await found;
        context.prepared = operation;
        const asked = operation.renamed ? withVariables(sent, operation.renamed) : sent;
        const known = context.caller && operation.known.get(asked.operationName);
        if (known) return answerOf(await again(known, asked, context), known);
        const result = await firstTime(operation, asked, context);
        return answerOf(result, operation.known.get(asked.operationName));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return answerOf(
          {
            errors: spokenErrors(
              { errors: error.errors },
              { requestId: context.requestId, hidesSchema: production },
              log,
            ),
          },
          undefined,
        );
      }
    },
    async stop() {
      await apollo.stop();
      prepared.clear();
    },
  };
}

function withVariables(sent: ClientOperation, renamed: Renamed): ClientOperation {
  return sent.variables ? { ...sent, variables: renameVariables(sent.variables, renamed) } : sent;
}

/** Whoever starts the gateway has it prepare what it trusts, and pays nothing. */
const HOUSE: Caller = { kind: 'operator', subject: 'gateway', scopes: [], bound: [] };

/** Before the first client asks for it; in a turn of its own, so that requests go on meanwhile. */
async function warm(gateway: CompiledGateway, prepare: Prepare, { text, place }: TrustedDocument): Promise<void> {
  await nextTurn();
  try {
    const { document, hash } = await prepare(text, { caller: HOUSE, span: UNRECORDED });
    await gateway.warm(document, hash);
  } catch (error) {
    throw new Error(`${place}: it cannot be planned: ${(error as Error).message}`, { cause: error });
  }
}

function refusalOf(work: () => void): GraphQLError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as GraphQLError;
  }
}

/** Lets no operation be carried out that has not passed, and keeps those that have. */
function passages(
  rules: FederationOptions & { readonly operations: OperationCache },
  loaded: (schema: GraphQLSchema) => void,
): ApolloServerPlugin<RequestContext> {
  const { supergraph, trusted = [], production, log } = rules;
  return {
    async serverWillStart({ schema }) {
      checkRequirements(supergraph.requirements, schema, POLICIES);
      checkTrustedDocuments(trusted, schema, supergraph, production);
      loaded(schema);
    },
    async requestDidStart({ contextValue: context }) {
      const passage = new Passage(rules, context);
      return {
        async didResolveOperation({ schema, document, operation, queryHash, request }) {
          if (!operation)
            throw badRequest('operationName: the request has no such operation, or several and names none.');
          const { operationName, variables } = request;
          await passage.enter({ schema, document, operation }, variables);
          if (!context.caller) return;
          const maxAge = maxAgeOf(schema, supergraph.cacheHints, { document, operation });
          context.prepared?.known.set(operationName, { schema, document, operation, queryHash, maxAge });
        },
        async willSendResponse({ response: { body }, errors, document, operation }) {
          if (body.kind !== 'single') return;
          const result = body.singleResult;
          const { extensions } = result;
          delete result.extensions;
          const tooLarge = refusalOf(() => passage.leave(result.data, errors ?? []));
          if (tooLarge) result.data = null;
          const { requestId } = context;
          const said = spokenErrors(
            tooLarge ? { errors: [tooLarge] } : { errors, extensions },
            { document, operation, requestId, hidesSchema: production },
            log,
          );
          if (said) result.errors = said;
        },
      };
    },
  };
}
