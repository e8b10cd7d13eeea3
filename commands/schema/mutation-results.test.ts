/** What a mutation did is told, whatever of its answer cannot be: nothing that was done looks as if it was not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { PROJECT_ROOT } from '../../environment';

const api = buildSchema(readFileSync(join(PROJECT_ROOT, 'schema', 'api.graphql'), 'utf8'));

test('each mutation is nullable, so that one that fails leaves the results of the others', () => {
  const certain = fieldsOf(api.getMutationType()).filter(({ type }) => isNonNullType(type));
  expect(certain.map(({ name }) => name)).toEqual([]);
});

test('what a result shows of other objects is nullable, so that one that cannot be read leaves the result', () => {
  const results = resultsOf(api.getMutationType());
  const fields = results.flatMap((type) =>
    fieldsOf(type)
      .filter(({ type }) => isRead(getNamedType(type)))
      .filter(({ type }) => isNonNullType(type) || isNonNullType(item(type)))
      .map(({ name }) => `${type.name}.${name}`),
  );
  expect(results.length).toBeGreaterThan(10);
  expect(fields).toEqual([]);
});

function fieldsOf(type: GraphQLNamedType | null | undefined) {
  return isObjectType(type) ? Object.values(type.getFields()) : [];
}

/** The types of what mutations answer, down to the objects that are read for them. */
function resultsOf(mutation: GraphQLObjectType | null | undefined): GraphQLObjectType[] {
  const found = new Set<GraphQLObjectType>();
  const left = fieldsOf(mutation).filter(({ type }) => getNamedType(type).name.endsWith('Result'));
  for (let field = left.pop(); field; field = left.pop()) {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || isRead(type) || found.has(type)) continue;
    found.add(type);
    left.push(...fieldsOf(type));
  }
  return [...found];
}

/** It has an id and more than values: it is an object of its own, and no part of the result. */
function isRead(type: GraphQLNamedType): boolean {
  const fields = fieldsOf(type);
  return fields.some(({ name }) => name === 'id') && fields.some((field) => !isLeafType(getNamedType(field.type)));
}

/** The type of one item, where it is a list. */
function item(type: GraphQLOutputType): GraphQLOutputType {
  const inner = isNonNullType(type) ? type.ofType : type;
  return isListType(inner) ? inner.ofType : type;
}
