/** When the breaker of a policy opens, for whom, and how it closes again. */
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
  wireTo,
} from '../test-supergraph/policy-before-broken-remote';
import { DEFAULT_BREAKER } from './breaker';
import { createResiliencePolicy, NotSentError } from './resilience-policy';
import { TransportError } from './transport';

describe('the breaker', () => {
  test('opens on failures, refuses at once while open, and then lets one question probe', async () => {
    await start(['garbage'], { breaker: { failures: 3, share: 0.5, callers: 1, openMs: 1_000, longestOpenMs: 1_000 } });
    for (let turn = 0; turn < 3; turn += 1) await policy.ask(QUERY, metadata()).catch(() => undefined);
    const refused = await policy.ask(QUERY, metadata()).catch((error) => error);
    expect(refused).toBeInstanceOf(NotSentError);
    expect(refused.retryAfter).toBe(1);
    expect(remote.asked).toHaveLength(3);
    remote.behaviour = ['answers'];
    let answer: unknown;
    for (let turn = 0; turn < 100 && !answer; turn += 1) {
      answer = await policy.ask(QUERY, metadata()).catch(() => pause(20));
    }
    expect(answer).toEqual(DONE);
    expect(remote.asked).toHaveLength(4);
    expect(seen.filter((line) => line.startsWith('breaker'))).toEqual([
      'breaker open',
      'breaker trying',
      'breaker closed',
    ]);
  });

  test('that opens also refuses the questions in the queue', async () => {
    await start(['hangs'], { atOnce: 1, timeoutMs: 200, breaker: { ...DEFAULT_BREAKER, failures: 1, callers: 1 } });
    const first = policy.ask(QUERY, metadata());
    await until('one question hangs', () => remote.hanging.size === 1);
    await pause(50);
    const second = policy.ask(QUERY, metadata());
    await expect(first).rejects.toThrow('not done within');
    await expect(second).rejects.toThrow(NotSentError);
    expect(remote.asked).toHaveLength(1);
  });

  test.each<Behaviour>([400, 413])('does not count a question that the subgraph refuses: %s', async (no) => {
    await start([no], { breaker: { ...DEFAULT_BREAKER, failures: 1, callers: 1 } });
    await expect(policy.ask(QUERY, metadata())).rejects.toThrow(TransportError);
    expect(policy.state.breaker).toBe('closed');
  });

  test('stays closed for others, however many questions of one caller time out', async () => {
    await start(['hangs'], { timeoutMs: 2_000 });
    const slow = Array.from({ length: 200 }, () => policy.ask(QUERY, metadata(undefined, 'attacker')));
    expect((await Promise.allSettled(slow)).every(({ status }) => status === 'rejected')).toBe(true);
    expect(seen.filter((line) => line === 'timed out').length).toBeGreaterThan(DEFAULT_BREAKER.failures);
    remote.behaviour = ['answers'];
    expect(await policy.ask(QUERY, metadata(undefined, 'victim'))).toEqual(DONE);
    expect(policy.state.breaker).toBe('closed');
  });

  test('opens on questions that time out for three callers', async () => {
    await start(['hangs'], { timeoutMs: 20 });
    const slow = ['a', 'b', 'c'].flatMap((subject) =>
      Array.from({ length: 4 }, () => policy.ask(QUERY, metadata(undefined, subject))),
    );
    await Promise.allSettled(slow);
    expect(policy.state.breaker).toBe('open');
  });

  test('does not count an answer with errors, such as of a statement that the database gave up', async () => {
    await start(['answers']);
    const errors = [{ message: 'could not be asked', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }];
    const transport = { ...wireTo(remote.address), ask: async () => ({ errors, data: null }) as never };
    const answering = createResiliencePolicy('schools', transport);
    for (const subject of ['a', 'b', 'c', 'd']) {
      for (let turn = 0; turn < 10; turn += 1) await answering.ask(QUERY, metadata(undefined, subject));
    }
    expect(answering.state.breaker).toBe('closed');
    await answering.stop();
  });

  test('does not count a question that cannot be serialised', async () => {
    await start(['answers'], { breaker: { ...DEFAULT_BREAKER, failures: 1, callers: 1 } });
    const endless: Record<string, unknown> = {};
    endless.itself = endless;
    await expect(policy.ask({ ...QUERY, variables: endless }, metadata())).rejects.toThrow(TypeError);
    expect(remote.asked).toHaveLength(0);
    expect(policy.state.breaker).toBe('closed');
  });

  test('closes as soon as the subgraph is seen ready', async () => {
    await start([503], { breaker: { ...DEFAULT_BREAKER, failures: 1, openMs: 60_000, longestOpenMs: 60_000 } });
    await expect(policy.ask(QUERY, metadata())).rejects.toThrow();
    await expect(policy.ready(metadata().envelope)).rejects.toThrow(TransportError);
    expect(policy.state.breaker).toBe('open');
    remote.behaviour = ['answers'];
    await policy.ready(metadata().envelope);
    expect(await policy.ask(QUERY, metadata())).toEqual(DONE);
  });
});
