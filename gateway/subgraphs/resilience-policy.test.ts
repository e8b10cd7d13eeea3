import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../test/until';
import type { Behaviour } from '../test-supergraph/broken-remote';
import {
  DONE,
  metadata,
  policy,
  QUERY,
  remote,
  seen,
  start,
  startRemote,
} from '../test-supergraph/policy-before-broken-remote';
import { DEFAULT_BREAKER } from './breaker';
import { TransportError } from './transport';

const MUTATION = { query: 'mutation { done }' };
const NEVER_OPEN = { ...DEFAULT_BREAKER, failures: 1_000_000 };

describe('a query is asked again', () => {
  test.each<Behaviour>(['hangs up', 'half an answer', 502, 503, 504])(
    'where the subgraph says: %s',
    async (failure) => {
      await start([failure, failure, 'answers'], { breaker: NEVER_OPEN });
      expect(await policy.ask(QUERY, metadata())).toEqual(DONE);
      expect(seen).toEqual(['failed', 'retry 1', 'failed', 'retry 2', 'answered']);
    },
  );

  test('as a signed request of its own', async () => {
    await start([503, 'answers']);
    await policy.ask(QUERY, metadata());
    expect(remote.asked.map(({ counter }) => counter)).toEqual(['1', '2']);
  });

  test('twice at the most', async () => {
    await start([503]);
    await expect(policy.ask(QUERY, metadata())).rejects.toThrow(TransportError);
    expect(remote.asked).toHaveLength(3);
  });

  test('where the subgraph is gone, until its time is up', async () => {
    await start(['answers']);
    await remote.stop();
    await expect(policy.ask(QUERY, metadata())).rejects.toThrow(TransportError);
    expect(seen).toEqual(['failed', 'retry 1', 'failed', 'retry 2', 'failed']);
    await startRemote(['answers']);
  });

  test('no more often than the budget allows, whatever is asked', async () => {
    await start([503], { breaker: NEVER_OPEN });
    const asked = 100;
    for (let turn = 0; turn < asked; turn += 1) await policy.ask(QUERY, metadata()).catch(() => undefined);
    expect(seen.filter((line) => line.startsWith('retry')).length).toBeLessThan(asked / 2);
  });
});

describe('nothing is asked again', () => {
  test.each<Behaviour>(['hangs up', 'half an answer', 502, 503, 504])('of a mutation: %s', async (failure) => {
    await start([failure]);
    await expect(policy.ask(MUTATION, metadata())).rejects.toThrow();
    expect(remote.asked).toHaveLength(1);
  });

  test.each<Behaviour>(['garbage', 400, 401, 413, 500])('where the subgraph is there and says: %s', async (failure) => {
    await start([failure]);
    await expect(policy.ask(QUERY, metadata())).rejects.toThrow(TransportError);
    expect(remote.asked).toHaveLength(1);
  });

  test('where its time is up', async () => {
    await start(['hangs'], { timeoutMs: 100 });
    await expect(policy.ask(QUERY, metadata())).rejects.toThrow('not done within');
    expect(seen).toEqual(['timed out']);
  });
});

describe('the deadline', () => {
  test('of the whole request is shorter than the time limit of one subgraph, and is sent along', async () => {
    await start(['hangs']);
    const deadline = Date.now() + 300;
    await expect(policy.ask(QUERY, metadata(deadline))).rejects.toThrow('not done within');
    expect(remote.asked.map((asked) => asked.deadline)).toEqual([deadline]);
  });

  test('that has passed prevents the question', async () => {
    await start(['answers']);
    await expect(policy.ask(QUERY, metadata(Date.now() - 1))).rejects.toThrow('time is up');
    expect(remote.asked).toHaveLength(0);
  });

  test('also applies in the queue', async () => {
    await start(['hangs'], { atOnce: 1 });
    const first = policy.ask(QUERY, metadata());
    await until('one question hangs', () => remote.hanging.size === 1);
    await expect(policy.ask(QUERY, metadata(Date.now() + 100))).rejects.toThrow('not done within');
    remote.letGo();
    expect(await first).toEqual(DONE);
    expect(remote.asked).toHaveLength(1);
  });

  test('that left too little time, because the request was late, is not the subgraph’s fault', async () => {
    await start(['hangs'], { breaker: { ...DEFAULT_BREAKER, failures: 1, callers: 1 } });
    await expect(policy.ask(QUERY, metadata(Date.now() + 50))).rejects.toThrow('not done within');
    expect(policy.state.breaker).toBe('closed');
  });
});

