import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';

const LISTED = 'https://lms.example';
const TYPENAME = JSON.stringify({ query: '{ __typename }' });

let house: TestSupergraph;
let closed: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph({ origins: [LISTED, 'http://localhost:5173'] });
  closed = await startTestSupergraph();
});
afterAll(async () => {
  await house.stop();
  await closed.stop();
});

const preflight = (of: TestSupergraph, origin: string, path = '/graphql', method = 'POST') =>
  fetch(of.gateway.url + path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    },
  });

function allowed({ headers }: { headers: Headers }) {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}

test('a listed page may send a POST with the headers of a GraphQL client', async () => {
  for (const origin of [LISTED, 'http://localhost:5173']) {
    const answer = await preflight(house, origin);
    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe('');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      vary: 'origin',
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': expect.stringMatching(/^authorization, content-type, /),
      'access-control-max-age': '7200',
    });
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  }
});

test('a listed page may read the answer, also a refusal', async () => {
  for (const [body, headers, status] of [
    [TYPENAME, { origin: LISTED }, 200],
    ['{', { origin: LISTED }, 400],
    [TYPENAME, { origin: LISTED, 'content-type': 'text/plain' }, 415],
    ['{"query":"{ me }"}', { origin: LISTED }, 401],
  ] as [string, Record<string, string>, number][]) {
    const answer = await house.post(body, headers);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      vary: 'origin',
      'access-control-allow-origin': LISTED,
      'access-control-expose-headers': 'retry-after, ratelimit, ratelimit-policy',
    });
  }
});

test.each([
  'https://evil.example',
  'null',
  '*',
  'https://lms.example.evil.example',
  'https://evil-lms.example',
  'https://sub.lms.example',
  'http://lms.example',
  'https://lms.example:8443',
  'https://LMS.example',
  'https://lms.example/',
  `${LISTED}, https://evil.example`,
  `${LISTED} https://evil.example`,
])('a page that is not listed may not call: %s', async (origin) => {
  const asked = await preflight(house, origin);
  expect(asked.status).toBe(405);
  expect(allowed(asked)).toEqual([]);
  const answered = await house.post(TYPENAME, { origin });
  expect(allowed(answered)).toEqual([]);
  expect(answered.headers.get('vary')).toBe('origin');
});

test('a request from no page is answered as usual, and caches are told that answers vary by page', async () => {
  const answer = await house.post(TYPENAME);
  expect([answer.status, answer.headers.get('vary'), allowed(answer)]).toEqual([200, 'origin', []]);
});

test('OPTIONS that is not a preflight, or is for another path, is refused', async () => {
  const options = await fetch(`${house.gateway.url}/graphql`, { method: 'OPTIONS', headers: { origin: LISTED } });
  expect(options.status).toBe(405);
  expect((await preflight(house, LISTED, '/health/live')).status).toBe(405);
  expect((await preflight(house, LISTED, '/nothing')).status).toBe(404);
});

test('where no page is listed, no page may call', async () => {
  expect(allowed(await preflight(closed, LISTED))).toEqual([]);
  const answer = await closed.post(TYPENAME, { origin: LISTED });
  expect([allowed(answer), answer.headers.get('vary')]).toEqual([[], null]);
});
