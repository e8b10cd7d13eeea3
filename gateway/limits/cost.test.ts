import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import type { CallerKind } from '../../caller/caller';
import { PROJECT_ROOT } from '../../environment';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues, variablesReader } from '../parsing/variables';
import { BUDGETS, type BudgetName, checkAnswerSize, checkBudget, costOf } from './cost';
import { SchemaCosts } from './cost-of-field';
import { readCostWeights } from './cost-weights';
import { OperationCost } from './operation-cost';
import { checkSizes } from './operation-limits';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const schema = buildSchema(file('api.graphql'));
const weights = readCostWeights(parse(file('supergraph.graphql')));
const costs = new SchemaCosts(schema, weights);

function estimate(text: string, sent = {}): number {
  return costOf(estimatedOf(text, sent));
}

function estimatedOf(text: string, sent = {}) {
  const parsed = operationIn(parsedDocument(parse(text))) as ParsedOperation;
  const values = new GivenValues(variablesReader(schema, parsed.operation)(sent));
  return new OperationCost(costs, parsed).ofRequest(values).estimate;
}

const list = <Item>(length: number, item: (at: number) => Item) => Array.from({ length }, (_, at) => item(at));
const school = (fields: string) => `{ school(number: "100000") { ${fields} } }`;
const LICENSED =
  'edges { cursor node { id name } level rights validUntil entitlement { id licence { name owner { name } } } }';
const ASSIGN = `mutation ($licences: [ID!]!, $holders: [HolderInput!]!) {
  assignEntitlements(input: { licenceIds: $licences, holders: $holders }) { assigned assignments {
    outcome holder { name } licence { number } entitlement { id status } } } }`;
const assignment = (licences: number, holders: number) => ({
  licences: list(licences, String),
  holders: list(holders, (at) => ({ level: 'SCHOOL', id: `NW:${at}` })),
});
const EVENTS = list(1_000, (at) => ({
  id: String(at),
  school: 'NW:100000',
  title: '1',
  action: 'STREAM',
  usedAt: '2026-01-01T00:00:00Z',
}));

