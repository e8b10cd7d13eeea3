import { getOperationAST, parse } from 'graphql';
import { visiblePath } from './visible-path';

const document = parse(`
  query { mine: school { name ...f ... on School { list { edges { node { id } } } } } }
  fragment f on School { ...f2 }
  fragment f2 on School { authority { name } }
`);
const operation = getOperationAST(document) as NonNullable<ReturnType<typeof getOperationAST>>;

test.each([
  [
    ['mine', 'name'],
    ['mine', 'name'],
  ],
  [['mine', 'timeline'], ['mine']],
  [['school', 'name'], []],
  [
    ['mine', 'authority', 'name'],
    ['mine', 'authority', 'name'],
  ],
  [
    ['mine', 'list', 'edges', 3, 'node', 'secret'],
    ['mine', 'list', 'edges', 3, 'node'],
  ],
  [
    ['mine', 'list', 'edges', '@', 'node'],
    ['mine', 'list', 'edges'],
  ],
  [[], []],
])('%j is seen as %j', (path, seen) => {
  expect(visiblePath(path, operation, document)).toEqual(seen);
});
