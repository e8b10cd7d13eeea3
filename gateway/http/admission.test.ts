import { until } from '../../test/until';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import { DEFAULT_ADMISSION } from './admission';

let house: TestSupergraph;
afterEach(() => house.stop());

const SLOW = '{ uses }';

/** One request is in work, at a subgraph that hangs until the time is up. */
async function busyHouse(admission: { waiting: number; patienceMs: number }) {
  house = await startTestSupergraph({
    admission: { ...DEFAULT_ADMISSION, atOnce: 1, ...admission },
    requestTimeoutMs: 2_000,
  });
  // A text that is new would wait among the large operations.
  for (const text of [SLOW, '{ me }']) await house.send(['operator'], text);
  house.subgraphs.usage.asked = 0;
  house.subgraphs.usage.misbehaviour = 'hangs';
  const inWork = house.send(['operator'], SLOW);
  await until('it is in work', () => house.subgraphs.usage.asked > 0);
  return { inWork };
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

test('whoever finds all places taken is told at once when to come back; the state of health is told to all', async () => {
  const { inWork } = await busyHouse({ waiting: 0, patienceMs: 60_000 });
  const turnedAway = await house.send(['operator'], '{ me }');
  expect(turnedAway).toMatchObject(TURNED_AWAY);
  expect(turnedAway.headers.get('retry-after')).toBe('1');
  expect((await fetch(`${house.gateway.url}/health/live`)).status).toBe(200);
  house.subgraphs.usage.misbehaviour = null;
  expect((await fetch(`${house.gateway.url}/health/ready`)).status).toBe(200);
  expect((await inWork).codes).toEqual(['SUBGRAPH_UNAVAILABLE']);
  expect((await house.send(['operator'], '{ me }')).errors).toEqual([]);
});

test('whoever waits has a turn as soon as a place is free', async () => {
  const { inWork } = await busyHouse({ waiting: 5, patienceMs: 60_000 });
  const waiting = await house.send(['operator'], '{ me }');
  expect(waiting).toMatchObject({ status: 200, errors: [] });
  expect((await inWork).codes).toEqual(['SUBGRAPH_UNAVAILABLE']);
});

test('whoever has waited too long is told so', async () => {
  const { inWork } = await busyHouse({ waiting: 5, patienceMs: 100 });
  expect(await house.send(['operator'], '{ me }')).toMatchObject(TURNED_AWAY);
  await inWork;
});

test('new texts of a caller are prepared in turns, and none waits for what services take for another', async () => {
  house = await startTestSupergraph({ requestTimeoutMs: 4_000 });
  house.subgraphs.usage.misbehaviour = 'hangs';
  const large = ['{ a: uses }', '{ b: uses }', '{ c: uses }'].map((text) => house.send(['operator'], text));
  await until('all three are in work', () => house.subgraphs.usage.asked === 3);
  expect((await house.send(['operator'], '{ me }')).errors).toEqual([]);
  await Promise.all(large);
});
