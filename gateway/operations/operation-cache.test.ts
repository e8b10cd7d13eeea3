/** A cached operation is answered like a new one, to any caller, whoever sent it before. */
import type { CallerKind } from '../../caller/caller';
import { noTelemetry } from '../../telemetry/telemetry';
import { until } from '../../test/until';
import { DEFAULT_BREAKER } from '../subgraphs/breaker';
import { type Answer, startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';

type Who = readonly [CallerKind, ...string[]] | null;

const OPERATOR = ['operator'] as const;
const SCHOOL = ['lms', 'SCHOOL:NW:100000'] as const;
const OTHER_SCHOOL = ['lms', 'SCHOOL:NW:200000'] as const;
const LICENSING = ['licensing', 'AUTHORITY:NW:10182'] as const;
const CALLERS: readonly Who[] = [OPERATOR, SCHOOL, OTHER_SCHOOL, LICENSING, ['reporting', 'STATE:NW'], null];

const BY_NUMBER = 'query ($number: String!) { school(number: $number) { id name licensedTitles { id } } }';
/** By name: the text, and the variables that it is asked with. */
const OPERATIONS: Readonly<Record<string, readonly [query: string, ...variables: (object | undefined)[]]>> = {
  'through several subgraphs': [
    '{ school(number: "100000") { id name usage licensedTitles { id price } } }',
    undefined,
  ],
  'with variables': [BY_NUMBER, { number: '100000' }, { number: '200000' }, { number: '999999' }],
  'with variables that do not fit': [BY_NUMBER, { number: ['100000'] }, {}, { number: null }, { number: 1 }, undefined],
  'with @include': [
    'query ($all: Boolean = false) { me school(number: "100000") @include(if: $all) { name } }',
    { all: true },
    { all: false },
    { all: null },
    undefined,
  ],
  'denied in part': ['{ titles { id price cost rating demand } uses me }', undefined],
  'that may be kept': ['{ titles { id } }', undefined],
  'of an interface': [
    '{ medium(id: "1") { __typename id price ... on Contract { text } } find { __typename } }',
    undefined,
  ],
  'that a subgraph fails at': ['{ school(number: "100000") { id broken refused usage } }', undefined],
  'without an answer where there must be one': ['{ schools { id gap } me }', undefined],
  'that changes something': [
    'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) }',
    { events: [{ id: '1', school: 'NW:100000' }] },
    { events: [] },
  ],
  'that changes something, in part': [
    'mutation { assignEntitlements(input: { licenceIds: ["1"], holders: [] }) recordUsage(events: []) }',
    undefined,
  ],
  'of nothing': ['{ __typename }', undefined],
};

let house: TestSupergraph;
beforeAll(async () => {
  const breaker = { ...DEFAULT_BREAKER, failures: 1_000_000 };
  house = await startTestSupergraph({ resilience: { timeoutMs: 400, breaker } });
});
afterAll(() => house.stop());

/** All that a client can see, without the request's id and the caller's own subject. */
function heard({ status, data, errors, headers }: Answer): object {
  const without = errors.map(({ extensions: { requestId, ...extensions }, ...error }) => ({ ...error, extensions }));
  return { status, data, errors: without, headers: ['retry-after', 'cache-control'].map((name) => headers.get(name)) };
}

let texts = 0;
function neverSeen(query: string): string {
  texts += 1;
  return `${query} # ${texts}`;
}

describe.each(Object.entries(OPERATIONS))('an operation %s', (_name, [query, ...all]) => {
  /** For each set of variables, a text that all callers have sent. */
  let known: string[];
  beforeAll(async () => {
    known = all.map(() => neverSeen(query));
    for (const [at, text] of known.entries()) for (const who of CALLERS) await house.send(who, text, all[at]);
  });

  test.each(CALLERS.map((who) => [who?.join(' ') ?? 'nobody', who] as const))(
    'is answered alike to %s',
    async (_, who) => {
      for (const [at, variables] of all.entries()) {
        const first = heard(await house.send(who, neverSeen(query), variables));
        for (let time = 0; time < 3; time += 1) {
          expect(heard(await house.send(who, known[at] as string, variables))).toEqual(first);
        }
      }
    },
  );
});

test('clients may cache what is the same for all callers, unless a part was denied; they may cache nothing else', async () => {
  const cacheControl = async (who: Who, query: string) => {
    const { headers } = await house.send(who, query);
    return headers.get('cache-control');
  };
  for (let time = 0; time < 2; time += 1) {
    expect(await cacheControl(SCHOOL, '{ titles { id } }')).toBe('private, max-age=30');
    expect(await cacheControl(SCHOOL, '{ titles { id price } }')).toBe('no-store');
    expect(await cacheControl(LICENSING, '{ titles { id price } }')).toBe('private, max-age=30');
    expect(await cacheControl(SCHOOL, '{ titles { id } me }')).toBe('no-store');
    expect(await cacheControl(null, '{ titles { id } }')).toBe('no-store');
  }
});

test('a condition that is null is refused, also in fragments, but only in the operation that is executed', async () => {
  const query = `query A($v: Boolean = true) { ...f } query B { me } fragment f on Query { me @include(if: $v) }`;
  const token = await house.issuer.token(SCHOOL[0], [SCHOOL[1]]);
  const ask = (operationName: string, v: unknown) =>
    house.post(JSON.stringify({ query, operationName, variables: { v } }), { authorization: `Bearer ${token}` });
  for (let time = 0; time < 2; time += 1) {
    const { codes, errors } = await ask('A', null);
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]?.message).toMatch(/^\$v must not be null: .* Send true or false, or omit it\.$/);
    expect((await ask('A', false)).data).toEqual({});
    expect(Object.keys((await ask('A', undefined)).data ?? {})).toEqual(['me']);
    expect((await ask('B', null)).errors).toEqual([]);
  }
});

