/**
 * Operations, compiled: stock plans the first time that one is asked, plan and shape of the answer become functions, and
 * these answer as the stock executor of @apollo/gateway would. What they do not cover goes to stock, every time.
 *
 * docs/decisions/0012 says what differs from stock on purpose; `npm run prove -- plans` compares the two.
 */
import { buildSchema, type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { compileOperation } from './operation';
import { sampleVariables } from './sample-variables';
import {
  type DidResolveQueryPlan,
  type Executor,
  type GatewayInterface,
  type Incoming,
  NotCovered,
  type Outcome,
  type Resolved,
} from './stock';

/** An operation that has a plan. */
export interface Planned {
  readonly resolved: Resolved;
  compiled?: Executor | NotCovered;
}

/** By the hash of the text, and the name that requests give where they give one: `<hash> <name>`. */
export interface PlannedOperations {
  get(key: string): Planned | undefined;
  set(key: string, planned: Planned): void;
  clear(): void;
}

export interface CompiledOptions {
  /** Where they are kept. */
  readonly operations?: PlannedOperations;
  /** Operations that are kept where nobody says where; 1,000 where it is left out. */
  readonly most?: number;
  /** Told where an operation could not be compiled although all in it is covered: a fault of this folder. */
  readonly failed?: (error: unknown) => void;
}

/** `compiled`, or why it was left to stock. */
export type Way = string;

export interface CompiledGateway extends GatewayInterface {
  /** How often operations were executed, by the way it was done. */
  readonly executions: ReadonlyMap<Way, number>;
  /**
   * Plans and compiles all operations of a document without executing them, for requests that name them and, where it
   * is the only one, for those that do not.
   *
   * @param queryHash the one by which requests come
   * @throws where one cannot be planned, or before the gateway is loaded
   */
  warm(document: DocumentNode, queryHash: string): Promise<void>;
}

/** Stops the stock executor once it has a plan. */
const PLANNED = new Error('planned');

/** @param create makes the stock gateway, which tells its `experimental_didResolveQueryPlan` of every plan */
export function compiled(
  create: (didResolveQueryPlan: DidResolveQueryPlan) => GatewayInterface,
  { most = 1_000, operations = new LRUCache<string, Planned>({ max: most }), failed }: CompiledOptions = {},
): CompiledGateway {
  const executions = new Map<Way, number>();
  const plans = new WeakMap<Incoming, Planned | null>();
  let apiSchema: GraphQLSchema | undefined;
  let supergraph: GraphQLSchema | undefined;
  let stock: Executor | null = null;

  const inner = create((resolved) => {
    const { requestContext, operationContext } = resolved;
    if (!plans.has(requestContext) || operationContext.schema !== apiSchema) return;
    const planned = { resolved: withoutRequest(resolved) };
    plans.set(requestContext, planned);
    operations.set(keyOf(requestContext), planned);
    throw PLANNED;
  });
  inner.onSchemaLoadOrUpdate((loaded) => {
    operations.clear();
    apiSchema = loaded.apiSchema;
    supergraph = buildSchema(loaded.coreSupergraphSdl, { assumeValid: true, assumeValidSDL: true });
  });

  function compile(kept: Planned): Executor | NotCovered {
    try {
      kept.compiled ??= compileOperation(kept.resolved, supergraph as GraphQLSchema);
    } catch (error) {
      if (!(error instanceof NotCovered)) failed?.(error);
      kept.compiled = error instanceof NotCovered ? error : new NotCovered('failure');
    }
    return kept.compiled;
  }

  async function execute(incoming: Incoming): ReturnType<Executor> {
    let kept = operations.get(keyOf(incoming));
    if (!kept) {
      const planned = await plan(incoming);
      if (!('resolved' in planned)) return planned;
      kept = planned;
    }
    const operation = compile(kept);
    const way = wayOf(operation, incoming);
    executions.set(way, (executions.get(way) ?? 0) + 1);
    return (way === 'compiled' ? (operation as Executor) : (stock as Executor))(incoming);
  }

  /** @returns what stock answers where it comes to no plan, as where variables do not fit */
  async function plan(incoming: Incoming): Promise<Planned | Outcome> {
    plans.set(incoming, null);
    try {
      return await (stock as Executor)(incoming);
    } catch (error) {
      const planned = plans.get(incoming);
      if (error !== PLANNED || !planned) throw error;
      return planned;
    } finally {
      plans.delete(incoming);
    }
  }

  return {
    executions,
    onSchemaLoadOrUpdate: (callback) => inner.onSchemaLoadOrUpdate(callback),
    async load(options) {
      const loaded = await inner.load(options);
      stock = loaded.executor;
      return { ...loaded, executor: stock && execute };
    },
    stop: () => inner.stop(),
    async warm(document, queryHash) {
      const all = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
      for (const operation of all) {
        const kept = await planUnasked(document, queryHash, operation);
        compile(kept);
        if (all.length === 1) operations.set(queryHash, kept);
      }
    },
  };

  async function planUnasked(
    document: DocumentNode,
    queryHash: string,
    operation: OperationDefinitionNode,
  ): Promise<Planned> {
    if (!apiSchema || !stock) throw new Error('There is no schema yet to plan operations by.');
    const operationName = operation.name?.value;
    const request = { operationName, variables: sampleVariables(apiSchema, operation) };
    const incoming = { request, document, queryHash, schema: apiSchema, operation, metrics: {} } as Incoming;
    const planned = await plan(incoming);
    if ('resolved' in planned) return planned;
    throw planned.errors?.[0] ?? new Error('there is no plan');
  }
}

function keyOf({ queryHash, request: { operationName } }: Incoming): string {
  return operationName ? `${queryHash} ${operationName}` : queryHash;
}

function wayOf(operation: Executor | NotCovered, { metrics }: Incoming): Way {
  if (operation instanceof NotCovered) return operation.message;
  return metrics.captureTraces ? 'traces' : 'compiled';
}

/** What is kept holds no request. */
function withoutRequest(resolved: Resolved): Resolved {
  return { ...resolved, requestContext: undefined as never };
}
