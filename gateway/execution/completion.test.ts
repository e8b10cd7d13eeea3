import { buildSchema, type GraphQLObjectType, type OperationDefinitionNode, parse } from 'graphql';
import { STEPS_IN_A_TURN, Turns } from '../../request/turns';
import type { Completion } from './completion';
import { groupSelections } from './selections';
import { Shapes } from './shape';

const schema = buildSchema(
  'type Query { shelves: [[Book!]] } type Book { number: Int pages: [Page] } type Page { number: Int }',
);
const root = schema.getQueryType() as GraphQLObjectType;
const document = parse('{ shelves { number pages { number } } }');
const { selectionSet } = document.definitions[0] as OperationDefinitionNode;
const selections = groupSelections({ schema, definitions: {}, known: new Map() }, root, selectionSet.selections);

test('a mistake in a list that takes several turns is reported at its place', async () => {
  const book = () => ({ number: 'none', pages: Array.from({ length: 7 }, () => ({ number: 'none' })) });
  const shelves = Array.from({ length: 20 }, () => Array.from({ length: 15 }, book));
  const told: string[] = [];
  const faults = { broken: (path: Completion['path']) => void told.push(JSON.stringify(path)) };
  const shape = new Shapes(schema).ofRoot(selections, root);
  const run = { variables: {}, faults, path: [], turns: new Turns() } as unknown as Completion;
  expect(await shape.fill({ shelves }, new shape.Output(), true, run)).toBe(true);
  const expected = shelves.flatMap((books, shelf) =>
    books.flatMap(({ pages }, at) => [
      ['shelves', shelf, at, 'number'],
      ...pages.map((_, page) => ['shelves', shelf, at, 'pages', page, 'number']),
    ]),
  );
  expect(expected.length).toBeGreaterThan(2 * STEPS_IN_A_TURN);
  expect(told).toEqual(expected.map((path) => JSON.stringify(path)));
  expect(run.path).toEqual([]);
});
