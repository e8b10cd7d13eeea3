/**
 * Another organisation's learning platform: one cheap question ten times a second, whether those before are answered or
 * not, each timed from when it was due. So a pause counts for all requests that were due meanwhile.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { quantile } from '../../bench/statistics';
import { CHECK_ACCESS } from './texts';

export interface Victim {
  readonly url: string;
  readonly number: string;
  readonly title: string;
  /** The requests take these in turn. */
  readonly tokens: readonly string[];
}

/** How the victim was answered. */
export interface Suffering {
  readonly requests: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** The number of failures by HTTP status and error code, or by how the connection ended. */
  readonly errors: Readonly<Record<string, number>>;
  readonly unavailable: number;
}

const EVERY_MS = 100;
/** After this time the victim gives up, which counts as an error that took as long. */
const PATIENCE_MS = 20_000;

/** Sends questions for this many seconds, then waits for the answers on their way. */
export async function suffer(victim: Victim, seconds: number): Promise<Suffering> {
  const pool = new Pool(victim.url, { connections: 100 });
  const times: number[] = [];
  const errors: Record<string, number> = {};
  const underway: Promise<void>[] = [];
  const began = performance.now();

  async function one(due: number, token: string): Promise<void> {
    const error = await ask(pool, victim, token);
    times.push(performance.now() - due);
    if (error) errors[error] = (errors[error] ?? 0) + 1;
  }

  for (let n = 0; n * EVERY_MS < seconds * 1_000; n += 1) {
    const due = began + n * EVERY_MS;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    underway.push(one(due, victim.tokens[n % victim.tokens.length] as string));
  }
  await Promise.all(underway);
  await pool.destroy();
  return {
    requests: times.length,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    maxMs: Math.max(...times),
    errors,
    unavailable: Object.entries(errors).reduce(
      (sum, [what, n]) => sum + (/SUBGRAPH_UNAVAILABLE/.test(what) ? n : 0),
      0,
    ),
  };
}

/** @returns what was wrong with the answer, or null */
async function ask(pool: Pool, { number, title }: Victim, token: string): Promise<string | null> {
  try {
    const { statusCode, body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: CHECK_ACCESS, variables: { number, ids: [title] } }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await body.text();
    const { data, errors } = JSON.parse(text);
    if (statusCode === 200 && !errors && data.school.access.length === 1) return null;
    return `${statusCode} ${errors?.[0]?.extensions?.code ?? 'no data'}`;
  } catch (error) {
    const { name, code } = error as NodeJS.ErrnoException;
    return name === 'TimeoutError' ? 'no answer' : (code ?? name);
  }
}
