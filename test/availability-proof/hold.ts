/** Holds connections for attackers, and writes on them byte by byte. */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Assault } from './attack';
import { refuse } from './load';

/** The time before a connection that was cut off is opened again. */
const AGAIN_MS = 250;

/**
 * Holds a number of connections. One that the other side closes is opened again.
 *
 * @param held uses one connection; the connection stays open when it returns
 */
export async function hold(
  assault: Assault,
  count: number,
  held: (socket: Socket, at: number) => Promise<void>,
): Promise<void> {
  const { port, hostname } = new URL(assault.fixture.url);
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
        await pause(AGAIN_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: count }, (_, at) => one(at)));
}

async function untilOver({ over }: Assault): Promise<void> {
  while (!over()) await pause(100);
}

/** Returns the bytes of a request to /graphql, on a connection that stays open. */
export function requestBytes(token: string, body: string, length: number = Buffer.byteLength(body)): string {
  const authorization = token ? [`Authorization: Bearer ${token}`] : [];
  const head = ['POST /graphql HTTP/1.1', 'Host: gateway', 'Content-Type: application/json', ...authorization];
  return [...head, `Content-Length: ${length}`, '', body].join('\r\n');
}
