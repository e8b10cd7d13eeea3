/**
 * Operations that are compiled the second time they are asked: plan and shape of the answer become functions, which
 * answer as the stock executor of @apollo/gateway would. What they do not cover goes to stock, every time.
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

/** `compiled`; `first`, where stock made the plan; otherwise why it was left to stock. */
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
  const warming = new WeakSet<Incoming>();
  let apiSchema: GraphQLSchema | undefined;
  let supergraph: GraphQLSchema | undefined;
  let stock: Executor | null = null;

  const inner = create((resolved) => {
    const { requestContext, operationContext } = resolved;
    if (operationContext.schema === apiSchema)
      operations.set(keyOf(requestContext), { resolved: withoutRequest(resolved) });
    if (warming.has(requestContext)) throw PLANNED;
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

  function execute(incoming: Incoming): ReturnType<Executor> {
    const kept = operations.get(keyOf(incoming));
    const operation = kept && compile(kept);
    const way = wayOf(operation, incoming);
    executions.set(way, (executions.get(way) ?? 0) + 1);
    return (way === 'compiled' ? (operation as Executor) : (stock as Executor))(incoming);
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
        const kept = await plan(document, queryHash, operation);
        if (kept) compile(kept);
        if (kept && all.length === 1) operations.set(queryHash, kept);
      }
    },
  };

  async function plan(
    document: DocumentNode,
    queryHash: string,
    operation: OperationDefinitionNode,
  ): Promise<Planned | undefined> {
    if (!apiSchema || !stock) throw new Error('There is no schema yet to plan operations by.');
    const operationName = operation.name?.value;
    const request = { operationName, variables: sampleVariables(apiSchema, operation) };
    const incoming = { request, document, queryHash, schema: apiSchema, operation, metrics: {} } as Incoming;
    warming.add(incoming);
    try {
      const { errors } = await stock(incoming);
      if (errors?.[0]) throw errors[0];
    } catch (error) {
      if (error !== PLANNED) throw error;
    }
    return operations.get(keyOf(incoming));
  }
}

function keyOf({ queryHash, request: { operationName } }: Incoming): string {
  return operationName ? `${queryHash} ${operationName}` : queryHash;
}

function wayOf(operation: Executor | NotCovered | undefined, { metrics }: Incoming): Way {
  if (!operation) return 'first';
  if (operation instanceof NotCovered) return operation.message;
  return metrics.captureTraces ? 'traces' : 'compiled';
}

/** What is kept holds no request. */
function withoutRequest(resolved: Resolved): Resolved {
  return { ...resolved, requestContext: undefined as never };
}
