import {
  buildSchema,
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  type GraphQLScalarType,
  GraphQLString,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { plainVariables } from './plain-variables';

const SCHEMA = buildSchema(
  `type Query { a(b: ID, c: String, d: Boolean, e: Float): Int } scalar Any scalar _Any enum Kind { A B }
   input In { a: Int = 3, b: Int! = 4, kind: Kind, ids: [ID!], inner: In, any: Any }
   input Must { id: ID!, at: Even } input One @oneOf { a: Int b: Int } input Odd { toString: Any, a: Int } scalar Even`,
);
const VALUES = [
  undefined,
  null,
  '',
  'a',
  '1',
  0,
  -1,
  1.5,
  2_147_483_647,
  2_147_483_648,
  -2_147_483_649,
  true,
  false,
  [],
  {},
  ['a', 'b'],
  ['a', null],
  [1, 2],
  [1, 2.5],
  [true, null],
  [['a'], ['b']],
  [{}],
  'A',
  'C',
  4,
  { a: 1 },
  { a: null, kind: 'B', ids: ['1', '2'], inner: { ids: [], any: { b: [1] } } },
  { a: 1.5 },
  { kind: 'C' },
  { ids: [null] },
  { ids: '1' },
  { other: 1 },
  { inner: { other: 1 } },
  { ids: undefined },
  JSON.parse('{ "__proto__": { "a": 1 } }'),
  { id: '1' },
  { id: null },
  { id: '1', at: 2 },
  { id: '1', at: 3 },
  [{ id: '1' }, { id: '2', at: 4 }],
  [{ id: '1' }, { id: 2.5 }],
  { b: 1 },
  { a: 1, b: 1 },
];
/** Whoever reads it may throw. */
const EVEN = SCHEMA.getType('Even') as GraphQLScalarType;
EVEN.parseValue = (value) => {
  if (value === 3) throw new Error('odd');
  return `${value} is even`;
};

function operationOf(definition: string): OperationDefinitionNode {
  return getOperationAST(parse(`query (${definition}) { a }`)) as OperationDefinitionNode;
}

const NAMED = ['ID', 'String', 'Int', 'Boolean', 'Float', 'Any', '_Any', 'Kind', 'In', 'Must', 'One', 'Odd', 'Even'];
const TYPES = NAMED.flatMap((name) => [name, `${name}!`, `[${name}]`, `[${name}!]`, `[${name}!]!`, `[[${name}]]`]);

test.each(TYPES.flatMap((type) => [`$v: ${type}`, ...(type.endsWith('!') ? [] : [`$v: ${type} = null`])]))(
  'what is read of %s is what graphql-js reads',
  (definition) => {
    const operation = operationOf(definition);
    let plain = 0;
    for (const sent of [{}, ...VALUES.map((v) => ({ v })), { other: 1 }, { v: 'a', other: 1 }]) {
      const read = plainVariables(SCHEMA, operation)(sent);
      if (read === null) continue;
      plain += 1;
      expect({ coerced: read }).toStrictEqual(getVariableValues(SCHEMA, operation.variableDefinitions ?? [], sent));
      expect(Object.keys(read)).toEqual('v' in sent ? ['v'] : []);
    }
    expect(plain > 0 || /(One|Odd)\b/.test(definition)).toBe(true);
  },
);

test('a list that was sent is not the one that was read, and names that objects inherit are left to graphql-js', () => {
  const ids = ['1', '2'];
  const read = plainVariables(SCHEMA, operationOf('$ids: [ID!]!'))({ ids });
  expect(read?.ids).toEqual(ids);
  expect(read?.ids).not.toBe(ids);
  expect(plainVariables(SCHEMA, operationOf('$toString: Any'))({})).toBeNull();
});

test.each<[string, object, object]>([
  ['$v: ID', {}, {}],
  ['$v: ID', { v: null }, { v: null }],
  ['$v: [Int]', { v: [1, null] }, { v: [1, null] }],
  ['$v: In', { v: {} }, { v: { a: 3, b: 4 } }],
  ['$v: In!', { v: { b: 5, inner: { a: null } } }, { v: { a: 3, b: 5, inner: { a: null, b: 4 } } }],
])('%s is read of %j without graphql-js', (definition, sent, expected) => {
  expect(plainVariables(SCHEMA, operationOf(definition))({ ...sent })).toStrictEqual(expected);
});

test('texts, ids, flags and whole numbers are read without a call of their scalars', () => {
  const scalars = [GraphQLID, GraphQLString, GraphQLBoolean, GraphQLInt].map((one) => jest.spyOn(one, 'parseValue'));
  const read = plainVariables(SCHEMA, operationOf('$a: ID, $b: String!, $c: Boolean, $d: [Int!]'));
  expect(read({ a: '1', b: 'b', c: true, d: [1, 2] })).toEqual({ a: '1', b: 'b', c: true, d: [1, 2] });
  for (const parseValue of scalars) expect(parseValue).not.toHaveBeenCalled();
  jest.restoreAllMocks();
});

test('an operation may declare no variables; one whose type is not known or cannot be sent is left to graphql-js', () => {
  const { variableDefinitions: _, ...without } = operationOf('$v: ID');
  expect(plainVariables(SCHEMA, without)({ v: '1' })).toEqual({});
  for (const type of ['Query', 'Unknown']) {
    expect(plainVariables(SCHEMA, operationOf(`$v: ${type}`))({ v: '1' })).toBeNull();
    expect(plainVariables(SCHEMA, operationOf(`$v: ID, $w: ${type}`))({ v: '1' })).toBeNull();
  }
});