describe('when the client leaves', () => {
  test('its question is cancelled, and says nothing about the subgraph', async () => {
    await start(['hangs'], { breaker: { ...DEFAULT_BREAKER, failures: 1 } });
    const leaving = new AbortController();
    const left = policy.ask(QUERY, metadata(), leaving.signal);
    await until('one question hangs', () => remote.hanging.size === 1);
    leaving.abort();
    await expect(left).rejects.toThrow();
    await until('no question hangs', () => remote.hanging.size === 0);
    expect(seen).toEqual(['left']);
    expect(policy.state).toEqual({ breaker: 'closed', atOnce: 0, waiting: 0 });
  });

  test('its place in the queue is given up', async () => {
    await start(['hangs'], { atOnce: 1 });
    const first = policy.ask(QUERY, metadata());
    await until('one question hangs', () => remote.hanging.size === 1);
    const leaving = new AbortController();
    const left = policy.ask(QUERY, metadata(), leaving.signal);
    await until('one waits', () => policy.state.waiting === 1);
    leaving.abort();
    await expect(left).rejects.toThrow();
    expect(policy.state.waiting).toBe(0);
    remote.letGo();
    await first;
    expect(remote.asked).toHaveLength(1);
  });

  test('it is not asked again', async () => {
    await start([503]);
    const leaving = new AbortController();
    const left = policy.ask(QUERY, metadata(), leaving.signal);
    await until('it failed', () => seen.includes('failed'));
    leaving.abort();
    await expect(left).rejects.toThrow();
    const { length } = remote.asked;
    await pause(200);
    expect(remote.asked).toHaveLength(length);
  });
});

test('a bounded number of questions are on their way, a bounded number wait, and the next is refused at once', async () => {
  await start(['hangs'], { atOnce: 2, waiting: 1 });
  const asked = ['one', 'two', 'three'].map((subject) => policy.ask(QUERY, metadata(undefined, subject)));
  await until('two questions hang', () => remote.hanging.size === 2);
  expect(policy.state).toEqual({ breaker: 'closed', atOnce: 2, waiting: 1 });
  await expect(policy.ask(QUERY, metadata())).rejects.toMatchObject({ retryAfter: 1 });
  expect(seen).toEqual(['refused by queue']);
  remote.behaviour = ['answers'];
  remote.letGo();
  expect(await Promise.all(asked)).toEqual([DONE, DONE, DONE]);
  expect(policy.state).toEqual({ breaker: 'closed', atOnce: 0, waiting: 0 });
});

test('a caller with many questions does not keep others from asking theirs', async () => {
  await start(['hangs'], { atOnce: 4, waiting: 2 });
  const many = Array.from({ length: 5 }, () => policy.ask(QUERY, metadata(undefined, 'many')));
  await until('one is done', () => seen.length === 1);
  expect(policy.state).toMatchObject({ atOnce: 2, waiting: 2 });
  const other = policy.ask(QUERY, metadata(undefined, 'other'));
  await until('three questions hang', () => remote.hanging.size === 3);
  remote.behaviour = ['answers'];
  remote.letGo();
  expect(await other).toEqual(DONE);
  const ends = await Promise.allSettled(many);
  expect(ends.map(({ status }) => status)).toEqual([...Array(4).fill('fulfilled'), 'rejected']);
});

test('a subgraph on one machine is asked over a Unix socket', async () => {
  const socket = path.join(tmpdir(), `freischalter test ${process.pid}.sock`);
  await start(['answers'], {}, socket);
  expect(await policy.ask(QUERY, metadata())).toEqual(DONE);
  await policy.ready(metadata().envelope);
  await rm(socket, { force: true });
});
