import type { CallerKind } from '../../caller/caller';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph();
});
afterAll(() => house.stop());

type Who = readonly [CallerKind, ...string[]];
const SCHOOL: Who = ['lms', 'SCHOOL:NW:100000'];
const LMS_OF_CITY: Who = ['lms', 'AUTHORITY:NW:10182'];
const CITY: Who = ['licensing', 'AUTHORITY:NW:10182'];
const CENTRE: Who = ['licensing', 'MEDIA_CENTRE:NW:bochum'];
const STATE: Who = ['reporting', 'STATE:NW'];
const OPERATOR: Who = ['operator'];

const schools = (count: number) => Array.from({ length: count }, (_, at) => `NW:${200_000 + at}`);
const school = (number: string) => `{ school(number: "${number}") { id } }`;
const authority = (number: string) => `{ schoolAuthority(number: "${number}") { id } }`;
const assign = (licences: string[], ...holders: [string, string][]) =>
  `mutation { assignEntitlements(input: {licenceIds: ${JSON.stringify(licences)}, holders: [${holders.map(([level, id]) => `{level: ${level}, id: "${id}"}`)}]}) }`;
const revoke = (...ids: string[]) => `mutation { revokeEntitlements(input: {entitlementIds: ${JSON.stringify(ids)}}) }`;
const record = (...schools: string[]) =>
  `mutation { recordUsage(events: [${schools.map((id, index) => `{id: "${index}", school: "${id}"}`)}]) }`;

/** Or the organisations that the services are told to refuse, where the rest may. */
const TABLE: [string, Who, string, 'may' | 'may not' | string[]][] = [
  ['an LMS: its own school', SCHOOL, school('100000'), 'may'],
  ['an LMS: the neighbour of the same authority', SCHOOL, school('100001'), 'may not'],
  ['an LMS: a foreign school', SCHOOL, school('200000'), 'may not'],
  ['an LMS: a school that does not exist', SCHOOL, school('999999'), 'may not'],
  ['an LMS: its number in another state', SCHOOL, '{ school(state: "BY", number: "100000") { id } }', 'may not'],
  ['an authority’s LMS: a school of the authority', LMS_OF_CITY, school('100001'), 'may'],
  ['an authority’s LMS: a foreign school', LMS_OF_CITY, school('200000'), 'may not'],
  ['a media centre: a school that it serves', CENTRE, school('100000'), 'may'],
  ['a media centre: one that it does not serve', CENTRE, school('200000'), 'may not'],
  ['a state: any school', STATE, school('200000'), 'may'],
  ['a state: a school that does not exist', STATE, school('999999'), 'may not'],
  ['the operator: any school', OPERATOR, school('200000'), 'may'],
  [
    'a foreign school in a fragment',
    SCHOOL,
    'query { ...f } fragment f on Query { school(number: "200000") { id } }',
    'may not',
  ],
  ['an LMS: the authority of its school', SCHOOL, authority('10182'), 'may'],
  ['an LMS: a foreign authority', SCHOOL, authority('20000'), 'may not'],
  ['an authority: itself', CITY, authority('10182'), 'may'],
  ['an authority: a foreign one', CITY, authority('20000'), 'may not'],
  ['an authority: one that does not exist', CITY, authority('77777'), 'may not'],
  ['an LMS: a use at its school', SCHOOL, record('NW:100000', 'NW:100000'), 'may'],
  [
    'an LMS: a use at its school and one at a foreign one',
    SCHOOL,
    record('NW:100000', 'NW:200000'),
    ['SCHOOL:NW:200000'],
  ],
  ['an LMS: a use at a school that does not exist', SCHOOL, record('NW:999999'), ['SCHOOL:NW:999999']],
  [
    'an LMS: a use at something that is no school, which the service refuses',
    SCHOOL,
    record('AUTHORITY:NW:10182'),
    'may',
  ],
  [
    'an LMS: uses at one foreign school, written in four ways',
    SCHOOL,
    record('NW:200000', 'NW_200000', 'DE-NW-200000', '200000'),
    ['SCHOOL:NW:200000'],
  ],
  [
    'an LMS: uses at as many foreign schools as are told',
    SCHOOL,
    record(...schools(100)),
    schools(100).map((id) => `SCHOOL:${id}`),
  ],
  ['an LMS: uses at more foreign schools than are told', SCHOOL, record(...schools(101)), 'may not'],
  ['a city: its licence for itself', CITY, assign(['1'], ['AUTHORITY', 'NW:10182']), 'may'],
  ['a city: its licence for its schools', CITY, assign(['1'], ['SCHOOL', 'NW:100000'], ['SCHOOL', 'NW:100001']), 'may'],
  [
    'a city: its licence for a foreign school',
    CITY,
    assign(['1'], ['SCHOOL', 'NW:100000'], ['SCHOOL', 'NW:200000']),
    ['SCHOOL:NW:200000'],
  ],
  [
    'a city: its licence for a foreign school, written in four ways',
    CITY,
    assign(['1'], ['SCHOOL', 'DE-NW-200000'], ['SCHOOL', 'NW_200000'], ['SCHOOL', '200000'], ['SCHOOL', 'NW:200000']),
    ['SCHOOL:NW:200000'],
  ],
  ['a city: its licence for its school, written otherwise', CITY, assign(['1'], ['SCHOOL', 'DE-NW-100000']), 'may'],
  ['a city: its licence for the state', CITY, assign(['1'], ['STATE', 'NW']), ['STATE:NW']],
  ['a city: a foreign licence for its school', CITY, assign(['1', '2'], ['SCHOOL', 'NW:100000']), 'may not'],
  ['a city: the state’s licence for its school', CITY, assign(['3'], ['SCHOOL', 'NW:100000']), 'may not'],
  ['a city: a licence that does not exist', CITY, assign(['99'], ['SCHOOL', 'NW:100000']), 'may not'],
  ['a city: something that is no licence', CITY, assign(["1'; drop"], ['SCHOOL', 'NW:100000']), 'may not'],
  ['a media centre: a licence of an authority that it serves', CENTRE, assign(['1'], ['AUTHORITY', 'NW:10182']), 'may'],
  ['the operator: the state’s licence', OPERATOR, assign(['3'], ['STATE', 'NW']), 'may'],
  ['a city: ending its entitlement', CITY, revoke('11'), 'may'],
  ['a city: ending the state’s', CITY, revoke('11', '12'), 'may not'],
  ['a city: ending a foreign one', CITY, revoke('22'), 'may not'],
  ['a city: ending one that does not exist', CITY, revoke('99'), 'may not'],
  ['a city: its entitlement', CITY, '{ entitlement(id: 11) }', 'may'],
  ['a city: the state’s entitlement that serves its schools', CITY, '{ entitlement(id: 12) }', 'may'],
  ['a city: a foreign one', CITY, '{ entitlement(id: 22) }', 'may not'],
];

