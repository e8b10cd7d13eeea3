import {
  buildSchema,
  type FieldNode,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { plainArguments } from './plain-arguments';

const SCHEMA = buildSchema(`
  enum Side { LEFT RIGHT }
  input Point { x: Int! = 1, y: Int }
  type Query {
    a(must: ID!, state: String! = "NW", some: [ID!], at: Point = {}, side: Side = LEFT, any: Int): Int
    b(nothing: Int = null, any: Int): Int
  }`);
const FIELDS = SCHEMA.getQueryType()?.getFields() ?? {};
const HEAD = `query ($must: ID!, $state: String! = "BY", $some: [ID!], $at: Point, $side: Side, $any: Int,
  $constructor: Int, $toString: String, $hasOwnProperty: [ID!], $__proto__: Int)`;

const SENT: readonly Record<string, unknown>[] = [
  { must: '1' },
  { must: 1, state: 'NW', some: ['1', '2'], at: { y: 2 }, side: 'RIGHT', any: 0 },
  { must: '1', some: null, at: null, side: null, any: null },
  { must: '1', some: 'one' },
  JSON.parse('{ "must": "1", "constructor": 5, "toString": "BY", "hasOwnProperty": ["1"], "__proto__": 7 }'),
];

test('a field that was made and not parsed may have no list of arguments', () => {
  expect(
    plainArguments(FIELDS.b as never, { kind: 'Field', name: { kind: 'Name', value: 'b' } } as FieldNode, {}),
  ).toBeNull();
});

/** Each with how often, of those sent, it is read at a glance. */
test.each([
  ['a(must: $must)', 5],
  ['a(must: $must, state: $state)', 5],
  ['a(any: $any, side: $side, at: $at, some: $some, state: $state, must: $must)', 1],
  ['a(must: $must, any: $constructor)', 1],
  ['a(must: $must, state: $toString)', 1],
  ['a(must: $must, some: $hasOwnProperty)', 1],
  ['a(must: $must, any: $__proto__)', 1],
  ['a(must: $must, any: $unknown)', 0],
  ['a(must: "7", any: 3)', 0],
  ['a(must: $must, at: { x: 4, y: $any })', 0],
  ['a(must: $must, at: null, some: [])', 0],
  ['a(state: $state)', 0],
  ['b(any: $any)', 0],
  ['b(any: $any, nothing: $any)', 1],
])('the arguments of %s are those that graphql-js reads', (call, atAGlance) => {
  const operation = getOperationAST(parse(`${HEAD} { ${call} }`)) as OperationDefinitionNode;
  const node = operation.selectionSet.selections[0] as FieldNode;
  const definition = FIELDS[node.name.value] as (typeof FIELDS)[string];
  let plain = 0;
  for (const sent of SENT) {
    const { coerced } = getVariableValues(SCHEMA, operation.variableDefinitions ?? [], sent);
    const ours = plainArguments(definition, node, coerced ?? {});
    if (ours === null) continue;
    plain += 1;
    const theirs = getArgumentValues(definition, node, coerced);
    expect(ours).toEqual(theirs);
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  }
  expect(plain).toBe(atAGlance);
});
