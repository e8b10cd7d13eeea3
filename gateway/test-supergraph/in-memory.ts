/**
 * A supergraph whose subgraphs are schemas with data in this process, behind the real pipeline. It is for tests that
 * depend on the schema, of which one test can have many. Each answer comes as objects and as text.
 */
import { ApolloGateway } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  type GraphQLFormattedError,
  type GraphQLSchema,
  isObjectType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import pino from 'pino';
import type { Caller } from '../../caller/caller';
import { createMetrics } from '../../telemetry/metrics';
import { UNRECORDED } from '../../telemetry/span';
import type { OrganisationFacts } from '../authorisation/organisation-facts';
import type { Policies } from '../authorisation/policies';
import type { Requirements } from '../authorisation/requirements';
import { startApolloServer } from '../execution/apollo-server';
import { compiled } from '../execution/compiled';
import { SchemaCosts } from '../limits/cost-of-field';
import type { CostWeights, ListSize } from '../limits/cost-weights';
import { OperationCache } from '../operations/operation-cache';
import { Refused } from '../operations/prepare';
import { PreparedText } from '../operations/prepared-text';
import { parsedDocument } from '../parsing/parsed-operation';
import { createPipeline, type Pipeline } from '../pipeline';
import type { RequestContext } from '../request-context';

export interface SubgraphInMemory {
  /** Without the link to federation. */
  readonly sdl: string;
  /** What Query and Mutation answer, by field. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Its entities, each with __typename and id. */
  readonly entities?: readonly Readonly<Record<string, unknown>>[];
}

export interface AnswerInMemory {
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

export interface SupergraphInMemory {
  readonly schema: GraphQLSchema;
  /** What the subgraphs were asked since the last call, as coordinates of their own schemas (`Film.price`). */
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

interface InMemoryOptions {
  readonly subgraphs: Readonly<Record<string, SubgraphInMemory>>;
  readonly forPlanner: string;
  readonly requirements: Requirements;
  readonly policies?: Policies;
}

export async function startInMemory(options: InMemoryOptions): Promise<SupergraphInMemory> {
  let asked = new Set<string>();
  const schemas = Object.fromEntries(
    Object.entries(options.subgraphs).map(([name, subgraph]) => [name, schemaOf(subgraph)]),
  );
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = compiled(
    ({ experimental_didResolveQueryPlan, cache }) =>
      new ApolloGateway({
        supergraphSdl: options.forPlanner,
        logger,
        experimental_didResolveQueryPlan,
        queryPlannerConfig: { cache },
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
  const schema = await gateway.load();
  const uncompiled = await startApolloServer({ gateway, schema, logger });

  function pipelineFor(requirements: Requirements): Pipeline {
    const costs = new SchemaCosts(schema, { ...free(schema), constraints: new Map() });
    const cache = new OperationCache(100_000_000);
    const rules = { schema, requirements, costs, cacheHints: new Map() };
    /** Prepares a text without limits for its size and cost. */
    async function prepare(text: string): Promise<PreparedText> {
      const document = parse(text);
      const mistakes = validate(schema, document);
      if (mistakes.length > 0) throw new Refused(mistakes);
      const measured = { nodes: 0, literals: 0, selections: 0, cost: 0, needsToken: null, renamed: null };
      const prepared = new PreparedText({ text, parsed: parsedDocument(document), ...measured }, rules);
      cache.keep(prepared);
      return prepared;
    }
    const { policies } = options;
    const around = { production: false, metrics: createMetrics(), log: pino({ level: 'silent' }) };
    return createPipeline({ cache, prepare, gateway, uncompiled, facts: {} as OrganisationFacts, policies, ...around });
  }

  let current: Requirements | undefined;
  let pipeline: Pipeline;
  return {
    schema,
    asked() {
      const before = asked;
      asked = new Set();
      return before;
    },
    async ask(query, caller, variables, operationName) {
      if (options.requirements !== current) {
        current = options.requirements;
        pipeline = pipelineFor(current);
      }
      const context = {
        caller,
        requestId: '',
        logFields: {},
        span: UNRECORDED,
        becomeLarge: async () => {},
        becomeSmall() {},
        isPaid: false,
      };
      const asking = { query, id: null, variables, operationName };
      const sent = () => [asking, { ...context } as unknown as RequestContext] as const;
      const { data, errors } = await pipeline.execute(...sent());
      const { body } = await pipeline.answer(...sent());
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      if (text !== JSON.stringify({ errors, data })) throw new Error(`two answers to ${query}: ${text}`);
      return { data: data && JSON.parse(JSON.stringify(data)), errors: errors ?? [] };
    },
    stop: () => uncompiled.stop(),
  };
}

/** Gives every object the cost 0, and every list the length 0. */
function free(schema: GraphQLSchema): Pick<CostWeights, 'weights' | 'sizes'> {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) =>
    'getFields' in type ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
  );
  const nothing: ListSize = { assumedSize: 0, slicingArguments: [], sizedFields: [] };
  return {
    weights: new Map(types.map(({ name }) => [name, 0])),
    sizes: new Map(fields.map((field) => [field, nothing])),
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

/** For a field of an interface, returns the fields of every type behind it. */
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
