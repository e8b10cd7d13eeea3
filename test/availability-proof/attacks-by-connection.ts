/** Connections and bytes: what is sent slowly, not at all, or too much at once. */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Assault, Attack } from './attack';
import { ask, hold, press, refuse, requestBytes } from './press';
import * as texts from './texts';

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

const cheap = (assault: Assault) =>
  ask(assault, texts.CHECK_ACCESS, { number: assault.ground.schools[0], ids: [assault.ground.titles[0]] });

export const ATTACKS_BY_CONNECTION: readonly Attack[] = [
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
    name: '900-at-once',
    sends: '900 requests of one token at once, again and again',
    token: 'lms',
    run: (assault) => press(assault, 900, () => cheap(assault)),
  },
  {
    name: '900-pages-at-once',
    sends: '900 pages of licensed titles at once, again and again',
    token: 'lms',
    run: (assault) =>
      press(assault, 900, () =>
        ask(
          assault,
          'query ($number: String!, $search: String) { school(number: $number) { licensedTitles(first: 50, search: $search) { totalCount edges { node { name } } } } }',
          { number: assault.ground.schools[0], search: randomBytes(1).toString('hex').slice(0, 1) },
        ),
      ),
  },
  {
    name: 'health-flood',
    sends: 'questions for the state of health',
    token: 'none',
    run: (assault) => press(assault, 50, () => ({ method: 'GET', path: '/health/ready' })),
  },
  {
    name: 'small-refusals',
    sends: 'paths, methods and pages that are refused',
    token: 'none',
    run: (assault) =>
      press(assault, 50, (n) =>
        n % 3 === 0
          ? { method: 'GET', path: `/${assault.unique()}` }
          : n % 3 === 1
            ? { method: 'GET' }
            : {
                method: 'OPTIONS',
                headers: { origin: `https://${assault.unique()}.example`, 'access-control-request-method': 'POST' },
              },
      ),
  },
  {
    name: 'many-headers',
    sends: '99 headers of 150 bytes',
    token: 'none',
    run: (assault) =>
      press(assault, 50, () => ({
        headers: Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`x-${at}`, 'a'.repeat(150)])),
        body: '{"query":"{__typename}"}',
      })),
  },
  {
    name: 'new-connections',
    sends: 'connections that are closed as soon as they are open',
    token: 'none',
    run: (assault) => churn(assault, 20),
  },
];

async function churn({ ground, over, shots }: Assault, atOnce: number): Promise<void> {
  const { port, hostname } = new URL(ground.url);
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
