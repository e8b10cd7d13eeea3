import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Permissions } from './permissions';

/** Fields that federation adds; the entities themselves have names of their own in the table. */
const OF_FEDERATION = new Set(['Query._entities', 'Query._service']);

/**
 * Checks that the table names each entity, and each field that does more than show a property of an object already
 * read. Otherwise the service does not start, so whoever adds a field must state who may ask for it.
 *
 * @param entities the types that can be asked for by their keys
 * @throws Error with the fields that no row names, and those that are named but do not exist
 */
export function checkFields(schema: GraphQLSchema, entities: readonly string[], permissions: Permissions): void {
  const there = new Set([...resolvedFields(schema), ...entities.map((type) => `_entities.${type}`)]);
  const named = new Set(Object.values(permissions).flatMap(({ fields }) => fields));
  const wrong = [
    ...[...there].filter((field) => !named.has(field)).map((field) => `no row names ${field}`),
    ...[...named].filter((field) => !there.has(field)).map((field) => `there is no field ${field} with a resolver`),
  ];
  if (wrong.length > 0) throw new Error(`The service's authorisation/permissions.ts: ${wrong.join('; ')}.`);
}

function resolvedFields(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })))
    .filter(({ name, field }) => field.resolve && !OF_FEDERATION.has(name))
    .map(({ name }) => name);
}
