import { noTelemetry } from '../../telemetry/telemetry';
import { until } from '../../test/until';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import { DEFAULT_ADMISSION } from './admission';

let house: TestSupergraph;
afterEach(() => house.stop());

const SLOW = '{ uses }';
let telemetry: ReturnType<typeof noTelemetry>;

/** One request is in work, at a subgraph that hangs until its client leaves. */
async function busyHouse(admission: { waiting: number; patienceMs: number }) {
  telemetry = noTelemetry();
  house = await startTestSupergraph({
    telemetry,
    admission: { ...DEFAULT_ADMISSION, atOnce: 1, ...admission },
  });
  // A new text would wait among the large operations.
  for (const text of [SLOW, '{ me }']) await house.send(['operator'], text);
  house.subgraphs.usage.asked = 0;
  house.subgraphs.usage.misbehaviour = 'hangs';
  const leave = await sendUntilLeft(SLOW);
  await until('it is in work', () => house.subgraphs.usage.asked > 0);
  return { leave };
}

/** @returns makes the client leave */
async function sendUntilLeft(query: string): Promise<() => void> {
  const leaving = new AbortController();
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await house.issuer.token('operator', [])}`,
  };
  const { signal } = leaving;
  fetch(`${house.gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }), signal }).catch(
    () => 'left',
  );
  return () => leaving.abort();
}

const TURNED_AWAY = {
  status: 503,
  errors: [
    {
      message: 'The gateway service is unavailable. Retry.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'gateway', retryAfter: 1, requestId: expect.any(String) },
    },
  ],
};

test('a request that finds all places taken is told at once when to retry; the health check always answers', async () => {
  const { leave } = await busyHouse({ waiting: 0, patienceMs: 60_000 });
  const turnedAway = await house.send(['operator'], '{ me }');
  expect(turnedAway).toMatchObject(TURNED_AWAY);
  expect(turnedAway.headers.get('retry-after')).toBe('1');
  expect((await fetch(`${house.gateway.url}/health/live`)).status).toBe(200);
  house.subgraphs.usage.misbehaviour = null;
  expect((await fetch(`${house.gateway.url}/health/ready`)).status).toBe(200);
  leave();
  await until('the place is free', async () => (await house.send(['operator'], '{ me }')).errors.length === 0);
});

test('a waiting request is served as soon as a place is free', async () => {
  const { leave } = await busyHouse({ waiting: 5, patienceMs: 60_000 });
  const waiting = house.send(['operator'], '{ me }');
  await until('it waits', async () => /pool="http",state="waiting"\} 1/.test(await telemetry.metrics.text()));
  leave();
  expect(await waiting).toMatchObject({ status: 200, errors: [] });
});

test('a request that has waited too long is refused', async () => {
  const { leave } = await busyHouse({ waiting: 5, patienceMs: 100 });
  expect(await house.send(['operator'], '{ me }')).toMatchObject(TURNED_AWAY);
  leave();
});

test('new texts of a caller are prepared one after another, and none waits for the work of services on another', async () => {
  house = await startTestSupergraph();
  house.subgraphs.usage.misbehaviour = 'hangs';
  const large = await Promise.all(['{ a: uses }', '{ b: uses }', '{ c: uses }'].map(sendUntilLeft));
  await until('all three are in work', () => house.subgraphs.usage.asked === 3);
  expect((await house.send(['operator'], '{ me }')).errors).toEqual([]);
  for (const leave of large) leave();
});
