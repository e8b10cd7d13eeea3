import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, visit } from 'graphql';
import { readSupergraph } from '../supergraph/supergraph';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import { readPlannerFields, refuseAliases } from './aliases';

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph({ production: false });
});
afterAll(() => house.stop());

const LMS = ['lms', 'SCHOOL:NW:100000'] as const;
const school = (selection: string) => `{ school(number: "100000") { ${selection} } }`;

/** The timeline is nothing a client may see, and nothing that a client may say. */
test.each([
  ['behind what needs that field', school('licensedTitles { id } timeline: name')],
  ['before what needs that field', school('timeline: name licensedTitles { id }')],
  [
    'in a fragment',
    `{ school(number: "100000") { licensedTitles { id } ...a } } fragment a on School { timeline: name }`,
  ],
  ['in an inline fragment', school('... @include(if: true) { timeline: name } licensedTitles { id }')],
  ['on what may be left out', school('timeline: name @skip(if: true) licensedTitles { id }')],
  ['on an object', school('timeline: authority { id } licensedTitles { id }')],
  ['that names a key', school('id: name usage')],
  ['that names the type', school('__typename: name usage')],
  ['that the planner makes', school('timeline__alias_0: name timeline: name licensedTitles { id }')],
])('an alias that the planner needs itself is refused: %s', async (_, query) => {
  const { data, errors, text } = await house.send(LMS, query);
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([
    { message: expect.stringContaining('Choose another alias'), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect(text).not.toContain('[]');
});

test('other aliases are good, and so are those that change nothing', async () => {
  const { data } = await house.send(
    LMS,
    school('name: id number: usage id: id __typename titel: licensedTitles { id }'),
  );
  expect(data?.school).toEqual({
    name: 'NW:100000',
    number: 3,
    id: 'NW:100000',
    __typename: 'School',
    titel: [{ id: 't1' }],
  });
});

test('in the real supergraph the planner needs the keys and the timeline', () => {
  const supergraph = readFileSync(join(__dirname, '../../schema/supergraph.graphql'), 'utf8');
  expect([...readSupergraph(supergraph).plannerFields].toSorted()).toEqual(['__typename', 'id', 'timeline']);
});

test.each([
  [
    'the keys of entities, and of all that is in them',
    'type A @join__type(graph: X, key: "id owner { name }") { id: ID }',
    'id name owner',
  ],
  [
    'what @requires and @provides name',
    'type A { b: Int @join__field(graph: X, requires: "c { d }", provides: "e") }',
    'c d e',
  ],
  [
    'nothing else that @join says',
    'type A @join__implements(graph: X, interface: "b") { c: Int @join__field(graph: "d", type: "e") }',
    '',
  ],
  [
    'nothing that other directives say',
    'type A @link(key: "b") { c: Int @of(requires: "d") @provides(fields: "e") }',
    '',
  ],
  [
    'no key that is none',
    'type A @join__type(graph: X, key: true) @join__type(graph: Y, key: "") @join__owner { b: Int }',
    '',
  ],
])('the planner needs the type, and %s', (_, supergraph, fields) => {
  const found = [...readPlannerFields(parse(supergraph))].filter((field) => field !== '__typename');
  expect(found.sort().join(' ')).toBe(fields);
  expect(readPlannerFields(parse(supergraph)).has('__typename')).toBe(true);
});

test('a directive without arguments names nothing, as those that are made by hand may be', () => {
  const supergraph = parse('type A @join__owner { b: Int }');
  const bare = visit(supergraph, { Directive: ({ kind, name }) => ({ kind, name }) });
  expect([...readPlannerFields(bare)]).toEqual(['__typename']);
});

test.each([
  ['{ id: name }', 'id', 'name'],
  ['{ a { ... on B { id: c } } }', 'id', 'c'],
  ['{ __typename: name }', '__typename', 'name'],
  ['{ a__b: name }', 'a__b', 'name'],
  ['query { ...f } fragment f on Query { id: id__x }', 'id', 'id__x'],
])('%s is refused, with the remedy', (text, alias, field) => {
  const refusing = () => refuseAliases(parse(text), new Set(['__typename', 'id']));
  expect(refusing).toThrow(`Alias “${alias}” is reserved. Choose another alias for ${field}.`);
  expect(refusing).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
});

test.each(['{ id }', '{ id: id }', '{ __typename kind: __typename }', '{ id_: id a_b: name }', '{ name: b__c }'])(
  '%s is not',
  (text) => {
    expect(() => refuseAliases(parse(text), new Set(['__typename', 'id']))).not.toThrow();
  },
);
