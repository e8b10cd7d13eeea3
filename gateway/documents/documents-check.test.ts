import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { PROJECT_ROOT } from '../../environment';
import { readSupergraph } from '../supergraph/supergraph';
import { checkTrustedDocuments } from './documents-check';
import { readManifest } from './documents-manifest';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const schema = buildSchema(file('api.graphql'));
const supergraph = readSupergraph(file('supergraph.graphql'));
const check = (text: string) => () =>
  checkTrustedDocuments(readManifest('lms', 'lms.json', JSON.stringify({ one: text })), schema, supergraph, true);

test.each<[string, string]>([
  ['lists that are variables', 'query ($ids: [ID!]!) { school(number: "1") { access(titleIds: $ids) { outcome } } }'],
  ['sizes that are variables', 'query ($n: Int!) { titles(first: $n) { edges { node { name } } } }'],
  ['sizes with a default', 'query ($n: Int = 200) { licences(first: $n) { edges { node { owner { name } } } } }'],
  [
    'inputs that are variables',
    'mutation ($i: AssignEntitlementsInput!) { assignEntitlements(input: $i) { assigned } }',
  ],
  [
    'parts of inputs that are variables',
    'mutation ($h: [HolderInput!]!, $l: ID!) { assignEntitlements(input: { holders: $h, licenceIds: [$l] }) { assigned } }',
  ],
  [
    'instants that are variables',
    'query ($at: DateTime!, $or: DateTime) { school(number: "1") { licensedTitles(at: $at) { totalCount } access(titleIds: ["1"], at: $or) { outcome } } }',
  ],
])('%s are trusted: what they hold is looked at when they come', (_, text) => {
  expect(check(text)).not.toThrow();
});

test('the operations of the console fit the schema, each within what somebody may spend', () => {
  const operations = readManifest(
    'console',
    'operations.json',
    readFileSync(join(PROJECT_ROOT, 'console', 'operations.json'), 'utf8'),
  );
  expect(operations).not.toEqual([]);
  expect(() => checkTrustedDocuments(operations, schema, supergraph, true)).not.toThrow();
});

test('what costs more than anybody may spend on anything else is trusted where it assigns and does nothing else', () => {
  const told = 'assignments(first: 10000) { entitlement { licence { termKind } } holder { level } }';
  const one = (alias: string) =>
    `${alias}: assignEntitlements(input: { licenceIds: ["1"], selection: {} }) { ${told} }`;
  const assigning = ['a', 'b', 'c', 'd'].map(one).join(' ');
  expect(check(`mutation { ${assigning} }`)).not.toThrow();
  expect(check(`mutation { ${assigning} unsubscribeFromNotices(ids: ["1"]) }`)).toThrow(
    /nobody may spend more than 120000\.$/,
  );
});

/** Two of them cost some 145,000: less than the budget of assigning, which is for nothing else. */
const LARGE =
  'authority { schools(first: 200) { edges { node { licensedTitles(first: 150) { edges { node { id } } } } } } }';

test.each<[string, string, RegExp]>([
  [
    'what costs more than anybody may spend',
    `{ school(number: "1") { ${LARGE} } other: school(number: "2") { ${LARGE} } }`,
    /^Trusted operations do not fit this schema\.\nlms\.json, operation one: It costs \d+ at the least, and nobody may spend more than 120000\.$/,
  ],
  [
    'what names more than is answered at once',
    `{ school(number: "1") { access(titleIds: ${JSON.stringify(Array(501).fill('1'))}) { outcome } } }`,
    /operation one: access\(titleIds\): 501 items \(maximum 500\)/,
  ],
  [
    'a day that does not exist',
    '{ school(number: "1") { licensedTitles(at: "2027-02-30T00:00:00Z") { totalCount } } }',
    /operation one: licensedTitles\(at\): Not an RFC 3339 date-time/,
  ],
  ['a subscription', 'subscription { me { subject } }', /operation one: There are no subscriptions here/],
  ['an alias of the planner', '{ school(number: "1") { timeline: name } }', /operation one: /],
])('%s is not', (_, text, message) => {
  expect(check(text)).toThrow(message);
});
