/**
 * Executes what is not compiled, by Apollo Server over the stock gateway: introspection, and plans of the planner
 * that this folder does not cover. It neither parses nor validates, because it gets prepared operations.
 */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../request-context';
import type { CompiledGateway, Executable, Planned } from './compiled';
import type { Executor, Outcome } from './stock';

/**
 * One operation in Apollo Server, and its outcome. The server copies the context, so the outcome stands in an object
 * of its own.
 */
class StockOperation {
  outcome: Outcome | undefined;
  failure: unknown;

  constructor(
    readonly executable: Executable,
    readonly planned: Planned,
    readonly context: RequestContext,
  ) {}
}

interface ServerContext {
  readonly operation: StockOperation;
}

export interface UncompiledServer {
  /** @param variables as they were sent, after they were checked */
  execute(
    executable: Executable,
    planned: Planned,
    variables: Record<string, unknown> | undefined,
    context: RequestContext,
  ): Promise<Outcome>;
  stop(): Promise<void>;
}

interface UncompiledServerOptions {
  readonly gateway: CompiledGateway;
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  readonly logger: Record<'debug' | 'info' | 'warn' | 'error', (message?: unknown) => void>;
}

export async function startApolloServer({
  gateway,
  schema,
  logger,
}: UncompiledServerOptions): Promise<UncompiledServer> {
  const executor: Executor = async (incoming) => {
    const { operation } = incoming.context as unknown as ServerContext;
    const { planned, context } = operation;
    try {
      operation.outcome = await gateway.execute(planned, { ...incoming, context });
      return operation.outcome;
    } catch (error) {
      operation.failure = error;
      throw error;
    }
  };
  const apollo = new ApolloServer<ServerContext>({
    gateway: {
      onSchemaLoadOrUpdate(onSchema) {
        onSchema({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: async () => ({ executor }),
      stop: () => gateway.stop(),
    },
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    documentStore: null,
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      takesPrepared,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return {
    async execute(executable, planned, variables, context) {
      const operation = new StockOperation(executable, planned, context);
      const { source: query, operation: definition } = executable;
      const request = { query, variables, operationName: definition.name?.value };
      await apollo.executeOperation(request, { contextValue: { operation } });
      if (operation.failure) throw operation.failure;
      if (!operation.outcome) throw new Error('Apollo Server carried nothing out');
      return operation.outcome;
    },
    stop: () => apollo.stop(),
  };
}

/** A prepared document is not parsed and validated again. */
const takesPrepared: ApolloServerPlugin<ServerContext> = {
  async requestDidStart() {
    return {
      async didResolveSource(request) {
        const { document } = request.contextValue.operation.executable;
        Object.assign(request, { document });
      },
    };
  },
};
