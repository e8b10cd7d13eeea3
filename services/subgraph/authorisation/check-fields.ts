import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Permissions } from './permissions';

/** What federation adds: an entity is asked for by its own name. */
const OF_FEDERATION = new Set(['Query._entities', 'Query._service']);

/**
 * A service whose table does not name each field that does more than show a property of what was read before, and each
 * entity, does not start: a new field says first who may ask for it.
 *
 * @param entities the types of those that can be asked for by their keys
 * @throws Error with the fields that no row names, and those that are named and not there
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
