/** Makes a federated subgraph schema of type-graphql classes; it is the same for all three services. */
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import { type BuildSchemaOptions, buildSchema, getMetadataStorage } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { readConstraints } from '../../../request/values/constraints';
import { checkFields } from '../authorisation/check-fields';
import type { Permissions } from '../authorisation/permissions';
import type { ServiceSettings, SubgraphContext } from '../context';
import { enforceSizes } from './enforce-constraints';
import { enforceScopes } from './enforce-scopes';
import { type EntityMakers, federatedSchema } from './federated-schema';
import { dateTimeScalar } from './scalars';

const FEDERATION = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize", "@composeDirective"]
)
@link(url: "https://freischalter.invalid/cacheControl/v1.0", import: ["@cacheControl"])
@link(url: "https://freischalter.invalid/constraint/v1.0", import: ["@constraint"])
@composeDirective(name: "@cacheControl")
@composeDirective(name: "@constraint")

"""
How long a client may keep an answer, in seconds. Where an object has none, its answer is not to be kept, and neither is
what stands within it. Only for what every Caller with the scope gets alike.
"""
directive @cacheControl(maxAge: Int!) on OBJECT | FIELD_DEFINITION

"""
The most that a value holds: items of a list, characters and words of a text, or of each text of a list. What a client sends
and holds more is refused.
"""
directive @constraint(maxItems: Int, maxLength: Int, maxWords: Int) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION | SCALAR
`;

export interface SubgraphDefinition {
  readonly resolvers: BuildSchemaOptions['resolvers'];
  /** Entity classes that no resolver names. */
  readonly entities?: NonNullable<BuildSchemaOptions['orphanedTypes']>;
  readonly references: EntityMakers;
  /**
   * Resolvers of mutations that take lists of thousands, by name: they get their arguments as they were parsed.
   * type-graphql, which declares them, would make an instance of a class for each item, and that takes longer than
   * parsing it.
   */
  readonly bulkMutations?: Readonly<Record<string, (given: never, context: SubgraphContext) => unknown>>;
  /** Names each field that does more than show a property. */
  readonly permissions: Permissions;
  readonly startUpkeep?: (options: UpkeepOptions) => Upkeep;
}

/** The work that a service does on its own as long as it runs. */
export interface Upkeep {
  /** Resolves when the current transaction has ended. */
  stop(): Promise<void>;
}

export interface UpkeepOptions {
  readonly dataSource: DataSource;
  readonly settings: ServiceSettings;
  readonly log: Logger;
}

interface SubgraphSchema {
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}

export async function makeSubgraphSchema(definition: SubgraphDefinition): Promise<SubgraphSchema> {
  /** A field without a resolver is a property: no code of type-graphql is called for it. */
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers = true;
  const built = await buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: definition.entities ?? [],
    scalarsMap: [{ type: Date, scalar: dateTimeScalar }],
    validate: false,
    /** A subgraph may have no query of its own, and the check asks for one before federation adds its two. */
    skipCheck: true,
  });
  const sdl = FEDERATION + printSchemaWithDirectives(built);
  const mutations = built.getMutationType()?.getFields() ?? {};
  for (const [name, mutate] of Object.entries(definition.bulkMutations ?? {})) {
    const field = mutations[name];
    if (!field) throw new Error(`There is no mutation ${name}.`);
    field.resolve = (_root, given, context: SubgraphContext) => mutate(given as never, context);
  }
  const schema = federatedSchema(built, sdl, definition.references);
  checkFields(schema, Object.keys(definition.references), definition.permissions);
  return { sdl, schema: enforceScopes(enforceSizes(schema, readConstraints(parse(sdl)))) };
}
