import { createRequestSeals } from '../../request/signing/sealed-request';
import { MALFORMED, type Malformed } from '../test-supergraph/malformed-answers';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import { DEFAULT_BREAKER } from './breaker';
import type { LocalSubgraph } from './local-transport';
import type { SubgraphQuestion } from './transport';

const LMS = ['lms', 'SCHOOL:NW:100000'] as const;
/** So that each answer is looked at, however many were malformed before. */
const rate = { perSubject: 1e6, perOrganisation: 1e6 };
const options = { resilience: { timeoutMs: 1_000, breaker: { ...DEFAULT_BREAKER, failures: 1_000_000 } }, rate };

let overHttp: TestSupergraph;
let local: TestSupergraph;
let saysLocally: () => unknown;
beforeAll(async () => {
  overHttp = await startTestSupergraph(options);
  const { schools, usage } = overHttp.subgraphs;
  const { seal } = createRequestSeals<SubgraphQuestion>();
  const licences: LocalSubgraph = { seal, ask: async () => saysLocally() as never, ready: async () => undefined };
  local = await startTestSupergraph({ ...options, subgraphs: { schools: schools.url, usage: usage.url, licences } });
});
afterAll(() => Promise.all([overHttp.stop(), local.stop()]));
afterEach(() => {
  for (const subgraph of Object.values(overHttp.subgraphs)) subgraph.says = null;
});

const unavailable = (service: string, path: readonly (string | number)[]) => ({
  message: `The ${service} service is unavailable. Retry.`,
  path,
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', service, requestId: expect.any(String) },
});

/** Each has a text of its own, so that this is new the first time and known the second time. */
async function expectRest({ send, logged }: TestSupergraph, { name, place, favourite, isFine }: Malformed) {
  const text = `query { school(number: "100000") { name favourite { id } usage } } # ${name}`;
  for (const time of ['first', 'known']) {
    logged.length = 0;
    const { status, data, errors } = await send(LMS, text);
    const found = isFine ? { id: 't1' } : (favourite ?? null);
    expect({ time, status, data }).toEqual({
      time,
      status: 200,
      data: { school: { name: 'Schule NW:100000', favourite: found, usage: 3 } },
    });
    expect(errors).toEqual(isFine ? [] : [unavailable('licences', place ?? ['school', 'favourite'])]);
    expect(logged.some((line) => line.includes('"costCounted":'))).toBe(true);
  }
}

test('there are at least 40 of them', () => {
  expect(MALFORMED.filter(({ isFine }) => !isFine).length).toBeGreaterThan(40);
  expect(new Set(MALFORMED.map(({ name }) => name)).size).toBe(MALFORMED.length);
});

describe('over HTTP the rest of an answer stays and the fault is reported at its place where a subgraph answers', () => {
  test.each(MALFORMED)('$name', async (malformed) => {
    const { status, headers, body } = malformed;
    overHttp.subgraphs.licences.says = { status, headers, body };
    await expectRest(overHttp, malformed);
  });

  test('more bytes than it announced, or fewer', async () => {
    for (const length of ['1000', '3']) {
      const body = '{"data":{"_entities":[{"favourite":null}]}}';
      overHttp.subgraphs.licences.says = { headers: { 'content-length': length, connection: 'close' }, body };
      await expectRest(overHttp, { name: length, body });
    }
  });
});

