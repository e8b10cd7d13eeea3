/** How attackers send: requests over many connections, each after the one before; or bytes on sockets of their own. */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Assault, Shot, Shots } from './attack';

/** The most that one attacker sends, whatever its time. */
const MOST_REQUESTS = 500_000;

/** Sends on so many connections at once, on each the next one when the one before was answered. */
export async function press(assault: Assault, connections: number, shotOf: (n: number) => Shot): Promise<void> {
  const pool = new Pool(assault.ground.url, { connections, headersTimeout: 60_000, bodyTimeout: 60_000 });
  let next = 0;
  const one = async () => {
    while (!assault.over() && next < MOST_REQUESTS) {
      const n = next;
      next += 1;
      await shoot(pool, assault, shotOf(n));
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  await pool.destroy();
}

/** Sends so many a second, whether those before are answered or not, as long as not too many wait. */
export async function stream(assault: Assault, perSecond: number, shotOf: (n: number) => Shot): Promise<void> {
  const connections = 256;
  const pool = new Pool(assault.ground.url, { connections, headersTimeout: 60_000, bodyTimeout: 60_000 });
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

export function ask(assault: Assault, query: string, variables?: object): Shot {
  return { headers: bearer(assault.token), body: JSON.stringify({ query, variables }) };
}

export function bearer(token: string): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

async function shoot(pool: Pool, { shots, over }: Assault, shot: Shot): Promise<void> {
  const { method = 'POST', path = '/graphql', headers, body } = shot;
  shots.sent += 1;
  shots.bytesSent += body?.length ?? 0;
  try {
    const { statusCode, body: answer } = await pool.request({
      method,
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    let beginning = '';
    for await (const chunk of answer) {
      shots.bytesRead += chunk.length;
      if (beginning.length < 4_000) beginning += chunk.toString('latin1');
    }
    note(shots, statusCode, beginning);
  } catch (error) {
    if (!over()) refuse(shots, (error as NodeJS.ErrnoException).code ?? 'no answer');
    // A closed connection is opened again at once, but not in a loop that takes the attacker's own time.
    await pause(5);
  }
}

function note(shots: Shots, status: number, beginning: string): void {
  const code = /"code":"([A-Z_]+)"/.exec(beginning)?.[1];
  if (status === 200 && !code) shots.answered += 1;
  else refuse(shots, code ? `${status} ${code}` : String(status));
}

export function refuse(shots: Shots, what: string): void {
  shots.refused[what] = (shots.refused[what] ?? 0) + 1;
}

/**
 * Holds so many connections, each of which does its own; one that is closed by the other side is opened again, after a
 * while.
 *
 * @param hold comes back when it is done with the connection
 */
export async function hold(
  assault: Assault,
  count: number,
  held: (socket: Socket, at: number) => Promise<void>,
): Promise<void> {
  const { port, hostname } = new URL(assault.ground.url);
  const one = async (at: number) => {
    await pause((at % 100) * 5);
    while (!assault.over()) {
      const socket = connect(Number(port), hostname);
      const closed = new Promise<void>((done) => socket.once('close', () => done()));
      socket.on('error', (error) => refuse(assault.shots, (error as NodeJS.ErrnoException).code ?? 'closed'));
      assault.shots.sent += 1;
      await Promise.race([closed, held(socket, at).then(() => untilOver(assault))]);
      socket.destroy();
      if (!assault.over()) {
        refuse(assault.shots, 'closed');
        await pause(250);
      }
    }
  };
  await Promise.all(Array.from({ length: count }, (_, at) => one(at)));
}

export async function untilOver({ over }: Assault): Promise<void> {
  while (!over()) await pause(100);
}

/** Bytes of a request to /graphql, on a connection that stays open. */
export function requestBytes(token: string, body: string, length: number = Buffer.byteLength(body)): string {
  const authorization = token ? [`Authorization: Bearer ${token}`] : [];
  const head = ['POST /graphql HTTP/1.1', 'Host: gateway', 'Content-Type: application/json', ...authorization];
  return [...head, `Content-Length: ${length}`, '', body].join('\r\n');
}
