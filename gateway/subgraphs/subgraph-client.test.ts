import { createRequestSigner, ENVELOPE_HEADER, SIGNATURE_HEADER } from '../../request/signing/signed-request';
import { until } from '../../test/until';
import { SIGNING_KEYS, startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import type { Misbehaviour } from '../test-supergraph/test-subgraph';
import { DEFAULT_BREAKER } from './breaker';

/** Without breaker and retries, so that each test sees the failure itself; resilience-policy.test.ts tests those. */
const NEVER_OPEN = { ...DEFAULT_BREAKER, failures: 1_000_000 };

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph({ resilience: { timeoutMs: 300, breaker: NEVER_OPEN } });
});
afterAll(() => house.stop());

const SCHOOL = ['lms', 'SCHOOL:NW:100000'] as const;
const OPERATOR = ['operator'] as const;
const UNAVAILABLE = (service: string, ...path: (string | number)[]) => ({
  message: `The ${service} service is unavailable. Retry.`,
  path,
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', service, requestId: expect.any(String) },
});

async function whileLicences<Result>(misbehaviour: Misbehaviour, work: () => Promise<Result>): Promise<Result> {
  house.subgraphs.licences.misbehaviour = misbehaviour;
  try {
    return await work();
  } finally {
    house.subgraphs.licences.misbehaviour = null;
  }
}

describe('a subgraph request', () => {
  test('carries the caller, one instant and one request id to every subgraph, and no header of the client', async () => {
    for (const subgraph of Object.values(house.subgraphs)) subgraph.requests.length = 0;
    const token = await house.issuer.token('lms', ['SCHOOL:NW:100000']);
    const query = '{ school(number: "100000") { name usage licensedTitles { id } } }';
    const { errors } = await house.post(JSON.stringify({ query }), {
      authorization: `Bearer ${token}`,
      cookie: 'a=b',
      'x-forwarded-for': '10.0.0.1',
      'x-smuggled': 'yes',
      [ENVELOPE_HEADER]: Buffer.from('{"caller":{"kind":"operator"}}').toString('base64url'),
      [SIGNATURE_HEADER]: 'forged',
    });
    expect(errors).toEqual([]);
    const requests = Object.values(house.subgraphs).flatMap(({ requests: all }) => all);
    expect(requests.length).toBeGreaterThanOrEqual(3);
    expect(new Set(requests.map(({ envelope }) => `${envelope.instant} ${envelope.requestId}`)).size).toBe(1);
    for (const { envelope, headers } of requests) {
      expect(envelope.caller).toMatchObject({ kind: 'lms', subject: 'test', bound: ['SCHOOL:NW:100000'] });
      expect(Object.keys(headers).sort()).toEqual(
        ['content-length', 'content-type', 'host', ENVELOPE_HEADER, SIGNATURE_HEADER].sort(),
      );
    }
  });

  test('that the gateway did not sign is refused by a subgraph', async () => {
    const { url } = house.subgraphs.schools;
    const body = JSON.stringify({ query: '{ __typename }' });
    const envelope = {
      caller: { kind: 'operator', subject: 'x', scopes: [], bound: [] } as const,
      instant: Date.now(),
      requestId: 'x',
    };
    const send = async (headers: Record<string, string>) =>
      (await fetch(url, { method: 'POST', headers, body })).status;
    expect(await send({})).toBe(401);
    expect(await send(createRequestSigner(['another key'])('schools', { envelope }, body))).toBe(401);
    expect(await send(createRequestSigner(SIGNING_KEYS)('licences', { envelope }, body))).toBe(401);
    expect(await send(createRequestSigner(SIGNING_KEYS)('schools', { envelope }, body))).toBe(200);
  });
});

describe.each<Misbehaviour>(['hangs', 'hangs up', 'answers 500', 'answers HTML', 'answers nothing'])(
  'a subgraph that %s',
  (misbehaviour) => {
    test('is named where the answer is missing, without any detail of the failure', async () => {
      const { data, errors, text } = await whileLicences(misbehaviour, () =>
        house.send(SCHOOL, '{ school(number: "100000") { name favourite { id } usage } }'),
      );
      expect(data).toEqual({ school: { name: 'Schule NW:100000', favourite: null, usage: 3 } });
      expect(errors).toEqual([UNAVAILABLE('licences', 'school', 'favourite')]);
      expect(text).not.toMatch(/127\.0\.0\.1|http|secret|select|html|ECONN|stack/i);
    });

    test('does not cause an empty list of titles', async () => {
      const query = '{ mine: school(number: "100000") { licensedTitles { id } } }';
      const { data, errors } = await whileLicences(misbehaviour, () => house.send(SCHOOL, query));
      expect(data).toEqual({ mine: null });
      expect(errors).toEqual([UNAVAILABLE('licences', 'mine', 'licensedTitles')]);
    });
  },
);