/** Whose operation it is, what it asks for, and its estimated cost. */
const SENSIBLE: [string, CallerKind, number, string, object?][] = [
  ['nothing', 'lms', 0, '{ __typename }'],
  ['a school', 'lms', 2, school('name number inOperation')],
  ['what is around it', 'lms', 6, school('name authority { name } district { name } mediaCentre { name }')],
  [
    'the first question of the README',
    'lms',
    598,
    school(
      'name licensedTitles(search: "Fotosynthese", first: 2) { totalCount edges { node { name number } level rights validUntil } }',
    ),
  ],
  ['the page of licensed titles that is usual', 'lms', 92, school('licensedTitles { edges { node { name } } }')],
  [
    'the largest page, with all of each title',
    'lms',
    2_364,
    school(`licensedTitles(first: 200) { totalCount pageInfo { endCursor } ${LICENSED} }`),
  ],
  [
    'a page larger than there is one: the service says so',
    'lms',
    544,
    school('licensedTitles(first: 100000) { edges { node { name } } }'),
  ],
  ['a page of less than nothing', 'lms', 42, school('licensedTitles(first: -100000) { edges { node { name } } }')],
  [
    'access as in the README',
    'lms',
    76,
    school(`access(titleIds: ["11", "3214", "2482", "3293"]) { title { name } outcome reason level validUntil }
      pupils: access(titleIds: ["2781"], audience: PUPIL) { title { name } outcome reason }
      nextYear: access(titleIds: ["2482"], at: "2027-09-01T08:00:00+02:00") { title { name } outcome level validUntil }`),
  ],
  [
    'access of 500 titles, with all that decided',
    'lms',
    3_313,
    `query ($ids: [ID!]!) ${school('access(titleIds: $ids) { outcome title { name } entitlement { holder { name } licence { name } } }')}`,
    { ids: list(500, String) },
  ],
  [
    'a title that has expired',
    'lms',
    12,
    '{ title(id: "1") { name availability(school: "NW:100000") { outcome reason since } } }',
  ],
  [
    'twenty titles with their availability',
    'lms',
    332,
    '{ titles(search: "Wald") { edges { node { name availability(school: "NW:100000") { outcome } } } } }',
  ],
  [
    'a batch of 1,000 uses',
    'lms',
    1_011,
    'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }',
    { events: EVENTS },
  ],
  [
    'a batch of 10,000 uses',
    'lms',
    10_011,
    'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }',
    { events: list(10_000, () => EVENTS[0]) },
  ],
  [
    '200 titles with all that they hold',
    'lms',
    6_230,
    '{ titles(first: 200) { edges { cursor node { id number name series description publisher kind subjects keywords gradeFrom gradeUntil language ageRating year durationSeconds rights withdrawnAt } } } }',
  ],
  [
    'a search by as many words and subjects as are taken',
    'lms',
    2_053,
    'query ($words: String!, $subjects: [String!]!) { titles(search: $words, filter: { subjects: $subjects }) { edges { node { id } } } }',
    { words: list(20, (at) => `wort${at}`).join(' '), subjects: list(20, (at) => `Fach ${at}`) },
  ],
  [
    'a seat',
    'lms',
    52,
    'mutation { acquireSeat(input: { school: "NW:100000", title: "1" }) { outcome lease { id expiresAt } } }',
  ],
  ['the one who asks', 'lms', 67, '{ me { kind subject scopes organisations { name } schoolCount } }'],
  [
    'licences to assign',
    'licensing',
    89,
    '{ licences(owned: true, search: "Fotosynthese") { edges { node { id name holderLevels price { cents currency } validUntil } } } }',
  ],
  [
    '200 licences with owner and price',
    'licensing',
    1_023,
    '{ licences(first: 200) { edges { node { name owner { name } price { cents } } } } }',
  ],
  ['a preview for two schools', 'licensing', 22, ASSIGN, assignment(1, 2)],
  ['10,000 assignments at once', 'licensing', 58_194, ASSIGN, assignment(10, 1_000)],
  [
    '10,000 revocations at once, of which 1,000 are told',
    'licensing',
    16_701,
    'mutation ($ids: [ID!]!) { revokeEntitlements(input: { entitlementIds: $ids }) { changed changes(first: 1000) { entitlement { id status holder { name } licence { name owner { name } } } } } }',
    { ids: list(10_000, String) },
  ],
  [
    'what a pasted list of 5,500 schools is taken for',
    'licensing',
    25_071,
    'query ($rows: [String!]!) { resolveSchools(numbers: $rows) { matched { row school { name } } unmatched { row } } }',
    { rows: list(5_500, String) },
  ],
  [
    'a pasted list of 5,500 schools that join a group',
    'licensing',
    5_511,
    'mutation ($rows: [String!]) { addSchoolsToGroup(input: { group: "NW:1", numbers: $rows }) { added } }',
    { rows: list(5_500, String) },
  ],
  [
    'a licence for a pasted list of 5,500 schools',
    'licensing',
    5_512,
    'mutation ($rows: [String!]) { assignEntitlements(input: { licenceIds: ["1"], selection: { numbers: $rows } }) { assigned } }',
    { rows: list(5_500, String) },
  ],
  [
    '10,000 revocations in a job',
    'licensing',
    10_011,
    'mutation ($ids: [ID!]!) { startChange(input: { revoke: { entitlementIds: $ids } }) { state } }',
    { ids: list(10_000, String) },
  ],
  [
    'the use in a city',
    'reporting',
    50,
    '{ schoolAuthority(number: "91001") { name usage(from: "2026-08", until: "2026-11") { month streams total } } }',
  ],
  [
    'three years of each of 200 schools',
    'reporting',
    10_097,
    '{ schoolAuthority(number: "91001") { schools(first: 200) { edges { node { name usage(from: "2024-01", until: "2026-12") { month total } } } } } }',
  ],
  [
    'what each of 200 schools may use',
    'operator',
    114_857,
    '{ schoolAuthority(number: "91001") { schools(first: 200) { edges { node { name licensedTitles(first: 10) { totalCount edges { cursor } } } } } } }',
  ],
];

test.each(SENSIBLE)('%s, for %s: %i', (_, kind, cost, text, sent = {}) => {
  expect(estimate(text, sent)).toBe(cost);
  expect(() => checkSizes(parsedDocument(parse(text)))).not.toThrow();
  expect(() => checkBudget(cost, kind)).not.toThrow();
  expect(() => checkAnswerSize(estimatedOf(text, sent).size)).not.toThrow();
});

