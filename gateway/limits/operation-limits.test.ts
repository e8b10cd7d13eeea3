import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../environment';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';

/** The gateway serves the installation's own supergraph, and no subgraph may receive what is refused here. */
let house: TestSupergraph;
beforeAll(async () => {
  const supergraph = readFileSync(join(PROJECT_ROOT, 'schema', 'supergraph.graphql'), 'utf8');
  house = await startTestSupergraph({ supergraph, production: false });
});
afterAll(() => house.stop());

const LMS = ['lms', 'SCHOOL:NW:100000'] as const;

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ');
const school = (fields: string) => `{ school(number: "100000") { ${fields} } }`;
const ids = (count: number) => JSON.stringify(Array.from({ length: count }, (_, at) => String(at + 1)));
const nested = (levels: number, open: string, close = '}') => `${open.repeat(levels)}__typename${close.repeat(levels)}`;

/** Fragments f0 and g0, each of which spreads f1 and g1, and so on. */
const doubling = (levels: number, type: string, around = (inner: string) => `name ${inner}`) =>
  `${times(levels, (at) => {
    const held = around(`...f${at + 1} ...g${at + 1}`);
    return `fragment f${at} on ${type} { ${held} } fragment g${at} on ${type} { ${held} }`;
  })} fragment f${levels} on ${type} { name } fragment g${levels} on ${type} { name }`;