describe('within the process the rest of an answer stays where a subgraph answers', () => {
  const inJson = MALFORMED.filter(({ status, body }) => {
    if (status !== undefined || typeof body !== 'string') return false;
    try {
      JSON.parse(body);
      return true;
    } catch {
      return false;
    }
  });

  test.each(inJson)('$name', async (malformed) => {
    saysLocally = () => JSON.parse(String(malformed.body));
    await expectRest(local, malformed);
  });

  const circle: Record<string, unknown> = {};
  circle.id = circle;
  const id = (value: unknown) => ({ data: { _entities: [{ favourite: { id: value } }] } });
  const FAVOURITE = ['school', 'favourite'];
  test.each<[string, () => unknown, readonly string[]]>([
    ['nothing', () => undefined, FAVOURITE],
    ['that it failed', () => Promise.reject(new Error('no')), FAVOURITE],
    ['something that is no error', () => Promise.reject(5), FAVOURITE],
    ['a function', () => () => 5, FAVOURITE],
    ['a whole number that JSON cannot hold', () => id(5n), ['school', 'favourite', 'id']],
    ['no number', () => id(Number.NaN), ['school', 'favourite', 'id']],
    ['an object that holds itself', () => id(circle), ['school', 'favourite', 'id']],
    ['undefined where a field belongs', () => ({ data: { _entities: [{ favourite: undefined }] } }), FAVOURITE],
  ])('%s', async (name, says, place) => {
    saysLocally = says;
    await expectRest(local, { name: `local: ${name}`, body: '', place });
  });
});