test.each(TABLE)('%s (%j)', async (_, who, query, verdict) => {
  const { data, errors } = await house.send(who, query);
  if (verdict !== 'may not') {
    expect(errors).toEqual([]);
    const [told = []] = [...house.subgraphs.usage.requests, ...house.subgraphs.schools.requests]
      .filter((metadata) => metadata.query.startsWith('mutation'))
      .map(({ envelope }) => envelope.refused ?? [])
      .slice(-1);
    if (query.startsWith('mutation')) expect(told).toEqual(verdict === 'may' ? [] : verdict);
    return;
  }
  expect(data).toBeNull();
  expect(errors).toEqual([
    {
      message: 'You may not see or change this, or it does not exist.',
      extensions: expect.objectContaining({ code: 'FORBIDDEN', requestId: expect.any(String) }),
    },
  ]);
});

test('what was refused of a list is named as it was sent', async () => {
  const { errors } = await house.send(CITY, revoke('11', '12', '99'));
  expect(errors.map(({ extensions }) => extensions?.refused)).toEqual([
    [{ argument: 'input.entitlementIds', values: ['12', '99'] }],
  ]);
});

describe('one school is one, however its id is written', () => {
  const written = (number: string) => [`NW:${number}`, `NW_${number}`, `DE-NW-${number}`, number];
  const fields = {
    school: (id: string) => `{ school(number: "${id}") { id } }`,
    'school with its state': (id: string) => `{ school(state: "NW", number: "${id}") { id } }`,
  };
  const cases = Object.entries(fields);
  test.each(cases.flatMap(([name, of]) => written('100000').map((id) => [name, id, of(id)])))(
    '%s: its own as %s',
    async (_, __, query) => expect((await house.send(SCHOOL, query)).errors).toEqual([]),
  );
  test.each(cases.flatMap(([name, of]) => written('200000').map((id) => [name, id, of(id)])))(
    '%s: a foreign one as %s is FORBIDDEN',
    async (_, __, query) => {
      for (const who of [SCHOOL, LMS_OF_CITY]) {
        const { errors } = await house.send(who, query);
        expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
      }
    },
  );
  test.each(cases.map(([name, of]) => [name, of('NW-100000')]))('%s: what is none is told so', async (_, query) => {
    const { data, errors } = await house.send(SCHOOL, query);
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('number: not the id of a school. Write NW:199007, NW_199007,'),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });
  test('facts about it are asked once', async () => {
    const { requests } = house.subgraphs.schools;
    const before = requests.length;
    const schools = written('299999').map((id, at) => `as${at}: school(number: "${id}") { id }`);
    await house.send(SCHOOL, `{ ${schools.join(' ')} }`);
    const asked = requests.slice(before).filter(({ query }) => query.startsWith('query GatewayLines'));
    expect(asked.map(({ variables }) => variables)).toEqual([{ of: ['SCHOOL:NW:299999'] }]);
  });
});

