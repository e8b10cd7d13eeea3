import { buildSchema, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { invalidValuesOf } from './invalid-variables';

const SCHEMA = buildSchema(`
  input Holder { id: ID!, level: Int }
  input Wish { holders: [Holder!]!, note: String }
  type Title { a: Int }
  type Query { a: Int }`);

function placesOf(definitions: string, sent: Record<string, unknown>) {
  const operation = getOperationAST(parse(`query ${definitions} { a }`)) as OperationDefinitionNode;
  return invalidValuesOf(SCHEMA, operation, sent).map(({ place, reason }) => `${place}: ${reason}`);
}

test.each<[string, Record<string, unknown>, string[]]>([
  ['', {}, []],
  ['($a: Int, $b: Int = 1, $c: Int! = 1, $d: Int)', { d: null }, []],
  ['($a: Int!)', {}, ['$a: a value is required']],
  ['($a: Int!)', { a: null }, ['$a: a value is required']],
  ['($a: Int! = 1)', { a: null }, ['$a: a value is required']],
  ['($a: Int! = 1)', { a: undefined }, []],
  ['($toString: Int!)', {}, ['$toString: a value is required']],
  ['($toString: Int)', {}, []],
  ['($a: Title)', { a: {} }, ['$a: its type cannot be sent']],
  ['($a: Planet, $b: Int!)', {}, ['$a: its type cannot be sent', '$b: a value is required']],
  ['($a: Int)', { a: 'one' }, ['$a: Int cannot represent non-integer value: "one"']],
  [
    '($wish: Wish!)',
    { wish: { holders: [{ id: '1' }, { id: '2', level: 'x' }, {}] } },
    [
      '$wish.holders[1].level: Int cannot represent non-integer value: "x"',
      '$wish.holders[2]: Field "id" of required type "ID!" was not provided.',
    ],
  ],
])('of %s, sent %j: %j', (definitions, sent, places) => {
  expect(placesOf(definitions, sent)).toEqual(places);
});

test('of ten thousand values that do not fit no more are looked at than are told', () => {
  let looks = 0;
  const holder = {
    get id() {
      looks += 1;
      return undefined;
    },
  };
  const sent = { holders: Array(10_000).fill(holder) };
  expect(placesOf('($wish: Wish!, $other: Int!)', { wish: sent })).toHaveLength(5);
  expect(looks).toBeLessThan(20);
});

test('an operation that was made and not parsed may have no list of variables', () => {
  const operation = { ...getOperationAST(parse('{ a }')), variableDefinitions: undefined };
  expect(invalidValuesOf(SCHEMA, operation as never, {})).toEqual([]);
});

test('what fails otherwise is not hidden', () => {
  const holder = {
    get id(): string {
      throw new Error('broken');
    },
  };
  expect(() => placesOf('($wish: Wish!)', { wish: { holders: [holder] } })).toThrow('broken');
});

test('the first five are told: of one value, and of several', () => {
  expect(placesOf('($a: [Int])', { a: Array(9).fill('x') })).toHaveLength(5);
  expect(placesOf('($a: Int!, $b: Int!, $c: Int!, $d: Int!, $e: Int!, $f: Int!)', {})).toHaveLength(5);
});