test('every field that was left without an answer has an error, also in lists and under aliases', async () => {
  const query = '{ all: schools { best: favourite { id } usage } catalogue: titles { id } }';
  const { data, errors } = await whileLicences('hangs up', () => house.send(OPERATOR, query));
  expect(data).toBeNull();
  expect(errors).toEqual(
    expect.arrayContaining([
      UNAVAILABLE('licences', 'all', 0, 'best'),
      UNAVAILABLE('licences', 'all', 1, 'best'),
      UNAVAILABLE('licences', 'catalogue'),
    ]),
  );
});

test('a subgraph that is gone is named where the answer is missing', async () => {
  const gone = await startTestSupergraph();
  await gone.subgraphs.usage.stop();
  const { data, errors } = await gone.send(SCHOOL, '{ school(number: "100000") { usage } }');
  await gone.gateway.stop();
  await Promise.all([gone.subgraphs.schools.stop(), gone.subgraphs.licences.stop()]);
  expect(data).toEqual({ school: { usage: null } });
  expect(errors).toEqual([UNAVAILABLE('usage', 'school', 'usage')]);
});

describe('an error of a subgraph', () => {
  test('keeps its code, message and path, and nothing else', async () => {
    const { errors } = await house.send(SCHOOL, '{ s: school(number: "100000") { no: refused } }');
    expect(errors).toEqual([
      {
        message: 'You may not see or change this, or it does not exist.',
        path: ['s', 'no'],
        extensions: { code: 'FORBIDDEN', requestId: expect.any(String) },
      },
    ]);
  });

  test('that is not meant for clients is hidden from them, and is in the log under the request id', async () => {
    const { errors, text } = await house.send(SCHOOL, '{ school(number: "100000") { broken } }');
    expect(errors).toMatchObject([{ path: ['school', 'broken'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(text).not.toMatch(/relation|secret/);
    const line = house.logged.find(
      (logged) => logged.includes(errors[0]?.extensions.requestId as string) && logged.includes('schools.secret'),
    );
    expect(line).toBeDefined();
  });
});

test('an answer beyond the size limit is an error at its place, with the limit, and is not read to its end', async () => {
  const patient = await startTestSupergraph({ resilience: { timeoutMs: 30_000, breaker: NEVER_OPEN } });
  try {
    patient.subgraphs.licences.misbehaviour = 'answers without end';
    const { data, errors } = await patient.send(SCHOOL, '{ school(number: "100000") { name licensedTitles { id } } }');
    expect(data).toEqual({ school: null });
    expect(errors).toEqual([
      {
        message: 'Answer of the licences service exceeds 64 MB. Request smaller pages, or send several requests.',
        path: ['school', 'licensedTitles'],
        extensions: { code: 'OPERATION_TOO_COSTLY', requestId: expect.any(String) },
      },
    ]);
  } finally {
    await patient.stop();
  }
});

test('null in a non-null field is an error, even if the subgraph reported none', async () => {
  const { data, errors } = await house.send(OPERATOR, '{ all: schools { gap } }');
  expect(data).toBeNull();
  expect(errors).toEqual([UNAVAILABLE('licences', 'all', 1, 'gap')]);
});

test('when the client leaves, the subgraph is no longer waited for', async () => {
  const { gateway, issuer, subgraphs, stop } = await startTestSupergraph();
  subgraphs.usage.misbehaviour = 'hangs';
  const leaving = new AbortController();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await issuer.token('operator', [])}` };
  const body = JSON.stringify({ query: '{ uses }' });
  const left = fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body, signal: leaving.signal }).catch(
    () => 'left',
  );
  await until('the subgraph is asked', () => subgraphs.usage.asked === 1);
  expect(subgraphs.usage.abandoned).toBe(0);
  leaving.abort();
  expect(await left).toBe('left');
  await until('the subgraph is left, too', () => subgraphs.usage.abandoned === 1);
  await stop();
});

test('the log holds no token', () => {
  expect(house.logged.join('')).not.toMatch(/eyJ|Bearer/);
});
