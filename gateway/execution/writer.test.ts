/**
 * An answer that is written straight from the fetched data equals the text of its objects, and is counted like these.
 */
import {
  buildSchema,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { Turns } from '../../request/turns';
import { SchemaCosts } from '../limits/cost-of-field';
import { readCostWeights } from '../limits/cost-weights';
import { OperationCost } from '../limits/operation-cost';
import { conditionVariables } from '../parsing/conditions';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues, variablesReader } from '../parsing/variables';
import type { Data } from './data';
import { Faults } from './faults';
import { groupSelections } from './selections';
import { Shapes } from './shape';
import { Chance } from './test-supergraphs/chance';
import { randomOperation } from './test-supergraphs/random-operation';
import { answerForms } from './writer';

const SDL = /* GraphQL */ `
  directive @cost(weight: String!) on FIELD_DEFINITION | OBJECT | ARGUMENT_DEFINITION
  scalar JSON
  enum Kind { VIDEO AUDIO }
  interface Named { id: ID! name: String }
  interface Title implements Named { id: ID! name: String kind: Kind subjects: [String!]! }
  type Video implements Named & Title @cost(weight: "3") {
    id: ID! name: String kind: Kind subjects: [String!]! minutes: Float length: Int! more: JSON like(first: Int): [Title]
  }
  type Audio implements Named & Title {
    id: ID! name: String kind: Kind subjects: [String!]! loud: Boolean! likes: [[Media!]]! by: Person
  }
  type Person implements Named { id: ID! name: String works: [Title!] flags: [[Boolean]!] any: [JSON] best: Named! }
  union Media = Video | Audio | Person
  type Query {
    title(id: ID!): Title @cost(weight: "7")
    titles(ids: [ID!]!): [Title!]! @cost(weight: "2")
    people: [Person]
    grid: [[Title]]
    named: Named!
    media: [Media!]
    count: Int
    any: JSON!
  }
`;
const schema = buildSchema(SDL);
const costs = new SchemaCosts(schema, readCostWeights(parse(SDL)));

interface Both {
  readonly written: string | null;
  readonly objects: string | null;
  readonly faults: number;
}

/** @throws where the two are not the same */
async function bothWays(query: string, sent: Readonly<Record<string, unknown>>, answer: Data): Promise<Both> {
  const parsed = operationIn(parsedDocument(parse(query))) as ParsedOperation;
  const { operation } = parsed;
  const values = new GivenValues(variablesReader(schema, operation)(sent));
  const { variables } = values;
  const root = schema.getQueryType() as GraphQLObjectType;
  const fragments = { schema, definitions: Object.fromEntries(parsed.fragments), known: new Map() };
  const selections = groupSelections(fragments, root, operation.selectionSet.selections);
  const faults = new Faults(answer, () => undefined);
  const shape = new Shapes(schema).ofRoot(selections, root);
  const output = new shape.Output();
  const isThere = await shape.fill(answer, output, true, { variables, faults, path: [], turns: new Turns() });
  const cost = new OperationCost(costs, parsed).ofRequest(values);
  const asked = { schema, supergraph: schema, selections, root, conditions: conditionVariables(parsed), fetches: [] };
  const formOf = answerForms(asked);
  const write = async () => (await formOf(variables, cost.answered)?.write(answer, cost.asked, new Turns())) ?? null;
  const first = await write();
  const written = await write();
  expect(written).toEqual(first);
  if (!written) return { written, objects: isThere ? JSON.stringify(output) : null, faults: faults.errors.length };
  expect(faults.errors).toEqual([]);
  expect(isThere).toBe(true);
  expect(written.text).toBe(JSON.stringify(output));
  expect(JSON.parse(written.text)).toEqual(JSON.parse(JSON.stringify(output)));
  expect(written.counted).toEqual(cost.count(output));
  return { written: written.text, objects: written.text, faults: 0 };
}

const TEXTS = [
  '',
  'Zebra',
  'Ähre',
  '"',
  '\\',
  '\n\t\u0000',
  '\u007f\u2028',
  '😀',
  '\ud800',
  'a\udc00b',
  '</script>',
  'x'.repeat(70),
];
const NUMBERS = [0, -0, 1.5, -1e-7, 1e21, 5e-324, Number.MAX_VALUE, 2 ** 53];
const WHOLES = [0, -0, 7, -2_147_483_648, 2_147_483_647];
const JSONS = JSON.parse(
  '[{"__proto__":{"toJSON":1},"a":[null,{"b":"\\ud800"}]},[],{},"x \\"y\\"",7.5,false,[[[-1e-9]]],{"toJSON":"no"}]',
);
const BROKEN = [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, 1.5, 'wrong', {}, [], true, 2 ** 40, () => 1];

