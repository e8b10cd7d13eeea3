/**
 * Makes the schema files from the services' definitions, without a server or a database. The same code gives the same
 * bytes.
 */
import { composeServices } from '@apollo/composition';
import { type DefinitionNode, GraphQLError, Kind, lexicographicSortSchema, parse, print, printSchema } from 'graphql';
import { PlannerFaultsError, plannerFaults } from './planner-faults';
import { UnboundedInputsError, unboundedInputs } from './unbounded-inputs';

/** One line for each error, with its code and the subgraphs concerned. */
export class CompositionError extends Error {
  constructor(errors: readonly GraphQLError[]) {
    super(
      [
        'The subgraphs do not compose into one supergraph:',
        ...errors.map((error) => `  ${error.extensions.code}: ${error.message.replaceAll('\n', '\n    ')}`),
        'Types and enums that two services both declare must be declared alike (services/subgraph holds what they share).',
      ].join('\n'),
    );
  }
}

/**
 * Two services have enums with the same name but different values: composition only gives a hint, and gives clients
 * the values of both everywhere.
 */
const UNLIKE_ENUMS = 'INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM';

function asError({ message }: { readonly message: string }): GraphQLError {
  return new GraphQLError(message, { extensions: { code: UNLIKE_ENUMS } });
}

/** By file name. */
export type SchemaFiles = Readonly<Record<string, string>>;

/** Clients see this schema; a change of it can break them. */
export const API_FILE = 'api.graphql';
/** The gateway uses this one. */
const SUPERGRAPH_FILE = 'supergraph.graphql';

const NOTE = '# Made by `npm run schema`. Do not edit.\n\n';

/**
 * @param sdls of the subgraphs, by name
 * @throws CompositionError, UnboundedInputsError, PlannerFaultsError
 */
export function generateSchemaFiles(sdls: Readonly<Record<string, string>>): SchemaFiles {
  const subgraphs = Object.entries(sdls).map(([name, sdl]) => ({ name, typeDefs: sortedDefinitions(sdl) }));
  const unbounded = subgraphs.flatMap(({ name, typeDefs }) =>
    unboundedInputs(typeDefs).map((input) => `${name}: ${input}`),
  );
  if (unbounded.length > 0) throw new UnboundedInputsError(unbounded);
  const faults = plannerFaults(subgraphs);
  if (faults.length > 0) throw new PlannerFaultsError(faults);
  // The gateway takes the addresses of the subgraphs from its settings, never from the supergraph.
  const composed = composeServices(
    subgraphs.map((subgraph) => ({ ...subgraph, url: `http://${subgraph.name}.invalid` })),
  );
  if (composed.errors) throw new CompositionError(composed.errors);
  const unlike = composed.hints.filter(({ definition }) => definition.code === UNLIKE_ENUMS).map(asError);
  if (unlike.length > 0) throw new CompositionError(unlike);
  const api = lexicographicSortSchema(composed.schema.toAPISchema().toGraphQLJSSchema());
  return {
    ...Object.fromEntries(subgraphs.map(({ name, typeDefs }) => [`${name}.graphql`, `${NOTE}${print(typeDefs)}\n`])),
    [SUPERGRAPH_FILE]: `${NOTE}${composed.supergraphSdl.trim()}\n`,
    [API_FILE]: `${NOTE}${printSchema(api)}\n`,
  };
}

/** The order in which modules were loaded must not show in the files. Fields keep the order of the code. */
function sortedDefinitions(sdl: string) {
  const document = parse(sdl, { noLocation: true });
  return { ...document, definitions: document.definitions.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) };
}

function sortKey(definition: DefinitionNode): string {
  const rank = definition.kind === Kind.SCHEMA_EXTENSION ? 0 : definition.kind === Kind.DIRECTIVE_DEFINITION ? 1 : 2;
  return `${rank} ${'name' in definition ? definition.name?.value : ''} ${definition.kind}`;
}
