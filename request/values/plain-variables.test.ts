import {
  buildSchema,
  type GraphQLScalarType,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { plainVariables } from './plain-variables';

const SCHEMA = buildSchema(
  `type Query { a(b: ID, c: String, d: Boolean, e: Float): Int } scalar Any scalar _Any enum Kind { A B }
   input In { a: Int = 3, kind: Kind, ids: [ID!], inner: In, any: Any } input Must { id: ID!, at: Even }
   input One @oneOf { a: Int b: Int } input Odd { toString: Int } scalar Even`,
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
      expect({ coerced: read }).toEqual(getVariableValues(SCHEMA, operation.variableDefinitions ?? [], sent));
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
  expect(plainVariables(SCHEMA, operationOf('$toString: String'))({})).toBeNull();
});