test('a foreign school beside its own is denied, and so is one that does not exist: with the same words', async () => {
  const fields = ['100000', '200000', '999999'].map((number) => `s${number}: school(number: "${number}") { id }`);
  const { data, errors } = await house.send(SCHOOL, `{ ${fields.join(' ')} }`);
  expect(data).toEqual({ s100000: { id: 'NW:100000' }, s200000: null, s999999: null });
  expect(errors.map(({ path, ...said }) => [path, said])).toEqual(
    ['s200000', 's999999'].map((place) => [
      [place],
      {
        message: 'You may not see or change this, or it does not exist.',
        extensions: { code: 'FORBIDDEN', requestId: expect.any(String) },
      },
    ]),
  );
});

test('facts that could not be asked withhold that field, and leave what needs none', async () => {
  house.subgraphs.schools.misbehaviour = 'hangs up';
  const { data, errors } = await house.send(LMS_OF_CITY, '{ titles { id } school(number: "100003") { id } }');
  house.subgraphs.schools.misbehaviour = null;
  expect(data).toEqual({ titles: [{ id: 't1' }], school: null });
  expect(errors).toMatchObject([
    { path: ['school'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' } },
  ]);
});

describe('arguments are read as the subgraph will read them', () => {
  const query = 'query($number: String! = "100000", $state: String) { school(state: $state, number: $number) { id } }';
  test.each([
    [query, { state: 'NW', number: '100000' }, []],
    [query, { state: 'NW', number: '200000' }, ['FORBIDDEN']],
    ['query($number: String! = "200000") { school(number: $number) { id } }', {}, ['FORBIDDEN']],
    ['query($number: String! = "200000") { school(number: $number) { id } }', { number: '100000' }, []],
    ['query($number: String!) { school(number: $number) { id } }', {}, ['BAD_USER_INPUT']],
    ['query($number: String!) { school(number: $number) { id } }', { number: { not: 'a text' } }, ['BAD_USER_INPUT']],
    ['mutation($e: [UsageEventInput!]!) { recordUsage(events: $e) }', { e: { id: '1', school: 'NW:200000' } }, []],
    ['mutation($e: [UsageEventInput!]!) { recordUsage(events: $e) }', { e: { id: '1', school: 'NW:100000' } }, []],
  ])('%s %j: %j', async (operation, variables, codes) => {
    expect(
      (await house.send(SCHOOL, operation.replace('$state: String)', '$state: String! = "NW")'), variables)).codes,
    ).toEqual(codes);
  });
});

test('facts that could not be asked are no refusal', async () => {
  house.subgraphs.schools.misbehaviour = 'hangs up';
  const { errors, data } = await house.send(LMS_OF_CITY, school('100002'));
  const own = await house.send(SCHOOL, '{ __typename }');
  house.subgraphs.schools.misbehaviour = null;
  expect(data).toBeNull();
  expect(errors.map(({ extensions }) => [extensions.code, extensions.service])).toEqual([
    ['SUBGRAPH_UNAVAILABLE', 'schools'],
  ]);
  expect(own.errors).toEqual([]);
});

test('this wall stops a foreign request by itself, though the subgraphs would take it for the operator’s', async () => {
  const alone = await startTestSupergraph({
    envelope: ({ instant, requestId, refused }) => ({
      caller: { kind: 'operator', subject: 'test', scopes: [], bound: [] },
      instant,
      requestId,
      refused,
    }),
  });
  try {
    expect((await alone.send(SCHOOL, school('100000'))).errors).toEqual([]);
    expect((await alone.send(SCHOOL, school('200000'))).codes).toEqual(['FORBIDDEN']);
    expect((await alone.send(CITY, assign(['2'], ['SCHOOL', 'NW:200000']))).codes).toEqual(['FORBIDDEN']);
    const asked = alone.subgraphs.schools.requests.filter(({ query }) => query.includes('200000'));
    expect(asked).toEqual([]);
    await alone.send(CITY, assign(['1'], ['SCHOOL', 'NW:200000']));
    await alone.send(SCHOOL, record('NW:200000'));
    for (const { schools, usage } of [alone.subgraphs]) {
      const requests = [...schools.requests, ...usage.requests].filter(({ query }) => query.includes('200000'));
      expect(requests.map(({ envelope }) => envelope.refused)).toEqual([['SCHOOL:NW:200000'], ['SCHOOL:NW:200000']]);
    }
  } finally {
    await alone.stop();
  }
});
