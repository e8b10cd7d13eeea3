/**
 * A supergraph whose subgraphs are schemas with data in this process, behind the real planner, executor and wall 1. For
 * what depends on the schema, of which there can be many in one test.
 */
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  type GraphQLFormattedError,
  type GraphQLSchema,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Caller } from '../../caller/caller';
import { authorise } from '../authorisation/authorise';
import type { Directory } from '../authorisation/directory';
import { grant, permitted } from '../authorisation/permitted';
import type { Policies } from '../authorisation/policies';
import type { Requirements } from '../authorisation/requirements';
import { compiled } from '../compiled/compiled';
import { ErrorInPlaces } from '../error-places';
import type { RequestContext } from '../request-context';
import { readVariables } from '../variables';

export interface SubgraphInMemory {
  /** Without the link to federation. */
  readonly sdl: string;
  /** What Query and Mutation answer, by field. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What its entities are, with __typename and id each. */
  readonly entities?: readonly Readonly<Record<string, unknown>>[];
}

export interface AnswerInMemory {
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

export interface SupergraphInMemory {
  readonly schema: GraphQLSchema;
  /** What the subgraphs were asked, as coordinates of their own schemas (`Film.price`), since the last look. */
  asked(): Set<string>;
  ask(
    query: string,
    caller: Caller | null,
    variables?: Record<string, unknown>,
    operationName?: string,
  ): Promise<AnswerInMemory>;
  stop(): Promise<void>;
}

export const FEDERATION_LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@policy"])\n`;

export interface InMemoryOptions {
  readonly subgraphs: Readonly<Record<string, SubgraphInMemory>>;
  readonly forPlanner: string;
  readonly requirements: Requirements;
  readonly policies?: Policies;
  /** Leaves out wall 1, which asks for permission; to see that nothing goes through without. */
  readonly withoutWall?: boolean;
}

export async function startInMemory(options: InMemoryOptions): Promise<SupergraphInMemory> {
  let asked = new Set<string>();
  const schemas = Object.fromEntries(
    Object.entries(options.subgraphs).map(([name, subgraph]) => [name, schemaOf(subgraph)]),
  );
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = compiled(
    (experimental_didResolveQueryPlan) =>
      new ApolloGateway({
        supergraphSdl: options.forPlanner,
        logger: silent,
        experimental_didResolveQueryPlan,
        buildService: ({ name = '' }) => ({
          async process({ request }) {
            const schema = schemas[name] as GraphQLSchema;
            const document = parse(request.query ?? '');
            for (const coordinate of coordinatesIn(document, schema)) asked.add(coordinate);
            const { data, entities = [] } = options.subgraphs[name] as SubgraphInMemory;
            const rootValue = { ...data, entities };
            return (await execute({ schema, document, rootValue, variableValues: request.variables })) as never;
          },
        }),
      }),
  );
  let seen: GraphQLSchema | undefined;
  const apollo = new ApolloServer<RequestContext>({
    gateway: permitted(gateway),
    logger: silent,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      {
        async serverWillStart({ schema }) {
          seen = schema;
        },
        async requestDidStart() {
          return {
            async willSendResponse({ response, errors = [] }) {
              if (response.body.kind !== 'single' || errors.length === 0) return;
              response.body.singleResult.errors = errors.flatMap((error) =>
                error instanceof ErrorInPlaces
                  ? error.places.first.map((path) => ({ ...error.toJSON(), path }))
                  : [error.toJSON()],
              );
            },
            async didResolveOperation({ schema, document, operation, request, contextValue }) {
              if (!operation || options.withoutWall) return;
              const variables = readVariables(schema, operation, request.variables ?? {});
              const rules = { ...options, schema, directory: {} as Directory };
              grant(contextValue, await authorise(rules, { document, operation, variables }, contextValue.caller));
            },
          };
        },
      },
    ],
  });
  await apollo.start();
  return {
    schema: seen as unknown as GraphQLSchema,
    asked() {
      const before = asked;
      asked = new Set();
      return before;
    },
    async ask(query, caller, variables, operationName) {
      const contextValue = { caller } as RequestContext;
      const { body } = await apollo.executeOperation({ query, variables, operationName }, { contextValue });
      if (body.kind !== 'single') throw new Error('an answer in parts');
      const { data, errors = [] } = body.singleResult;
      return { data: data && JSON.parse(JSON.stringify(data)), errors };
    },
    stop: () => apollo.stop(),
  };
}

function schemaOf({ sdl, entities = [] }: SubgraphInMemory): GraphQLSchema {
  const types = [...new Set(entities.map(({ __typename }) => String(__typename)))];
  const resolvers = types.map((type) => [
    type,
    {
      __resolveReference: ({ id }: { id: string }) =>
        entities.find((entity) => entity.__typename === type && entity.id === id) ?? null,
    },
  ]);
  return buildSubgraphSchema({ typeDefs: parse(FEDERATION_LINK + sdl), resolvers: Object.fromEntries(resolvers) });
}

/** Of an interface's field, those of every type behind it. */
function coordinatesIn(document: DocumentNode, schema: GraphQLSchema): string[] {
  const found: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const parent = types.getParentType();
        if (!parent) return;
        const answering = isObjectType(parent) ? [parent] : schema.getPossibleTypes(parent);
        found.push(...answering.map((type) => `${type.name}.${name.value}`));
      },
    }),
  );
  return found;
}
