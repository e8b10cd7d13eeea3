/**
 * Adds to a schema the fields by which a gateway asks a subgraph for entities, as Apollo Federation specifies them. The schema
 * itself was checked when the supergraph was composed (`npm run schema`), so a service that starts does not check it again.
 */
import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  isObjectType,
} from 'graphql';

/** By type name: makes the entity of a representation. */
export type EntityMakers = Readonly<
  Record<string, (representation: never, context: never, info: GraphQLResolveInfo) => unknown>
>;

type Representation = { readonly __typename: string };

/** @param sdl what the subgraph says of itself */
export function federatedSchema(schema: GraphQLSchema, sdl: string, makers: EntityMakers): GraphQLSchema {
  const { query, types, ...config } = schema.toConfig();
  const own = query?.toConfig() ?? { name: 'Query', fields: {} };
  const entities = types.filter(isObjectType).filter(hasKey);
  const federation = {
    ...(entities.length > 0 && { _entities: entitiesField(entities, makers) }),
    _service: service(sdl),
  };
  const withFederation = new GraphQLObjectType({ ...own, fields: { ...own.fields, ...federation } });
  return new GraphQLSchema({
    ...config,
    query: withFederation,
    types: types.filter((type) => type !== query),
    assumeValid: true,
  });
}

function hasKey({ astNode }: GraphQLObjectType): boolean {
  return astNode?.directives?.some(({ name }) => name.value === 'key') ?? false;
}

function service(sdl: string) {
  const type = new GraphQLObjectType({ name: '_Service', fields: { sdl: { type: GraphQLString } } });
  return { type: new GraphQLNonNull(type), resolve: () => ({ sdl }) };
}

/**
 * Each entity is made when the answer comes to it (execution/completion.ts), instead of thousands in one turn.
 */
function entitiesField(types: readonly GraphQLObjectType[], makers: EntityMakers) {
  const makerOf = new Map(Object.entries(makers));
  const any = new GraphQLScalarType({ name: '_Any' });
  const entity = new GraphQLUnionType({
    name: '_Entity',
    types,
    resolveType: ({ __typename: typename }: Representation) => typename,
  });
  return {
    type: new GraphQLNonNull(new GraphQLList(entity)),
    args: { representations: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(any))) } },
    *resolve(
      _source: unknown,
      { representations }: { readonly representations: readonly Representation[] },
      context: unknown,
      info: GraphQLResolveInfo,
    ) {
      for (const representation of representations) {
        const { __typename: typename } = representation;
        const make = makerOf.get(typename);
        const made = make ? make(representation as never, context as never, info) : representation;
        yield made instanceof Promise ? made.then((found) => named(found, typename)) : named(made, typename);
      }
    },
  };
}

function named(entity: unknown, typename: string): unknown {
  if (typeof entity !== 'object' || entity === null || '__typename' in entity) return entity;
  return Object.defineProperty(entity, '__typename', { value: typename });
}