/** Answers an operation as a single subgraph with all the fields would. */
class Answerer {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly chance: Chance,
    private readonly isBroken: number,
  ) {}

  object(sets: readonly SelectionSetNode[], type: GraphQLObjectType): Data {
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) this.collect(set, type, fields);
    const made: Data = Object.create(null);
    if (this.chance.happens(0.9)) made.__typename = type.name;
    for (const [key, nodes] of this.shuffled([...fields])) {
      const [{ name }] = nodes as [FieldNode];
      const value =
        name.value === '__typename'
          ? type.name
          : this.value(type.getFields()[name.value]?.type as GraphQLOutputType, nodes);
      made[key] = this.chance.happens(this.isBroken) ? this.chance.pick<unknown>(BROKEN) : value;
    }
    return made;
  }

  private shuffled<Item>(items: Item[]): Item[] {
    return items
      .map((item) => ({ item, at: this.chance.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }

  private collect({ selections }: SelectionSetNode, type: GraphQLObjectType, into: Map<string, FieldNode[]>): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        into.set(key, [...(into.get(key) ?? []), selection]);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      const on = fragment?.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
      if (fragment && (!on || on === type || (isAbstractType(on) && this.schema.isSubType(on, type))))
        this.collect(fragment.selectionSet, type, into);
    }
  }

  private value(type: GraphQLOutputType, nodes: readonly FieldNode[]): unknown {
    if (isNonNullType(type)) return this.there(type.ofType, nodes);
    return this.chance.happens(0.15) ? null : this.there(type, nodes);
  }

  private there(type: GraphQLOutputType, nodes: readonly FieldNode[]): unknown {
    if (isListType(type)) return Array.from({ length: this.chance.below(4) }, () => this.value(type.ofType, nodes));
    if (isEnumType(type)) return this.chance.pick(type.getValues()).name;
    if (isScalarType(type)) return this.scalar(type.name);
    const possible = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type as GraphQLNamedType];
    const own = this.chance.pick([...possible]) as GraphQLObjectType;
    const made = this.object(
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      own,
    );
    if (isAbstractType(type) && this.chance.happens(0.97)) made.__typename = own.name;
    return made;
  }

  private scalar(name: string): unknown {
    if (name === 'Int') return this.chance.pick(WHOLES);
    if (name === 'Float') return this.chance.pick(NUMBERS);
    if (name === 'Boolean') return this.chance.happens(0.5);
    if (name === 'JSON') return this.chance.pick<unknown>(JSONS);
    if (name === 'ID' && this.chance.happens(0.2))
      return this.chance.pick([7, -0, 2 ** 60, 999_999_999_999_999_900_000]);
    return this.chance.pick(TEXTS);
  }
}

test('random answers to random operations are written and counted like their objects', async () => {
  const found = { whole: 0, written: 0, broken: 0 };
  for (let seed = 0; seed < 1_000; seed += 1) {
    const chance = new Chance(seed);
    const operation = randomOperation(schema, chance);
    if (!operation) continue;
    const { query, variables } = operation;
    const isBroken = chance.pick([0, 0, 0.02]);
    const parsed = operationIn(parsedDocument(parse(query))) as ParsedOperation;
    const answerer = new Answerer(schema, parsed.fragments, chance, isBroken);
    const answer = answerer.object([parsed.operation.selectionSet], schema.getQueryType() as GraphQLObjectType);
    for (const given of variables) {
      if (Object.values(given).includes(null)) continue;
      const { written, objects, faults } = await bothWays(query, given, answer);
      if (written !== null) found.written += 1;
      if (objects !== null && faults === 0) found.whole += 1;
      else found.broken += 1;
    }
  }
  expect(found.broken).toBeGreaterThan(50);
  expect(found.written / found.whole).toBeGreaterThan(0.95);
  expect(found.whole).toBeGreaterThan(350);
}, 120_000);

const PEOPLE = '{ people { id works { name } } }';
const people = (count: number, works: number) =>
  Array.from({ length: count }, (_, at) => ({
    __typename: 'Person',
    id: at,
    works: Array.from({ length: works }, () => ({ __typename: 'Video', name: `x "${at}"` })),
  }));

test.each([
  ['one long list', 10_000, 0],
  ['lists in a list', 2_000, 4],
  ['long lists in a short one', 3, 3_333],
])('other work runs between the turns in which a long answer is written: %s', async (_, count, works) => {
  let turns = 0;
  let isOver = false;
  const next = () => {
    turns += 1;
    if (!isOver) setImmediate(next);
  };
  setImmediate(next);
  const { written } = await bothWays(PEOPLE, {}, { people: people(count, works) });
  isOver = true;
  expect(written).not.toBeNull();
  // The answer is written twice, and completed as objects once.
  expect(turns).toBeGreaterThanOrEqual(27);
});

test.each<[string, string, Data, string]>([
  [
    'nothing was selected of an object',
    '{ people { works @skip(if: true) { id } } }',
    { people: [{}] },
    '{"people":[{}]}',
  ],
  [
    'names that every object inherits',
    '{ __proto__: people { constructor: id __proto__: __typename toString: name } }',
    JSON.parse('{"__proto__":[{"__typename":"Person","constructor":"1","__proto__":"Person","toString":null}]}'),
    '{"__proto__":[{"constructor":"1","__proto__":"Person","toString":null}]}',
  ],
  [
    'fragments that select the same object',
    '{ ...a people { name } ...b } fragment a on Query { people { id } } fragment b on Query { people { best { id } name } }',
    { people: [{ id: 1, name: 'x', best: { __typename: 'Audio', id: 'y' } }] },
    '{"people":[{"id":1,"name":"x","best":{"id":"y"}}]}',
  ],
  ['the first that is selected is left out', '{ a: count @skip(if: true) count }', { count: 0 }, '{"count":0}'],
  [
    'a condition says where a name stands',
    '{ count @include(if: false) people { id } count }',
    { count: 1, people: [] },
    '{"people":[],"count":1}',
  ],
])('%s', async (_, query, answer, text) => {
  expect((await bothWays(query, {}, answer)).written).toBe(text);
});

test.each<[string, string, Data]>([
  ['a value is missing', '{ count named { id } }', { named: { __typename: 'Video', id: '1' } }],
  ['a value is none of its type', '{ count }', { count: 1.5 }],
  ['null stands where it may not', '{ named { id } }', { named: null }],
  ['null stands for a scalar that may hold anything else', '{ any }', { any: null }],
  ['an object names no type of its field', '{ named { id } }', { named: { __typename: 'Query', id: '1' } }],
])('it is left to objects where %s', async (_, query, answer) => {
  expect((await bothWays(query, {}, answer)).written).toBeNull();
});
