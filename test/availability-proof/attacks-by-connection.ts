/** Attacks by connections and bytes: requests that come slowly, not at all, or too many at once. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Assault, ConnectionAttack } from './attack';
import { cheap } from './attacks-by-flood';
import { hold, requestBytes } from './hold';
import { refuse } from './load';
import { descriptions } from './texts';

const MEGABYTE = 1024 * 1024;
const HALF = Buffer.alloc(MEGABYTE - 1, 0x20);

const halfBodies = (assault: Assault) =>
  hold(assault, 2_000, async (socket) => {
    socket.write(requestBytes(assault.token, '', MEGABYTE));
    socket.write(HALF);
  });

async function trickle(assault: Assault, socket: NodeJS.WritableStream, everyMs: number, bytes: string): Promise<void> {
  while (!assault.over() && socket.writable) {
    socket.write(bytes);
    await pause(everyMs);
  }
}

export const ATTACKS_BY_CONNECTION: readonly ConnectionAttack[] = [
  { name: 'half-bodies', sends: '2,000 bodies of 1 MB that lack their last byte', token: 'lms', run: halfBodies },
  {
    name: 'half-bodies-without-token',
    sends: '2,000 bodies of 1 MB that lack their last byte',
    token: 'none',
    run: halfBodies,
  },
  {
    name: 'slow-bodies',
    sends: '1,000 bodies, a byte a second',
    token: 'lms',
    run: (assault) =>
      hold(assault, 1_000, async (socket) => {
        socket.write(requestBytes(assault.token, '{', 10_000));
        await trickle(assault, socket, 1_000, ' ');
      }),
  },
  {
    name: 'slow-headers',
    sends: '1,000 connections, a byte of a header a second',
    token: 'none',
    run: (assault) =>
      hold(assault, 1_000, async (socket) => {
        socket.write('POST /graphql HTTP/1.1\r\nHost: gateway\r\nX-Slow: ');
        await trickle(assault, socket, 1_000, 'a');
      }),
  },
  {
    name: 'silent-connections',
    sends: '3,000 connections that say nothing',
    token: 'none',
    run: (assault) => hold(assault, 3_000, async () => undefined),
  },
  {
    name: 'unread-answers',
    sends: '80 connections ask for large answers, 20 each, and read nothing',
    token: 'lms',
    run: (assault) =>
      hold(assault, 80, async (socket) => {
        socket.pause();
        socket.write(requestBytes(assault.token, JSON.stringify({ query: descriptions(50, 200, 'a') })).repeat(20));
      }),
  },
  {
    name: 'unread-answers-let-in',
    sends: '200 connections ask for answers of 1 MB, 100 each, and read nothing',
    token: 'lms',
    run: (assault) =>
      hold(assault, 200, async (socket) => {
        socket.pause();
        socket.write(requestBytes(assault.token, JSON.stringify({ query: descriptions(1, 100, 'a') })).repeat(100));
      }),
  },
  {
    name: 'pipelined-socket',
    sends: 'one connection, on which requests are written as fast as they are taken',
    token: 'lms',
    run: (assault) =>
      hold(assault, 1, async (socket) => {
        const { body } = cheap(assault);
        const some = requestBytes(assault.token, body as string).repeat(64);
        socket.on('data', (data) => {
          assault.shots.bytesRead += data.length;
          const text = data.toString('latin1');
          assault.shots.answered += text.split('HTTP/1.1 200').length - 1;
        });
        while (!assault.over() && socket.writable) {
          assault.shots.sent += 64;
          if (socket.write(some)) await pause(1);
          else await Promise.race([new Promise<void>((done) => socket.once('drain', () => done())), pause(500)]);
        }
      }),
  },
  {
    name: 'new-connections',
    sends: 'connections that are closed as soon as they are open',
    token: 'none',
    run: (assault) => churn(assault, 20),
  },
];

async function churn({ fixture, over, shots }: Assault, atOnce: number): Promise<void> {
  const { port, hostname } = new URL(fixture.url);
  const one = async () => {
    while (!over()) {
      const socket = connect(Number(port), hostname, () => socket.destroy());
      socket.on('error', (error) => refuse(shots, (error as NodeJS.ErrnoException).code ?? 'closed'));
      shots.sent += 1;
      await new Promise((done) => socket.once('close', done));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}
