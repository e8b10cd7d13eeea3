/** `/health/live`: the process answers. `/health/ready`: it can do its work. */
import type { WrittenAnswer } from './replies';
import type { Route } from './route';

const LIFETIME_MS = 1_000;

interface Health {
  readonly routes: readonly Route[];
  /** Tells whether every subgraph answers; the result is at most a second old. */
  isReady(): Promise<boolean>;
}

/**
 * Asks every subgraph whether it answers signed questions, and can use its database; the status is 200 where all do,
 * else 503, with each by its name. The answer is kept for a second, so that polling does not load the subgraphs. A
 * new supergraph that was refused is reported, but does not change the status: the one before still works.
 */
export function createHealth(
  subgraphs: readonly string[],
  ask: (subgraph: string) => Promise<unknown>,
  supergraphRefused: () => boolean,
): Health {
  let latest: Promise<WrittenAnswer> | undefined;
  let until = 0;

  async function look(): Promise<WrittenAnswer> {
    const states = await Promise.all(
      subgraphs.map((name) =>
        ask(name).then(
          () => [name, 'ready'] as const,
          () => [name, 'unavailable'] as const,
        ),
      ),
    );
    const ready = states.every(([, state]) => state === 'ready');
    return {
      status: ready ? 200 : 503,
      body: JSON.stringify({
        status: ready ? 'ready' : 'unavailable',
        subgraphs: Object.fromEntries(states),
        ...(supergraphRefused() && { supergraph: 'refused, the one before is served' }),
      }),
    };
  }

  function ready(): Promise<WrittenAnswer> {
    if (!latest || performance.now() >= until) {
      until = performance.now() + LIFETIME_MS;
      latest = look();
    }
    return latest;
  }

  const live = { status: 200, body: JSON.stringify({ status: 'ok' }) };
  const routes: readonly Route[] = [
    { path: '/health/live', methods: ['GET'], callers: 'anybody', answer: () => live },
    { path: '/health/ready', methods: ['GET'], callers: 'anybody', answer: ready },
  ];
  return { routes, isReady: async () => (await ready()).status === 200 };
}