describe('at the root', () => {
  test.each([
    '{"data":{}}',
    '{"data":null}',
    '5',
    '{"data":{"medium":5}}',
    '{"data":{"medium":[]}}',
    '{"data":"medium"}',
  ])('the fields of other subgraphs stay where one answers %s', async (body) => {
    overHttp.subgraphs.licences.says = { body };
    const text = `query { me medium(id: "1") { id } } # ${body}`;
    for (const _ of ['first', 'known']) {
      const { data, errors } = await overHttp.send(LMS, text);
      expect(data).toEqual({ me: expect.any(String), medium: null });
      expect(errors).toEqual([unavailable('licences', ['medium'])]);
    }
  });

  test.each(['{"data":{"note":"abc"}}', '{"data":null}', '<html>', '{"data":{"note":{}}}', '{"errors":[null]}'])(
    'mutations that were executed are reported where the next subgraph answers %s',
    async (body) => {
      overHttp.subgraphs.usage.says = { body };
      const text = `mutation { mark note again: mark } # ${body}`;
      for (const _ of ['first', 'known']) {
        const { data, errors } = await overHttp.send(LMS, text);
        expect(data).toEqual({ mark: 1, note: null, again: 1 });
        expect(errors).toEqual([unavailable('usage', ['note'])]);
      }
    },
  );

  const failed = (...path: (string | number)[]) => ({
    message: 'No such title.',
    path,
    extensions: { code: 'BAD_USER_INPUT' },
  });
  const lost = (service: string, ...path: (string | number)[]) => [
    path.join(),
    `The ${service} service gave nothing here, because another field failed. Ask without that field.`,
  ];
  const NO_TITLE = 'No such title.';

  describe('an error of one field is reported there alone, and no other null is left without an error', () => {
    const ONE_AND_TWO = '{ me one: medium(id: "1") { id } two: medium(id: "2") { ... on Title { id } } }';
    test.each<[string, object, string, object | null, unknown[]]>([
      [
        'each of two fails',
        { data: null, errors: [failed('one'), { ...failed('two'), message: 'Nor this.' }] },
        ONE_AND_TWO,
        { me: 'lms-test', one: null, two: null },
        [
          ['one', NO_TITLE],
          ['two', 'Nor this.'],
        ],
      ],
      [
        'one of two fails, and is null',
        { data: { one: null, two: { __typename: 'Title', id: 't2' } }, errors: [failed('one')] },
        ONE_AND_TWO,
        { me: 'lms-test', one: null, two: { id: 't2' } },
        [['one', NO_TITLE]],
      ],
      [
        'one of two fails, and the other one is left out',
        { data: { one: null }, errors: [failed('one')] },
        ONE_AND_TWO,
        { me: 'lms-test', one: null, two: null },
        [
          ['one', NO_TITLE],
          ['two', 'The licences service is unavailable. Retry.'],
        ],
      ],
      [
        'one of two takes the other one with it, though it need not',
        { data: null, errors: [failed('one')] },
        ONE_AND_TWO,
        { me: 'lms-test', one: null, two: null },
        [['one', NO_TITLE], lost('licences', 'two')],
      ],
      [
        'what may not be null takes all with it',
        { data: null, errors: [failed('titles')] },
        '{ me one: medium(id: "1") { id } titles { id } }',
        null,
        [['titles', NO_TITLE]],
      ],
      [
        'so it does under a name that every object inherits',
        { data: null, errors: [failed('constructor')] },
        '{ me one: medium(id: "1") { id } constructor: titles { id } }',
        null,
        [['constructor', NO_TITLE]],
      ],
      [
        'an error without a place is that of all',
        { data: null, errors: [{ ...failed(), path: undefined }] },
        ONE_AND_TWO,
        { me: 'lms-test', one: null, two: null },
        [
          ['one', NO_TITLE],
          ['two', NO_TITLE],
        ],
      ],
    ])('%s', async (_, says, text, expected, told) => {
      overHttp.subgraphs.licences.says = { body: JSON.stringify(says) };
      const { data, errors } = await overHttp.send(LMS, text);
      expect(errors.map(({ path, message }) => [path?.join(), message])).toEqual(told);
      expect(data).toEqual(expected && { ...expected, ...('me' in expected && { me: expect.any(String) }) });
    });
  });

  describe('an error of one field of an entity is reported there alone', () => {
    const SAID = '{ schools { name usage said } }';
    const said = (answer: unknown, ...errors: unknown[]) => ({ data: { _entities: answer }, errors });
    test.each<[string, object, unknown[]]>([
      [
        'and takes the other fields of its entity with it, though it need not',
        said([null], failed('_entities', 0, 'usage')),
        [lost('usage', 'schools', 0, 'said'), ['schools,0,usage', NO_TITLE]],
      ],
      [
        'and the other fields of its entity are left out',
        said([{ usage: null }], failed('_entities', 0, 'usage')),
        [['schools,0,usage', NO_TITLE], lost('usage', 'schools', 0, 'said')],
      ],
      [
        'but that of the entity is told at all of its fields',
        said([null], failed('_entities', 0)),
        [
          ['schools,0', NO_TITLE],
          ['schools,0,usage', NO_TITLE],
          ['schools,0,said', NO_TITLE],
        ],
      ],
      [
        'also where there is no data',
        { data: null, errors: [failed('_entities', 0, 'usage')] },
        [['schools,0,usage', NO_TITLE], lost('usage', 'schools', 0, 'said')],
      ],
    ])('%s', async (_, says, told) => {
      const schools = [{ __typename: 'School', id: 'NW:1', name: 'a' }];
      overHttp.subgraphs.schools.says = { body: JSON.stringify({ data: { schools } }) };
      overHttp.subgraphs.usage.says = { body: JSON.stringify(says) };
      const { data, errors } = await overHttp.send(['operator'], SAID);
      expect(data).toEqual({ schools: [{ name: 'a', usage: null, said: null }] });
      expect(errors.map(({ path, message }) => [path?.join(), message])).toEqual(told);
    });
  });

  test('a null that a subgraph returns where it is allowed is no error, whatever other errors there are', async () => {
    overHttp.subgraphs.licences.says = { body: '{"data":{"one":null,"two":5}}' };
    const { data, errors } = await overHttp.send(LMS, '{ one: medium(id: "1") { id } two: medium(id: "2") { id } }');
    expect(data).toEqual({ one: null, two: null });
    expect(errors).toEqual([unavailable('licences', ['two'])]);
  });

  test('the name of an interface where an object must be is an error', async () => {
    overHttp.subgraphs.licences.says = { body: '{"data":{"medium":{"__typename":"Medium","id":"t1"}}}' };
    const { data, errors } = await overHttp.send(LMS, '{ medium(id: "1") { __typename id } }');
    expect(data).toEqual({ medium: null });
    expect(errors).toEqual([unavailable('licences', ['medium', '__typename'])]);
  });
});
