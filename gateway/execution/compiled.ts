/**
 * Compiles operations: the stock gateway plans each once, its plan and the shape of its answer become functions, and
 * these answer as the stock executor of @apollo/gateway would. Operations that they do not cover go to the stock
 * executor, every time.
 *
 * docs/decisions/0012 lists the intended differences; `npm run prove -- plans` compares the two.
 */
import { buildSchema, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { type CompiledOperation, compileOperation } from './operation';
import { sampleVariables } from './sample-variables';
import {
  type DidResolveQueryPlan,
  type Executor,
  type GatewayInterface,
  type Incoming,
  NotCovered,
  type Outcome,
  type QueryPlan,
  type QueryPlanCache,
  type Resolved,
} from './stock';
import type { Counting, Written } from './writer';

/** What is planned and executed: an operation, or what is left of one for some callers. It keeps its own plan. */
export interface Executable {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Its text. */
  readonly source: string;
  planned: Planned | undefined;
  /** Set while it is planned for the first time. */
  planning?: Promise<Planned> | undefined;
}

export interface Planned {
  readonly queryPlan: QueryPlan;
  /** The compiled operation, or why it is left to stock. The variables must have been read. */
  readonly compiled: CompiledOperation | NotCovered;
}

/** `compiled`, or why it was left to stock. */
type ExecutionMode = string;

/** The options with which the stock gateway must be created. */
interface StockHooks {
  readonly experimental_didResolveQueryPlan: DidResolveQueryPlan;
  /** For `queryPlannerConfig`. */
  readonly cache: QueryPlanCache;
}

export interface CompiledGateway {
  /** How often operations were executed, by mode. */
  readonly executions: ReadonlyMap<ExecutionMode, number>;
  /** To be called once, before anything else. @returns the schema that clients see */
  load(): Promise<GraphQLSchema>;
  /**
   * Plans and compiles an operation, without asking any subgraph. It does so once; calls that come meanwhile wait for
   * the result.
   *
   * @throws where it cannot be planned
   */
  plan(executable: Executable): Promise<Planned>;
  /** Answers as objects. @param planned of the operation that `incoming` names */
  execute(planned: Planned, incoming: Incoming): ReturnType<Executor>;
  /**
   * Answers as JSON text where no code has to look at the answer; as objects where it is not complete, or where stock
   * answers.
   */
  executeToJson(planned: Planned, incoming: Incoming, counting: Counting): Promise<Written | Outcome>;
  stop(): Promise<void>;
}

/** Stops the stock executor as soon as it has a plan. */
const PLANNED = new Error('planned');

/** Passed to stock as its request; it carries the plan. */
class PlanRequest {
  resolved: Resolved | undefined;

  constructor(
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    readonly schema: GraphQLSchema,
    readonly request: { readonly operationName: string | undefined; readonly variables: Record<string, unknown> },
  ) {}

  /** The key by which stock looks for its plan; {@link StockHooks.cache} ignores it. */
  readonly queryHash = '';
  readonly metrics = {};
}

/**
 * @param create makes the stock gateway
 * @param failed called where an operation could not be compiled although this folder covers all of it: a fault of
 * this folder
 */
export function compiled(
  create: (hooks: StockHooks) => GatewayInterface,
  failed?: (error: unknown) => void,
): CompiledGateway {
  const executions = new Map<ExecutionMode, number>();
  let apiSchema: GraphQLSchema | undefined;
  let supergraph: GraphQLSchema | undefined;
  let stock: Executor | null = null;
  /** The plan of the operation that stock executes. Stock reads it before its first await. */
  let handedOver: QueryPlan | undefined;

  const inner = create({
    experimental_didResolveQueryPlan(resolved) {
      const request: unknown = resolved.requestContext;
      if (!(request instanceof PlanRequest)) return;
      request.resolved = resolved;
      throw PLANNED;
    },
    cache: {
      get: async () => handedOver,
      set: async () => undefined,
      delete: async () => false,
      clear: () => undefined,
    },
  });
  inner.onSchemaLoadOrUpdate((loaded) => {
    apiSchema = loaded.apiSchema;
    supergraph = buildSchema(loaded.coreSupergraphSdl, { assumeValid: true, assumeValidSDL: true });
  });

  async function planAnew({ document, operation }: Executable): Promise<Planned> {
    if (!apiSchema || !supergraph || !stock) throw new Error('There is no schema yet to plan operations by.');
    const variables = sampleVariables(apiSchema, operation);
    const request = new PlanRequest(document, operation, apiSchema, {
      operationName: operation.name?.value,
      variables,
    });
    try {
      const { errors } = await stock(request as unknown as Incoming);
      throw errors?.[0] ?? new Error('there is no plan');
    } catch (error) {
      const { resolved } = request;
      if (error !== PLANNED || !resolved) throw error;
      return { queryPlan: resolved.queryPlan, compiled: compile(resolved, supergraph) };
    }
  }

  function compile(resolved: Resolved, schema: GraphQLSchema): CompiledOperation | NotCovered {
    try {
      return compileOperation(resolved, schema);
    } catch (error) {
      if (error instanceof NotCovered) return error;
      failed?.(error);
      return new NotCovered('failure');
    }
  }

  async function carryOut(queryPlan: QueryPlan, incoming: Incoming): ReturnType<Executor> {
    handedOver = queryPlan;
    try {
      return (stock as Executor)(incoming);
    } finally {
      handedOver = undefined;
    }
  }

  /** Counts the mode in which an operation is executed. @returns undefined where that is stock */
  function counted({ compiled: operation }: Planned): CompiledOperation | undefined {
    const isCovered = !(operation instanceof NotCovered);
    const mode = isCovered ? 'compiled' : operation.message;
    executions.set(mode, (executions.get(mode) ?? 0) + 1);
    return isCovered ? operation : undefined;
  }

  return {
    executions,
    async load() {
      stock = (await inner.load({ apollo: {} })).executor;
      if (!apiSchema) throw new Error('The supergraph has no schema for clients.');
      return apiSchema;
    },
    async plan(executable) {
      if (executable.planned) return executable.planned;
      executable.planning ??= planAnew(executable);
      try {
        executable.planned = await executable.planning;
        return executable.planned;
      } finally {
        executable.planning = undefined;
      }
    },
    execute(planned, incoming) {
      return counted(planned)?.execute(incoming) ?? carryOut(planned.queryPlan, incoming);
    },
    executeToJson(planned, incoming, counting) {
      return counted(planned)?.executeToJson(incoming, counting) ?? carryOut(planned.queryPlan, incoming);
    },
    stop: () => inner.stop(),
  };
}
