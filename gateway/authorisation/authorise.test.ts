import { buildSchema, parse } from 'graphql';
import type { Caller, CallerKind } from '../../caller/caller';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { GivenValues, variablesReader } from '../parsing/variables';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import { authorise, checkAuthorised } from './authorise';
import { OperationRequirements } from './operation-requirements';
import type { OrganisationFacts } from './organisation-facts';

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph({ production: false });
});
afterAll(() => house.stop());

const LMS = ['lms', 'SCHOOL:NW:100000'] as const;
const STAFF = ['licensing', 'AUTHORITY:NW:10182'] as const;
const REPORTS = ['reporting', 'AUTHORITY:NW:10182'] as const;
const OPERATOR = ['operator'] as const;
const ANYBODY: Caller = { kind: 'operator', subject: '', scopes: [], bound: [] };
type Who = readonly [CallerKind, ...string[]];

/**
 * Who may send what. The last column is the missing scope or the field that the refusal must name. What the directives
 * mean in full is in directive-cases.yaml; here they go through the whole gateway.
 */
const TABLE: [string, Who, string, 'may' | 'may not' | 'may in part', string?][] = [
  ['a field with a scope that it has', LMS, '{ titles { id } }', 'may'],
  ['a field with a scope that it lacks', LMS, '{ uses }', 'may not', 'Query.uses needs the scope usage:read'],
  ['an alias of that', LMS, '{ titles: uses }', 'may not', 'Query.uses'],
  ['one such field beside a good one', LMS, '{ titles { id } uses }', 'may in part', 'usage:read'],
  [
    'a nested field that it lacks the scope for',
    LMS,
    '{ titles { price } }',
    'may in part',
    'Title.price needs the scope prices:read',
  ],
  ['the same with the scope', STAFF, '{ titles { price } }', 'may'],
  [
    'a field of a scalar that requires a scope',
    LMS,
    '{ titles { cost } }',
    'may in part',
    'Title.cost needs the scope prices:read',
  ],
  [
    'a field of an enum that requires a scope',
    LMS,
    '{ titles { rating } }',
    'may in part',
    'Title.rating needs the scope usage:read',
  ],
  ['the same with the scope', STAFF, '{ titles { cost rating } }', 'may'],
  ['either of two groups: the first, whole', STAFF, '{ titles { demand } }', 'may'],
  ['either of two groups: the second', LMS, '{ titles { demand } }', 'may'],
  [
    'half of the first group',
    REPORTS,
    '{ titles { demand } }',
    'may in part',
    'prices:read and access:read, or usage:write',
  ],
  ['an inline fragment', LMS, '{ titles { ... { ... on Title { price } } } }', 'may in part', 'Title.price'],
  [
    'a named fragment',
    LMS,
    'query { titles { ...a } } fragment a on Title { ...b } fragment b on Title { price }',
    'may in part',
    'Title.price',
  ],
  ['a fragment that is used twice', LMS, '{ a: titles { ...f } b: titles { ...f } } fragment f on Title { id }', 'may'],
  ['a fragment on Query', LMS, 'query { ...q } fragment q on Query { uses }', 'may not', 'Query.uses'],
  ['a field under @skip(if: true)', LMS, '{ titles { id price @skip(if: true) } }', 'may'],
  [
    'a field under @include of a variable',
    LMS,
    'query($no: Boolean = false) { titles { id price @include(if: $no) } }',
    'may',
  ],
  [
    'a field of an interface that a type behind it requires a scope for',
    LMS,
    '{ medium(id: "t1") { price } }',
    'may in part',
    'Medium.price needs the scope',
  ],
  [
    'the interface, where a type behind it requires a scope',
    LMS,
    '{ medium(id: "t1") { id } }',
    'may in part',
    'entitlements:read',
  ],
  ['the same with both scopes', STAFF, '{ medium(id: "t1") { id price } }', 'may'],
  ['a free member of a union', LMS, '{ find { ... on Title { id } } }', 'may'],
  ['a member of a union that requires a scope', LMS, '{ find { ... on Title { id } ... on Contract { id } } }', 'may'],
  [
    'an interface of the members of a union',
    LMS,
    '{ find { ... on Medium { id } } }',
    'may in part',
    'entitlements:read',
  ],
  [
    'a mutation with a scope that it lacks',
    LMS,
    'mutation { assignEntitlements(input: {licenceIds: [], holders: []}) }',
    'may not',
    'entitlements:write',
  ],
  [
    'a field of another service behind a school',
    LMS,
    '{ school(number: "100000") { licensedTitles { price } } }',
    'may in part',
    'Title.price',
  ],
  ['its own school', LMS, '{ school(number: "100000") { id licensedTitles { id } } }', 'may'],
  ['a field that only wants a token', LMS, '{ me }', 'may'],
  ['everything, as the operator', OPERATOR, '{ uses titles { price cost demand } medium(id: "t1") { id } }', 'may'],
  ['introspection, in development', LMS, '{ __schema { types { name } } }', 'may'],
];

test.each(TABLE)('%s (%j): %s: %s', async (_, who, query, verdict, named = '') => {
  const { codes, data, errors } = await house.send(who, query);
  if (verdict === 'may') {
    expect(errors).toEqual([]);
    return;
  }
  expect(codes).toEqual(['FORBIDDEN']);
  expect(errors[0]?.message).toContain(named);
  expect(errors[0]?.path === undefined).toBe(verdict === 'may not');
  if (verdict === 'may not') expect(data).toBeNull();
  else expect(JSON.stringify(data)).toContain('null');
  expect(JSON.stringify(data)).not.toMatch(/5|7|GOOD/);
});

