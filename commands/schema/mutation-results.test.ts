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
  const shown = objectsUnder(api.getQueryType());
  const results = [...objectsUnder(api.getMutationType())].filter((type) => !shown.has(type));
  const fields = results.flatMap((type) =>
    fieldsOf(type)
      .filter(({ type }) => shown.has(getNamedType(type) as GraphQLObjectType) && !isPlain(getNamedType(type)))
      .filter(({ type }) => isNonNullType(type) || isNonNullType(item(type)))
      .map(({ name }) => `${type.name}.${name}`),
  );
  expect(results.length).toBeGreaterThan(4);
  expect(fields).toEqual([]);
});

function fieldsOf(type: GraphQLObjectType | null | undefined) {
  return Object.values(type?.getFields() ?? {});
}

function objectsUnder(root: GraphQLObjectType | null | undefined): Set<GraphQLObjectType> {
  const found = new Set<GraphQLObjectType>();
  const left = fieldsOf(root);
  for (let field = left.pop(); field; field = left.pop()) {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || found.has(type)) continue;
    found.add(type);
    left.push(...fieldsOf(type));
  }
  return found;
}

/** Values without an id, such as a row of what was sent: a part of the result itself, with nothing that is read for it. */
function isPlain(type: GraphQLNamedType): boolean {
  return (
    isObjectType(type) &&
    fieldsOf(type).every(({ name, args, type }) => name !== 'id' && args.length === 0 && isLeafType(getNamedType(type)))
  );
}

/** The type of one item, where it is a list. */
function item(type: GraphQLOutputType): GraphQLOutputType {
  const inner = isNonNullType(type) ? type.ofType : type;
  return isListType(inner) ? inner.ofType : type;
}
