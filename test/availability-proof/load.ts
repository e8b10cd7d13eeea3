/** Sends the requests of attackers over many connections. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, Pool, request } from 'undici';
import type { Assault, Shot, Shots } from './attack';

/** The largest number of bytes that one attacker sends, however long it runs. */
const MAX_REQUESTS = 500_000;
/** The part of each answer that is read. */
const BEGINNING = 4_000;

interface Outcome {
  /** `ok`, or the HTTP status and the first error code. */
  readonly outcome: string;
  readonly bytes: number;
  /** The beginning of the answer. */
  readonly beginning: string;
}

/** Sends on a number of connections. Each sends the next request when the one before was answered. */
export async function sendLoad(assault: Assault, connections: number, shotOf: (n: number) => Shot): Promise<void> {
  const pool = poolFor(assault, connections);
  let next = 0;
  const one = async () => {
    while (!assault.over() && next < MAX_REQUESTS) {
      const n = next;
      next += 1;
      await shoot(pool, assault, shotOf(n));
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  await pool.destroy();
}

/** Sends a number of requests a second, whether earlier ones are answered or not, unless too many wait. */
export async function stream(assault: Assault, perSecond: number, shotOf: (n: number) => Shot): Promise<void> {
  const connections = 256;
  const pool = poolFor(assault, connections);
  const began = performance.now();
  let waiting = 0;
  for (let n = 0; !assault.over(); n += 1) {
    const early = began + (n * 1000) / perSecond - performance.now();
    if (early > 1) await pause(early);
    if (waiting >= connections) continue;
    waiting += 1;
    void shoot(pool, assault, shotOf(n)).finally(() => {
      waiting -= 1;
    });
  }
  await pool.destroy();
}

function poolFor({ fixture }: Assault, connections: number): Pool {
  return new Pool(fixture.url, { connections, headersTimeout: 60_000, bodyTimeout: 60_000 });
}

export function ask({ token }: Assault, query: string, variables?: object): Shot {
  return { headers: bearer(token), body: JSON.stringify({ query, variables }) };
}

export function bearer(token: string): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** Sends it once. @throws where the connection fails */
export async function send(url: string, shot: Shot): Promise<Outcome> {
  return read(await request(`${url}${shot.path ?? '/graphql'}`, optionsOf(shot)));
}

async function shoot(pool: Pool, { shots, over }: Assault, shot: Shot): Promise<void> {
  shots.sent += 1;
  shots.bytesSent += shot.body?.length ?? 0;
  try {
    const { outcome, bytes } = await read(await pool.request({ path: shot.path ?? '/graphql', ...optionsOf(shot) }));
    shots.bytesRead += bytes;
    if (outcome === 'ok') shots.answered += 1;
    else refuse(shots, outcome);
  } catch (error) {
    if (!over()) refuse(shots, (error as NodeJS.ErrnoException).code ?? 'no answer');
    // Pauses, so that the loop does not use up the attacker's own processor time.
    await pause(5);
  }
}

function optionsOf({ method = 'POST', headers, body }: Shot) {
  return { method, headers: { 'content-type': 'application/json', ...headers }, body } as const;
}

async function read({ statusCode, body }: Dispatcher.ResponseData): Promise<Outcome> {
  let beginning = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (beginning.length < BEGINNING) beginning += chunk.toString('latin1');
  }
  const code = /"code":"([A-Z_]+)"/.exec(beginning)?.[1];
  const ok = statusCode < 300 && !code;
  return { outcome: ok ? 'ok' : code ? `${statusCode} ${code}` : String(statusCode), bytes, beginning };
}

export function refuse(shots: Shots, what: string): void {
  shots.refused[what] = (shots.refused[what] ?? 0) + 1;
}