const REFUSED: [string, string, string, RegExp][] = [
  [
    'aliases',
    school(times(51, (at) => `a${at}: name`)),
    'OPERATION_TOO_COSTLY',
    /Too many aliases: 51 \(maximum 50\)\. .*several requests/,
  ],
  [
    'aliases that fragments hold',
    `${school('...f')} fragment f on School { ${times(51, (at) => `a${at}: name`)} }`,
    'OPERATION_TOO_COSTLY',
    /Too many aliases: 51/,
  ],
  [
    'levels',
    school(nested(20, 'authority { schools { edges { node {', '} } } }')),
    'OPERATION_TOO_COSTLY',
    /Too many levels: 82 \(maximum 15\)/,
  ],
  [
    'levels that fragments make',
    `${school('...f0')} ${times(20, (at) => `fragment f${at} on School { mediaCentre { id } authority { ...g${at} } } fragment g${at} on SchoolAuthority { id schools { edges { node { ...f${at + 1} } } } }`)} fragment f20 on School { id }`,
    'OPERATION_TOO_COSTLY',
    /Too many levels: 82/,
  ],
  [
    'inline fragments within inline fragments',
    nested(16, '{ ... ', '}').replace('__typename', '{ __typename }'),
    'OPERATION_TOO_COSTLY',
    /levels/,
  ],
  [
    'a nesting that no parser bears',
    nested(3_300, '{ ... ', '}').replace('__typename', '{ __typename }'),
    'OPERATION_TOO_COSTLY',
    /levels|nested too deep/,
  ],
  [
    'directives',
    school(`name ${'@skip(if: false)'.repeat(31)}`),
    'OPERATION_TOO_COSTLY',
    /Too many directives: 31 \(maximum 30\)/,
  ],
  [
    'root fields',
    `{ ${'me { kind } '.repeat(21)} }`,
    'OPERATION_TOO_COSTLY',
    /Too many root fields: 21 \(maximum 20\)/,
  ],
  [
    'root fields in a fragment',
    `{ ...f ...f } fragment f on Query { ${'__typename '.repeat(11)} }`,
    'OPERATION_TOO_COSTLY',
    /Too many root fields: 22/,
  ],
  [
    'fragments',
    `{ __typename } ${times(101, (at) => `fragment f${at} on School { name }`)}`,
    'OPERATION_TOO_COSTLY',
    /Too many fragments: 101 \(maximum 100\)/,
  ],
  ['fields', school('name '.repeat(1_001)), 'OPERATION_TOO_COSTLY', /Too many fields: 1002 \(maximum 1000\)/],
  [
    'tokens',
    school(`access(titleIds: ${ids(10_000)}) { outcome }`),
    'OPERATION_TOO_COSTLY',
    /exceeds 10000 tokens.* as variables/,
  ],
  [
    'a fragment that spreads itself',
    '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
    'GRAPHQL_VALIDATION_FAILED',
    /Cannot spread fragment "a" within itself/,
  ],
  [
    'fragments that double at each level',
    `{ ...f0 } ${times(90, (at) => `fragment f${at} on Query { ...f${at + 1} ...f${at + 1} }`)} fragment f90 on Query { __typename }`,
    'OPERATION_TOO_COSTLY',
    /root fields/,
  ],
  [
    'fragments that double at each level, under a field',
    `${school('...f0 ...g0')} ${doubling(20, 'School')}`,
    'OPERATION_TOO_COSTLY',
    /Too many fields: 4194303 \(maximum 1000\)\. A fragment counts each time it is spread\./,
  ],
  [
    'fragments that double at each level, within fields',
    `${school('...f0 ...g0')} ${doubling(9, 'School', (inner) => `name district { name ...on District { name } } ${inner}`)}`,
    'OPERATION_TOO_COSTLY',
    /Too many fields: 5113/,
  ],
  [
    'fragments that double where the schema is asked for',
    `{ __schema { types { ...f0 ...g0 } } } ${doubling(20, '__Type')}`,
    'OPERATION_TOO_COSTLY',
    /Too many fields: .*maximum 1000/,
  ],
  [
    'fragments that double more often than can be counted',
    `${school('...f0 ...g0')} ${doubling(49, 'School')}`,
    'OPERATION_TOO_COSTLY',
    /Too many fields: more than 1000000000/,
  ],
  [
    'spreads of next to nothing',
    `${school('...f '.repeat(700))} fragment f on School { ... { ... { name } } }`,
    'OPERATION_TOO_COSTLY',
    /Too many selections: 2801 \(maximum 2000\)/,
  ],
  [
    'directives that fragments multiply',
    `query ($v: Boolean!) ${school('...f '.repeat(21))} fragment f on School { ${times(5, () => '... @include(if: $v) { name }')} }`,
    'OPERATION_TOO_COSTLY',
    /Too many directives: 105 \(maximum 30\)/,
  ],
  [
    'operations',
    times(51, (at) => `query q${at} { __typename }`),
    'OPERATION_TOO_COSTLY',
    /Too many operations: 51 \(maximum 50\)/,
  ],
  [
    'more titles than are checked at once',
    school(`access(titleIds: ${ids(501)}) { outcome }`),
    'BAD_USER_INPUT',
    /access\(titleIds\): 501 items \(maximum 500\)/,
  ],
  [
    'lists within each other in a literal',
    school(`access(titleIds: ${'['.repeat(1_000)}"1"${']'.repeat(1_000)}) { outcome }`),
    'BAD_USER_INPUT',
    /^The argument “titleIds” is nested too deep \(maximum 10 levels/,
  ],
  [
    'objects within each other in the default of a variable',
    `query ($at: DateTime = ${'{a:'.repeat(11)}1${'}'.repeat(11)}) ${school('licensedTitles(at: $at) { totalCount }')}`,
    'BAD_USER_INPUT',
    /^The default of \$at is nested too deep \(maximum 10 levels/,
  ],
  // Requests from a security review of this gateway.
  [
    '60 aliases of access with 500 titles',
    `query ($ids: [ID!]!) ${school(times(60, (at) => `a${at}: access(titleIds: $ids) { outcome }`))}`,
    'OPERATION_TOO_COSTLY',
    /Too many aliases: 60/,
  ],
  [
    '50 aliases of it',
    `query ($ids: [ID!]!) ${school(times(50, (at) => `a${at}: access(titleIds: $ids) { outcome }`))}`,
    'OPERATION_TOO_COSTLY',
    /Estimated cost \d+ exceeds the lms limit of 12000/,
  ],
  [
    '800 aliases of the availability of a title',
    `{ title(id: "1") { ${times(800, (at) => `a${at}: availability(school: "NW:100000") { outcome }`)} } }`,
    'OPERATION_TOO_COSTLY',
    /Too many aliases: 800/,
  ],
  [
    '40 aliases of the count of licensed titles',
    school(times(40, (at) => `a${at}: licensedTitles(first: 200) { totalCount }`)),
    'OPERATION_TOO_COSTLY',
    /Estimated cost 21642 exceeds the lms limit of 12000/,
  ],
];

test.each(REFUSED)('%s: too many are refused, with the number and the remedy', async (_, query, code, message) => {
  const before = house.subgraphs.schools.requests.length;
  const { status, codes, errors } = await house.send(LMS, query, { ids: JSON.parse(ids(500)) });
  expect({ status, codes: [...new Set(codes)] }).toEqual({ status: 400, codes: [code] });
  expect(errors[0]?.message).toMatch(message);
  expect(house.subgraphs.schools.requests).toHaveLength(before);
});

const TOO_DEEP = /^\$at is nested too deep \(maximum 10 levels/;
const BODY_TOO_DEEP = /^Body is nested too deep/;

test.each([
  [20, 'lists', '[', ']', TOO_DEEP],
  [20, 'objects', '{"a":', '}', TOO_DEEP],
  [8_000, 'lists', '[', ']', BODY_TOO_DEEP],
  [8_000, 'objects', '{"a":', '}', BODY_TOO_DEEP],
])(
  'a variable of %d nested %s is refused each time, and blocks nobody else',
  async (levels, _, open, close, message) => {
    const query = `query ($at: DateTime) ${school('licensedTitles(at: $at) { totalCount }')}`;
    const authorization = `Bearer ${await house.issuer.token('lms', ['SCHOOL:NW:100000'])}`;
    const variables = `{"at":${open.repeat(levels)}1${close.repeat(levels)}}`;
    for (let sent = 0; sent < 15; sent += 1) {
      const { status, errors } = await house.post(`{"query":${JSON.stringify(query)},"variables":${variables}}`, {
        authorization,
      });
      expect({ status, errors }).toEqual({
        status: 400,
        errors: [
          {
            message: expect.stringMatching(message),
            extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
          },
        ],
      });
    }
    const before = house.subgraphs.schools.asked;
    await house.send(LMS, '{ school(number: "100000") { name } }');
    expect(house.subgraphs.schools.asked).toBeGreaterThan(before);
  },
);

test('a list that is longer than its bound is refused before its items are read', async () => {
  const query = 'query ($subjects: [String!]) { titles(filter: { subjects: $subjects }) { totalCount } }';
  const { status, codes, errors } = await house.send(LMS, query, { subjects: Array(10_001).fill('Physik') });
  expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_USER_INPUT'] });
  expect(errors[0]?.message).toMatch(/titles\(filter\.subjects\): 10001 items \(maximum 20\)/);
});

test('a batch is refused, with the number of its operations', async () => {
  const answer = await house.post('[{"query":"{__typename}"},{"query":"{__typename}"}]');
  expect(answer).toMatchObject({ status: 400, codes: ['BAD_USER_INPUT'] });
  expect(answer.errors[0]?.message).toMatch(/Too many operations in one request: 2 \(maximum 1\)/);
});

describe('without a token', () => {
  test.each([
    ['more than can be read without one', `{ ${'me{kind}'.repeat(260)} }`],
    ['many fields', `{ ${'me { kind } '.repeat(100)} }`],
    ['a fragment', '{ ...f } fragment f on Query { me { kind } }'],
    ['an unknown field', '{ nothing }'],
    ['a second operation', 'query a { __typename } query b { me { kind } }'],
  ])('%s: refused before they are validated', async (_, query) => {
    expect(await house.send(null, query)).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
  });

  test('the introspection of a tool is answered in development', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect(await house.send(null, getIntrospectionQuery())).toMatchObject({ status: 200, errors: [] });
  });
});

test('the log says what an answered operation may have cost', async () => {
  await house.send(LMS, '{ titles(first: 7) { edges { node { id } } } }');
  expect(JSON.parse(house.logged.findLast((line) => line.includes('"answered"')) as string)).toMatchObject({
    cost: 25,
  });
});