test('a fragment costs what its fields cost, each time it is spread, with the size that its list has there', () => {
  const whole = school(
    'a: licensedTitles(first: 100) { edges { node { id } } } b: licensedTitles(first: 7) { edges { node { id } } }',
  );
  const spread = school(
    'a: licensedTitles(first: 100) { ...f } b: licensedTitles(first: 7) { ... on LicensedTitleConnection { ...f } }',
  );
  const fragments =
    'fragment f on LicensedTitleConnection { edges { ...g } } fragment g on LicensedTitleEdge { node { id } }';
  expect(estimate(`${spread} ${fragments}`)).toBe(estimate(whole));
});

test('an operation that doubles at each level is estimated without visiting all of it', () => {
  const levels = list(
    12,
    (at) =>
      `fragment f${at} on SchoolAuthority { schools(first: 200) { edges { node { authority { ...f${at + 1} ...f${at + 1} } } } } }`,
  );
  const text = `{ schoolAuthority(number: "1") { ...f0 } } ${levels.join(' ')} fragment f12 on SchoolAuthority { name }`;
  const cost = estimate(text);
  expect(cost).toBeGreaterThan(1e30);
  expect(() => checkBudget(cost, 'operator')).toThrow(/more than 1000000000/);
});

test.each<[string, string, object]>([
  ['more assignments than are made at once', ASSIGN, assignment(121, 1_000)],
  [
    'more titles than are checked at once',
    `query ($ids: [ID!]!) ${school('access(titleIds: $ids) { outcome }')}`,
    { ids: list(501, String) },
  ],
])('%s are refused with the number', (_, text, sent) => {
  expect(() => estimate(text, sent)).toThrow(
    /at once; got 121000 \(input.holders × input.licenceIds\)|access\(titleIds\): 501 items \(maximum 500\)/,
  );
});

test('fifty aliases of a long text are refused before any subgraph is asked', () => {
  const aliases = list(50, (at) => `d${at}: description`).join(' ');
  const { size } = estimatedOf(`{ titles(first: 200) { edges { node { ${aliases} } } } }`);
  expect(size).toBeGreaterThan(100_000_000);
  expect(() => checkAnswerSize(size)).toThrow(
    /^Estimated answer of \d{9} characters exceeds the maximum of 20000000\. Request smaller pages/,
  );
});

test('an alias costs its length each time it is repeated', () => {
  const alias = 'a'.repeat(100_000);
  const { size } = estimatedOf(`{ titles(first: 200) { edges { ${alias}: node { id } } } }`);
  expect(size).toBeGreaterThan(200 * alias.length);
});

test('twenty searches of twenty words in one request are more than a learning platform may spend', () => {
  const words = list(20, (at) => `wort${at}`).join(' ');
  const cost = estimate(`{ ${list(20, (at) => `t${at}: titles(search: "${words}") { totalCount }`).join(' ')} }`);
  expect(() => checkBudget(cost, 'lms')).toThrow(/Estimated cost \d+ exceeds the lms limit of 12000/);
});

test.each(Object.entries(BUDGETS) as [BudgetName, number][])('%s may spend %i, and not one more', (name, budget) => {
  expect(() => checkBudget(budget, name)).not.toThrow();
  expect(() => checkBudget(budget + 1, name)).toThrow(`cost ${budget + 1} exceeds the ${name} limit of ${budget}`);
});

test('the cost of titles depends on how many numbers are sent, not on the maximum', () => {
  const query = 'query ($numbers: [String!]!) { titlesByNumber(numbers: $numbers) { id } }';
  const costOf = (count: number) => estimate(query, { numbers: Array(count).fill('1') });
  expect(costOf(10)).toBeLessThan(costOf(20));
  expect(costOf(500)).toBeLessThan(1_000);
});

/**
 * Lists of reports, worklists and changes: each page counts the whole list, which the cost of the list's field covers.
 */
const COUNTED_WITH_THE_PAGE =
  /^(AmendedEntitlement|CostRow|CoveredTwice|Deadline|DemandRow|FullSeats|PackageAccessChange|UnusedLicence|UnusedTitle|UsageMissingSchool|UsageReporter|UsageRow)Connection$/;

test('every connection of the schema states its size', () => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type)) continue;
    for (const field of Object.values(type.getFields())) {
      const isConnection = /Connection!?$/.test(String(field.type));
      if (isConnection)
        expect(weights.sizes.get(`${type.name}.${field.name}`)).toMatchObject({ slicingArguments: ['first'] });
      if (field.name === 'totalCount' && !COUNTED_WITH_THE_PAGE.test(type.name))
        expect(weights.weights.get(`${type.name}.${field.name}`)).toBeGreaterThan(0);
    }
  }
});
