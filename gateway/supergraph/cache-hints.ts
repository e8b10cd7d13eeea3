/**
 * Tells how long clients may cache an answer, by @cacheControl and the rules of Apollo Server. It is computed once
 * for an operation, so it costs a request nothing.
 *
 * An answer lives as long as its shortest-lived part. An object without a hint lives 0 seconds, and so does a value
 * at the root; the values of an object live as long as it does, and the schema forever. What @skip leaves out counts
 * all the same.
 */
import {
  BREAK,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  type ObjectTypeDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { argumentsOf } from '../limits/cost-weights';
import type { ParsedOperation } from '../parsing/parsed-operation';

/** In seconds, by the name of a type or the coordinate of a field: `Title`, `Query.titles`. */
export type CacheHints = ReadonlyMap<string, number>;

export function readCacheHints(supergraph: DocumentNode): CacheHints {
  const hints = new Map<string, number>();
  function read(coordinate: string, { directives = [] }: Pick<ObjectTypeDefinitionNode, 'directives'>): void {
    const maxAge = argumentsOf(directives, 'cacheControl')?.maxAge;
    if (maxAge !== undefined) hints.set(coordinate, Number(maxAge));
  }
  visit(supergraph, {
    ObjectTypeDefinition(type) {
      read(type.name.value, type);
      for (const field of type.fields ?? []) read(`${type.name.value}.${field.name.value}`, field);
    },
  });
  return hints;
}

/** @returns whole seconds; 0 means that it must not be kept */
export function maxAgeOf(
  schema: GraphQLSchema,
  hints: CacheHints,
  { document, operation }: Pick<ParsedOperation, 'document' | 'operation'>,
): number {
  if (operation.operation !== 'query') return 0;
  const types = new TypeInfo(schema);
  let shortest = Number.POSITIVE_INFINITY;
  const visitor = visitWithTypeInfo(types, {
    OperationDefinition: (node) => (node === operation ? undefined : false),
    Field({ name }) {
      if (name.value.startsWith('__')) return false;
      const [parent, field] = [types.getParentType(), types.getFieldDef()];
      if (!parent || !field) throw new Error(`The operation is not valid: ${name.value}.`);
      const type = getNamedType(field.type);
      const hint = hints.get(`${parent.name}.${name.value}`) ?? hints.get(type.name);
      const lives = hint ?? (isLeafType(type) && parent !== schema.getQueryType() ? shortest : 0);
      shortest = Math.min(shortest, lives);
      return shortest > 0 ? undefined : BREAK;
    },
  });
  visit(document, visitor);
  return Number.isFinite(shortest) ? shortest : 0;
}
