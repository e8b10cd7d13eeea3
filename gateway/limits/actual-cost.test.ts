import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import { PROJECT_ROOT } from '../../environment';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues, variablesReader } from '../parsing/variables';
import { checkedCost, costOf } from './cost';
import { SchemaCosts } from './cost-of-field';
import { readCostWeights } from './cost-weights';
import { OperationCost } from './operation-cost';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const schema = buildSchema(file('api.graphql'));
const costs = new SchemaCosts(schema, readCostWeights(parse(file('supergraph.graphql'))));

function prepared(text: string) {
  const parsed = operationIn(parsedDocument(parse(text))) as ParsedOperation;
  return { cost: new OperationCost(costs, parsed), read: variablesReader(schema, parsed.operation) };
}

function costsOf(text: string, data: object | null, sent = {}) {
  return costsIn(prepared(text), data, sent);
}

function costsIn({ cost, read }: ReturnType<typeof prepared>, data: object | null, sent: object) {
  const request = cost.ofRequest(new GivenValues(read({ ...sent })));
  return { estimated: checkedCost(request.estimate), counted: costOf(request.count(data)) };
}

const list = <Item>(length: number, item: (at: number) => Item) => Array.from({ length }, (_, at) => item(at));
const edges = (length: number) => list(length, (at) => ({ cursor: String(at), node: { id: String(at), name: 'x' } }));
const TITLES = '{ titles(first: 200) { totalCount edges { cursor node { id name } } } }';

test.each<[string, string, object | null, object, { estimated: number; counted: number }]>([
  // titles 10, the connection 1, totalCount 500, and 2 for each title; 1 for each 1,024 characters.
  ['a full page', TITLES, { titles: { totalCount: 900, edges: edges(200) } }, {}, { estimated: 1_447, counted: 940 }],
  ['a page with three', TITLES, { titles: { totalCount: 3, edges: edges(3) } }, {}, { estimated: 1_447, counted: 517 }],
  ['an empty page', TITLES, { titles: { totalCount: 0, edges: [] } }, {}, { estimated: 1_447, counted: 511 }],
  ['a field that is null', TITLES, { titles: null }, {}, { estimated: 1_447, counted: 10 }],
  ['no answer', TITLES, null, {}, { estimated: 1_447, counted: 0 }],
  [
    'holes in a list',
    '{ school(number: "1") { access(titleIds: ["1", "2", "3"]) { outcome title { name } } } }',
    { school: { access: [{ outcome: 'DENIED', title: null }, { outcome: 'ALLOWED', title: { name: 'x' } }, null] } },
    {},
    { estimated: 28, counted: 24 },
  ],
  [
    'what @skip left out',
    'query ($all: Boolean!) { titles(first: 100) { totalCount @include(if: $all) edges @include(if: $all) { node { id } } } }',
    { titles: {} },
    { all: false },
    { estimated: 723, counted: 11 },
  ],
  [
    'fragments that select the same again',
    '{ titles(first: 2) { ...f edges { node { id } } ...f } } fragment f on TitleConnection { edges { node { name } } }',
    { titles: { edges: edges(2) } },
    {},
    { estimated: 25, counted: 15 },
  ],
  [
    'aliases',
    '{ a: titles(first: 2) { edges { node { id } } } b: titles(first: 2) { edges { node { id } } } }',
    { a: { edges: edges(2) }, b: { edges: edges(1) } },
    {},
    { estimated: 30, counted: 28 },
  ],
  [
    'things that were done and not answered',
    'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }',
    { recordUsage: { recorded: 2, alreadyKnown: 0 } },
    {
      events: list(2, (at) => ({
        id: `${at}`,
        school: 'NW:1',
        title: '1',
        action: 'STREAM',
        usedAt: '2026-01-01T00:00:00Z',
      })),
    },
    { estimated: 13, counted: 13 },
  ],
  [
    'the names of types, and the schema',
    '{ __typename __schema { types { name } } }',
    { __typename: 'Query', __schema: { types: [{}, {}] } },
    {},
    { estimated: 0, counted: 0 },
  ],
  [
    'keys named like what objects inherit',
    '{ constructor: titles(first: 2) { edges { toString: node { id } } } }',
    {},
    {},
    { estimated: 15, counted: 10 },
  ],
])('%s', (_, text, data, sent, expected) => {
  expect(costsOf(text, data, sent)).toEqual(expected);
});

test('only the answer is visited, not all that it could be: a tree of twelve levels that answers nothing', () => {
  const levels = list(12, (at) => {
    const inner = `schools(first: 0) { edges { node { a: authority { ...f${at + 1} } b: authority { ...f${at + 1} } c: authority { ...f${at + 1} } } } }`;
    return `fragment f${at} on SchoolAuthority { ${inner} }`;
  });
  const text = `{ schoolAuthority(number: "1") { ...f0 } } ${levels.join(' ')} fragment f12 on SchoolAuthority { name }`;
  expect(costsOf(text, { schoolAuthority: { schools: { edges: [] } } }).counted).toBe(12);
});

test('a cached operation is counted by the variables of each request', () => {
  const text = `query ($ids: [ID!]!, $first: Int) {
       titles(first: $first) { edges { node { id } } }
       school(number: "1") { access(titleIds: $ids) { outcome title { licences: name } } }
     }`;
  const asked = prepared(text);
  const data = (length: number) => ({ titles: { edges: edges(length) }, school: { access: list(length, () => ({})) } });
  const fresh = (ids: string[], first: number) => costsOf(text, data(first), { ids, first });
  for (const length of [3, 1, 7, 3]) {
    const sent = { ids: list(length, String), first: length };
    expect(costsIn(asked, data(length), sent)).toEqual(fresh(sent.ids, length));
  }
  expect(costsIn(asked, data(7), { ids: ['1'], first: 7 })).not.toEqual(
    costsIn(asked, data(7), { ids: ['1'], first: 3 }),
  );
});