describe('without a token', () => {
  test.each(['{ __typename }', '{ __schema { queryType { name } } }', '{ __type(name: "School") { name } }'])(
    '%s answers in development',
    async (query) => {
      const { status, errors } = await house.send(null, query);
      expect({ status, errors }).toEqual({ status: 200, errors: [] });
    },
  );

  test.each([
    '{ me }',
    '{ titles { id } }',
    'query { ...f } fragment f on Query { me }',
    '{ __typename me @skip(if: true) }',
  ])('%s is UNAUTHENTICATED, with the remedy', async (query) => {
    const { status, codes, data, errors, headers } = await house.send(null, query);
    expect({ status, codes, data }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'], data: undefined });
    expect(errors[0]?.message).toContain('Authorization: Bearer');
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  test('mutations are UNAUTHENTICATED', async () => {
    const query = 'mutation { recordUsage(events: [{id: "1", school: "NW:100000"}]) }';
    expect((await house.send(null, query)).codes).toEqual(['UNAUTHENTICATED']);
  });
});

test('of several operations, only the one that is named is looked at', async () => {
  const query = 'query a { me } query b { ...f } fragment f on Query { uses }';
  const authorization = `Bearer ${await house.issuer.token('lms', ['SCHOOL:NW:100000'])}`;
  const ask = (operationName?: string) => house.post(JSON.stringify({ query, operationName }), { authorization });
  expect((await ask('a')).errors).toEqual([]);
  expect((await ask('b')).codes).toEqual(['FORBIDDEN']);
  expect(await ask('c')).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
  expect(await ask()).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
});

test('a refused operation reaches no subgraph, and neither does a field that is denied', async () => {
  const { requests } = house.subgraphs.licences;
  const before = requests.length;
  await house.send(LMS, '{ uses titles: uses }');
  await house.send(null, '{ titles { id } }');
  expect(requests).toHaveLength(before);
  await house.send(LMS, '{ titles { id price } }');
  expect(requests.slice(before).map(({ query }) => query)).toEqual(['{titles{id}}']);
});

test('where all that is denied is skipped, the answer has no errors at all', async () => {
  const { text } = await house.send(LMS, '{ titles { id price @skip(if: true) } }');
  expect(JSON.parse(text)).toEqual({ data: { titles: [{ id: 't1' }] } });
});

test('a root field that may not be null takes the whole answer with it, and nothing is asked', async () => {
  const before = house.subgraphs.licences.requests.length;
  const { data, errors } = await house.send(LMS, '{ titles { id } uses }');
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ path: ['uses'], extensions: { code: 'FORBIDDEN' } }]);
  expect(house.subgraphs.licences.requests).toHaveLength(before);
});

test('variables are read once, however many fields are decided by them: many aliases of a large list cost no more', async () => {
  let reads = 0;
  const sent = {
    get events() {
      reads += 1;
      return ['NW:100000'];
    },
  };
  const aliases = Array.from({ length: 50 }, (_, at) => `a${at}: record(events: $events)`).join(' ');
  const document = parse(`query ($events: [String!]!) { ${aliases} }`);
  const schema = buildSchema('type Query { record(events: [String!]!): Int }');
  const needed = new Map([['Query.record', { scopes: [], policies: [[['events-in-reach']]] }]]);
  const parsed = operationIn(parsedDocument(document)) as ParsedOperation;
  const values = new GivenValues(variablesReader(schema, parsed.operation)(sent));
  await authorise(new OperationRequirements(schema, needed, parsed), values, ANYBODY, {
    facts: {} as OrganisationFacts,
  });
  expect(reads).toBeLessThanOrEqual(2);
});

test('an operation without a permission is not executed, and nothing else can make a permission', async () => {
  const schema = buildSchema('type Query { me: Int }');
  const [one, other] = ['{ me }', '{ me }'].map((text) => operationIn(parsedDocument(parse(text))) as ParsedOperation);
  if (!one || !other) throw new Error('no operation');
  const requirements = new OperationRequirements(schema, new Map(), one);
  const permission = await authorise(requirements, new GivenValues({}), ANYBODY, { facts: {} as OrganisationFacts });
  expect(() => checkAuthorised(permission, one.operation)).not.toThrow();
  const notPermitted = 'an operation was to be carried out that nobody permitted';
  expect(() => checkAuthorised(permission, other.operation)).toThrow(notPermitted);
  for (const forged of [undefined, {}, { ...permission }, { operation: one.operation, denied: null, refused: [] }])
    expect(() => checkAuthorised(forged, one.operation)).toThrow(notPermitted);
});

test('fields that are kept from clients do not exist for them', async () => {
  for (const query of [
    '{ organisationLines(keys: ["STATE:NW"]) { key } }',
    '{ school(number: "100000") { timeline } }',
    '{ _service { sdl } }',
    '{ _entities(representations: []) { __typename } }',
  ]) {
    expect(await house.send(OPERATOR, query)).toMatchObject({ status: 400, codes: ['GRAPHQL_VALIDATION_FAILED'] });
  }
});