test('a subgraph that is away is reported in the same way', async () => {
  const query = '{ school(number: "100000") { name licensedTitles { id } } }';
  const known = neverSeen(query);
  for (let time = 0; time < 3; time += 1) await house.send(SCHOOL, known);
  house.subgraphs.licences.misbehaviour = 'hangs up';
  const [first, again] = [await house.send(SCHOOL, neverSeen(query)), await house.send(SCHOOL, known)];
  house.subgraphs.licences.misbehaviour = null;
  expect(heard(again)).toEqual(heard(first));
  expect(first.codes).toEqual(['SUBGRAPH_UNAVAILABLE']);
});

test('the operation is found by its name, each time', async () => {
  const token = await house.issuer.token(...([SCHOOL[0], [SCHOOL[1]]] as const));
  const query = neverSeen('query A { me } query B { school(number: "100000") { name } }');
  const ask = (operationName?: string) =>
    house.post(JSON.stringify({ query, operationName }), { authorization: `Bearer ${token}` });
  for (let time = 0; time < 3; time += 1) {
    expect(Object.keys((await ask('A')).data ?? {})).toEqual(['me']);
    expect(Object.keys((await ask('B')).data ?? {})).toEqual(['school']);
    for (const name of ['C', '', undefined]) expect((await ask(name)).codes).toEqual(['BAD_REQUEST']);
  }
});

describe('a large operation', () => {
  const SMALL = '{ schools { id } }';
  /** Four levels of lists of ten: it may cost more than ten thousand, and takes all places that one caller may have. */
  const LARGE = '{ schools { authority { schools { authority { schools { authority { schools { id } } } } } } } }';
  const telemetry = noTelemetry();
  let large: TestSupergraph;
  beforeAll(async () => {
    large = await startTestSupergraph({ telemetry });
  });
  afterAll(() => large.stop());

  /** Returns how many large operations are active and how many wait. */
  async function places(): Promise<readonly [number, number]> {
    const text = await telemetry.metrics.text();
    const count = (state: string) =>
      Number(new RegExp(`pool\\{pool="http large operations",state="${state}"\\} (\\d+)`).exec(text)?.[1]);
    return [count('active'), count('waiting')];
  }

  test.each([
    ['that is known', (query: string) => query],
    ['of a text that was never seen', neverSeen],
  ])(
    '%s waits for its turn among the large ones, and a small one of the same caller overtakes it',
    async (_, textOf) => {
      for (const query of [SMALL, LARGE]) expect((await large.send(OPERATOR, query)).codes).toEqual([]);
      const { schools } = large.subgraphs;
      const authorization = `Bearer ${await large.issuer.token(...([OPERATOR[0], []] as const))}`;
      const leaving = new AbortController();
      const send = (query: string) =>
        fetch(`${large.gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body: JSON.stringify({ query }),
          signal: leaving.signal,
        });
      schools.misbehaviour = 'hangs';
      const { asked } = schools;
      const sent = [send(textOf(LARGE)), send(textOf(LARGE))];
      await until('one is carried out, and one waits', async () => {
        const [active, waiting] = await places();
        return active === 5 && waiting === 1 && schools.asked === asked + 1;
      });
      sent.push(send(SMALL));
      await until('the small one is asked', () => schools.asked === asked + 2);
      expect(await places()).toEqual([5, 1]);
      leaving.abort();
      await Promise.allSettled(sent);
      schools.misbehaviour = null;
      await until('all places are free', async () => (await places()).every((count) => count === 0));
    },
  );
});
