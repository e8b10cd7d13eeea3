import { buildSchema, getOperationAST, getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import { plainVariables } from './plain-variables';

const SCHEMA = buildSchema(
  'type Query { a(b: ID, c: String, d: Boolean): Int } scalar Any scalar _Any enum Kind { A } input In { a: Int }',
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
];

function operationOf(definition: string): OperationDefinitionNode {
  return getOperationAST(parse(`query (${definition}) { a }`)) as OperationDefinitionNode;
}

const NAMED = ['ID', 'String', 'Int', 'Boolean', 'Float', 'Any', '_Any', 'Kind', 'In'];
const TYPES = NAMED.flatMap((name) => [name, `${name}!`, `[${name}]`, `[${name}!]`, `[${name}!]!`, `[[${name}]]`]);

test.each(TYPES.flatMap((type) => [`$v: ${type}`, ...(type.endsWith('!') ? [] : [`$v: ${type} = null`])]))(
  'what is read of %s is what graphql-js reads',
  (definition) => {
    const operation = operationOf(definition);
    let plain = 0;
    for (const sent of [{}, ...VALUES.map((v) => ({ v })), { other: 1 }, { v: 'a', other: 1 }]) {
      const read = plainVariables(operation)(sent);
      if (read === null) continue;
      plain += 1;
      expect({ coerced: read }).toEqual(getVariableValues(SCHEMA, operation.variableDefinitions ?? [], sent));
      expect(Object.keys(read)).toEqual('v' in sent ? ['v'] : []);
    }
    const isPlain = /\$v: \[?(ID|String|Int|Boolean|_Any)\b/.test(definition);
    expect(plain > 0).toBe(isPlain);
  },
);

test('a list that was sent is not the one that was read, and names that objects inherit are left to graphql-js', () => {
  const ids = ['1', '2'];
  const read = plainVariables(operationOf('$ids: [ID!]!'))({ ids });
  expect(read?.ids).toEqual(ids);
  expect(read?.ids).not.toBe(ids);
  expect(plainVariables(operationOf('$toString: String'))({})).toBeNull();
});
