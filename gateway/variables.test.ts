import {
  buildSchema,
  type GraphQLField,
  getArgumentValues,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { readArguments, readVariables } from './variables';

const SCHEMA = buildSchema(`
  enum Side { LEFT RIGHT }
  input Point { x: Int! = 1, y: Int }
  type Query {
    field(must: ID!, state: String! = "NW", some: [ID!], at: Point = {}, side: Side = LEFT, nothing: Int = null, any: Int): Int
  }`);
const DEFINITION = SCHEMA.getQueryType()?.getFields().field as GraphQLField<unknown, unknown>;

const HEAD = 'query ($must: ID!, $state: String! = "BY", $some: [ID!], $at: Point, $side: Side, $any: Int)';

/** What graphql-js makes of the same. */
function both(call: string, sent: Record<string, unknown>) {
  const operation = getOperationAST(parse(`${HEAD} { ${call} }`)) as OperationDefinitionNode;
  const [node] = operation.selectionSet.selections;
  if (node?.kind !== 'Field') throw new Error(call);
  const attempt = (read: (variables: Record<string, unknown>) => object) => {
    try {
      return read({ ...readVariables(SCHEMA, operation, { ...sent }) });
    } catch (error) {
      return (error as Error).message;
    }
  };
  return {
    ours: attempt((variables) => readArguments(DEFINITION, node, variables)),
    theirs: attempt((variables) => getArgumentValues(DEFINITION, node, variables)),
  };
}

const SENT: readonly Record<string, unknown>[] = [
  { must: '1' },
  { must: 1, state: 'NW', some: ['1', '2'], at: { y: 2 }, side: 'RIGHT', any: 0 },
  { must: '1', some: null, at: null, side: null, any: null },
  { must: '1', some: 'one' },
];
const CALLS = [
  'field(must: $must)',
  'field(must: "7", state: $state, any: 3)',
  'field(any: $any, side: $side, at: $at, some: $some, state: $state, must: $must)',
  'field(must: $must, at: { x: 4, y: $any })',
  'field(must: $must, nothing: $any)',
  'field(must: $must, at: null, some: [])',
  'field(must: $must, state: $missing)',
  'field(state: $state)',
];

test.each(CALLS)('the arguments of %s are those that graphql-js reads', (call) => {
  for (const sent of SENT) {
    const { ours, theirs } = both(call, sent);
    expect(ours).toEqual(theirs);
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  }
});
