/** The answer says what a mutation did even where parts of the answer fail, so that nothing looks undone that was done. */
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

test('each mutation is nullable, so that the results of the others remain where one fails', () => {
  const certain = fieldsOf(api.getMutationType()).filter(({ type }) => isNonNullType(type));
  expect(certain.map(({ name }) => name)).toEqual([]);
});

test('other objects in a result are nullable, so that the result remains where one of them cannot be read', () => {
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

/** The result types of mutations and the types within them, without those of other objects. */
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

/** Tells whether the type has an id and fields of other types: then it is another object, and no part of the result. */
function isRead(type: GraphQLNamedType): boolean {
  const fields = fieldsOf(type);
  return fields.some(({ name }) => name === 'id') && fields.some((field) => !isLeafType(getNamedType(field.type)));
}

/** Returns the type of an item of a list; the type itself where it is not a list. */
function item(type: GraphQLOutputType): GraphQLOutputType {
  const inner = isNonNullType(type) ? type.ofType : type;
  return isListType(inner) ? inner.ofType : type;
}
