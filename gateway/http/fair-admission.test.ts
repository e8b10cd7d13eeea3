/** What one client does at the server to the others: on raw sockets, counting what is let in and held, never time. */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import type { Caller, OrganisationKey } from '../../caller/caller';
import { until } from '../../test/until';
import { unauthenticated } from '../errors/errors';
import { Admission, DEFAULT_ADMISSION } from './admission';
import { type HttpServer, type HttpServerOptions, startHttpServer, type WhyShed } from './http-server';
import { renderError } from './rendered-error';

const log = pino({ level: 'silent' });
const MB = 1024 * 1024;
let server: HttpServer;
let admission: Admission;
/** Requests that are in work; each is answered when the test says so. */
let inWork: { readonly caller: Caller | null; readonly text: string; answer(body?: object, status?: number): void }[];
let shed: WhyShed[];
const sockets: Socket[] = [];

const caller = (name: string): Caller => ({
  kind: 'lms',
  subject: name,
  scopes: [],
  bound: [`AUTHORITY:NW:${name}` as OrganisationKey],
});
const callers = new Map<string, Caller>();

async function open(
  options: Partial<HttpServerOptions> = {},
  sizes: Partial<typeof DEFAULT_ADMISSION> = {},
): Promise<void> {
  const working: typeof inWork = [];
  inWork = working;
  shed = [];
  admission = new Admission({ ...DEFAULT_ADMISSION, ...sizes });
  server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    log,
    admission,
    async authenticate({ authorization }) {
      if (authorization === undefined) return null;
      const name = authorization.slice('Bearer '.length);
      if (name === 'bad') throw unauthenticated('bad');
      if (!callers.has(name)) callers.set(name, caller(name));
      return callers.get(name) as Caller;
    },
    refused: (error) => renderError(error),
    answer: (text, who) =>
      new Promise((answered) => {
        working.push({
          caller: who,
          text,
          answer(body = { data: {} }, status = 200) {
            working.splice(working.indexOf(this), 1);
            answered({ status, body });
          },
        });
      }),
    shed: (why) => shed.push(why),
    ...options,
  });
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const one of [...inWork]) one.answer();
  await server.stop();
});

interface Client {
  readonly socket: Socket;
  /** The statuses of the answers so far. */
  readonly statuses: number[];
  readonly text: string;
  readonly closed: boolean;
  send(text: string): void;
}

function client(): Client {
  let text = '';
  let closed = false;
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.setEncoding('utf8');
  socket.on('data', (data) => {
    text += data;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
  });
  sockets.push(socket);
  return {
    socket,
    get statuses() {
      return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
    },
    get text() {
      return text;
    },
    get closed() {
      return closed;
    },
    send: (sent) => void socket.write(sent),
  };
}

function head(token: string | null, length: number, more = ''): string {
  const authorization = token === null ? '' : `authorization: Bearer ${token}\r\n`;
  return `POST /graphql HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n${authorization}content-length: ${length}\r\n${more}\r\n`;
}
const post = (token: string | null, body = '{}') => head(token, body.length) + body;

describe('one connection', () => {
  test('has one request in work, and its answers come in the order of its requests', async () => {
    await open();
    const attacker = client();
    attacker.send(['1', '2', '3'].map((body) => post('a', body)).join(''));
    await until('the first is in work', () => inWork.length === 1);
    await pause(50);
    expect(inWork.map(({ text }) => text)).toEqual(['1']);
    for (const text of ['1', '2', '3']) {
      await until(`${text} is in work`, () => inWork[0]?.text === text);
      expect(inWork).toHaveLength(1);
      inWork[0]?.answer({ data: text });
    }
    await until('all are answered', () => attacker.statuses.length === 3);
    expect([...attacker.text.matchAll(/"data":"(\d)"/g)].map(([, text]) => text)).toEqual(['1', '2', '3']);
  });

  test('that sends hundreds ahead is cut, and nobody else is turned away', async () => {
    await open();
    const attacker = client();
    attacker.send(post('a').repeat(500));
    await until('the attacker is cut', () => attacker.closed);
    const victim = client();
    victim.send(post('b'));
    await until('the victim is in work', () => inWork.some((one) => one.caller?.subject === 'b'));
    expect(inWork.length).toBeLessThanOrEqual(2);
    expect(shed).toEqual(['pipelining']);
  });
});

describe('nine hundred requests of one token at once', () => {
  test('leave places to others, who are in work at once', async () => {
    await open({}, { atOnce: 144, waiting: 64 });
    const flood = Array.from({ length: 900 }, () => client());
    for (const one of flood) one.send(post('a'));
    await until(
      'the rest is refused',
      () => flood.filter(({ statuses }) => statuses[0] === 503).length === 900 - 16 - 64,
    );
    expect(inWork).toHaveLength(16);
    const victim = client();
    victim.send(post('b'));
    await until('the victim is in work', () => inWork.length === 17);
    inWork.find((one) => one.caller?.subject === 'b')?.answer();
    await until('the victim is answered', () => victim.statuses[0] === 200);
    expect(flood.find(({ statuses }) => statuses[0] === 503)?.text).toMatch(
      /retry-after: 1\r\n[\s\S]*"code":"SUBGRAPH_UNAVAILABLE","service":"gateway","retryAfter":1,"requestId":"[\w-]{36}"/,
    );
  });

  test('are refused at once as far as they are few, the others later, and others at once all the while', async () => {
    await open({}, { atOnce: 8, waiting: 0 });
    const flood = Array.from({ length: 200 }, () => client());
    for (const one of flood) one.send(post('a'));
    const refused = () => flood.filter(({ statuses }) => statuses[0] === 503).length;
    await until('all were refused', () => shed.length === 199);
    client().send(post('b'));
    await until('b has one in work', () => inWork.length === 2);
    const other = client();
    other.send(post('b'));
    await until('another one is refused at once', () => other.statuses[0] === 503);
    expect(refused()).toBeLessThan(199);
    await until('those that were to wait hear of it', () => refused() === 199);
  });

  test('keep no places where their work is refused and they hear of it later', async () => {
    await open({}, { atOnce: 1_000 });
    const flood = Array.from({ length: 100 }, () => client());
    for (const one of flood) one.send(post('a'));
    await until('all are in work', () => inWork.length === 100);
    for (const one of [...inWork]) one.answer({ errors: [] }, 429);
    await until('some have heard of it', () => flood.filter(({ statuses }) => statuses[0] === 429).length >= 50);
    expect(admission.sizes.atOnce).toBe(0);
    expect(flood.filter(({ statuses }) => statuses[0] === 429).length).toBeLessThan(100);
    await until('all have', () => flood.every(({ statuses }) => statuses[0] === 429));
  });

  test('are refused before their bodies are there', async () => {
    await open({}, { atOnce: 2, waiting: 0 });
    const first = client();
    first.send(post('a'));
    await until('one is in work', () => inWork.length === 1);
    const second = client();
    second.send(head('a', 100_000));
    await until('the second is refused', () => second.statuses[0] === 503);
    expect(admission.sizes.bodyBytes).toBe(2);
  });
});

describe('large bodies', () => {
  const large = (token: string) => post(token, '{}'.padEnd(64 * 1024 + 1));

  test('take places among the large operations before they are read: one of a subject, four in all', async () => {
    await open();
    for (const name of ['a', 'a', 'a', 'b', 'c', 'd', 'e']) client().send(large(name));
    await until('those that have no place wait', () => admission.sizes.largeWaiting === 3);
    expect(inWork.map(({ caller }) => caller?.subject).sort()).toEqual(['a', 'b', 'c', 'd']);
    const small = client();
    small.send(post('a', '{}'.padEnd(64 * 1024)));
    await until('a small one goes past', () => inWork.length === 5);
    inWork[0]?.answer();
    await until('the next has its turn', () => inWork.some(({ caller }) => caller?.subject === 'e'));
  });

  test('that find no room to wait are turned away', async () => {
    await open({}, { waiting: 1 });
    const flood = Array.from({ length: 4 }, () => client());
    for (const one of flood) one.send(large('a'));
    await until('two are refused', () => flood.filter(({ statuses }) => statuses[0] === 503).length === 2);
    expect(shed).toEqual(['large operations', 'large operations']);
    expect(admission.sizes).toMatchObject({ large: 5, largeWaiting: 1, atOnce: 0 });
  });
});

describe('without a token, or with a bad one', () => {
  test('a bad token is refused before the body is there, and none of it is held', async () => {
    await open();
    const attacker = client();
    attacker.send(head('bad', 1_000_000));
    await until('it is refused', () => attacker.statuses[0] === 401);
    expect(admission.sizes.bodyBytes).toBe(0);
    attacker.send(`${' '.repeat(1_000_000)}${post('a')}`);
    await until('the next request of the connection is in work', () => inWork.length === 1);
  });

  test('of refused bodies a few are read and dropped, the connections of the others are closed', async () => {
    await open();
    const flood = Array.from({ length: 30 }, () => client());
    for (const one of flood) one.send(head('bad', 1_000_000));
    await until('all are refused', () => flood.every(({ statuses }) => statuses[0] === 401));
    await until('most are closed', () => flood.filter(({ closed }) => closed).length === 30 - 8);
    const going = flood.find(({ closed }) => !closed) as Client;
    going.send(`${' '.repeat(1_000_000)}${post('a')}`);
    await until('the next request of one that goes on is in work', () => inWork.length === 1);
  });

  test('a body of more than 8 KB is refused before it is there', async () => {
    await open();
    const attacker = client();
    attacker.send(head(null, 8 * 1024 + 1));
    await until('it is refused', () => attacker.statuses[0] === 413);
    expect(attacker.text).toContain('Body exceeds 8 KB. Send a token.');
    const chunked = client();
    chunked.send(
      `${head(null, 0).replace('content-length: 0', 'transfer-encoding: chunked')}2001\r\n${'x'.repeat(0x2001)}`,
    );
    await until('it is refused, too', () => chunked.statuses[0] === 413);
  });

  test('a thousand half bodies hold less than a megabyte, and callers with a token have all their places', async () => {
    await open();
    const flood = Array.from({ length: 400 }, () => client());
    for (const one of flood) one.send(`${head(null, 8_000)}{`);
    await until('the rest is refused', () => flood.filter(({ statuses }) => statuses[0] === 503).length > 300);
    expect(admission.sizes.bodyBytes).toBeLessThanOrEqual(MB);
    const victim = client();
    victim.send(post('b'));
    await until('the victim is in work', () => inWork.length === 1);
  });

  test('silent connections keep nobody out: the oldest goes', async () => {
    await open({ connections: { total: 40, withoutToken: 20 } });
    const silent = Array.from({ length: 30 }, () => client());
    await until('the oldest are cut', () => silent.filter(({ closed }) => closed).length === 10);
    expect(silent.slice(0, 10).every(({ closed }) => closed)).toBe(true);
    const victim = client();
    victim.send(post('b'));
    await until('the victim is in work', () => inWork.length === 1);
    expect(server.connections).toBeLessThanOrEqual(40);
  });
});

test('who has most connections loses one to a newcomer', async () => {
  await open({ connections: { total: 30, withoutToken: 10 } });
  const many: Client[] = [];
  for (let at = 0; at < 20; at += 1) {
    const one = client();
    many.push(one);
    one.send(post('a'));
    await until('it is in work', () => inWork.length === 1);
    inWork[0]?.answer();
    await until('it is answered', () => one.statuses.length === 1);
  }
  const victim = client();
  victim.send(post('b'));
  await until('the victim is in work', () => inWork[0]?.caller?.subject === 'b');
  await until('the oldest of the many is cut', () => many[0]?.closed === true);
  expect(many.filter(({ closed }) => closed)).toHaveLength(1);
});

describe('bodies', () => {
  test('that wait for their second half hold half of the memory at most, and another caller’s are read', async () => {
    await open({}, { bodyBytes: 4 * MB });
    const flood = Array.from({ length: 20 }, () => client());
    for (const one of flood) one.send(head('a', MB - 1) + ' '.repeat(MB / 2));
    await until('the rest is refused', () => flood.filter(({ statuses }) => statuses[0] === 503).length === 18);
    expect(admission.sizes.bodyBytes).toBeLessThanOrEqual(2 * MB);
    expect(new Set(shed)).toEqual(new Set(['bodies']));
    const victim = client();
    victim.send(post('b', ' '.repeat(MB / 2)));
    await until('the victim is in work', () => inWork.length === 1);
  });

  test('that are gone are given back', async () => {
    await open({}, { bodyBytes: 4 * MB });
    const leaving = client();
    leaving.send(`${head('a', MB)} `);
    await until('room is taken', () => admission.sizes.bodyBytes === MB);
    leaving.socket.destroy();
    await until('it is given back', () => admission.sizes.bodyBytes === 0);
    const whole = client();
    whole.send(post('a', ' '.repeat(MB)));
    await until('it is in work', () => inWork.length === 1);
    inWork[0]?.answer();
    await until('it is given back, too', () => admission.sizes.bodyBytes === 0);
  });

  test('in pieces of one byte are refused', async () => {
    await open();
    const attacker = client();
    attacker.send(head('a', 0).replace('content-length: 0', 'transfer-encoding: chunked') + '1\r\nx\r\n'.repeat(1_000));
    await until('it is refused', () => attacker.statuses[0] === 400);
    expect(attacker.text).toContain('pieces that are too small');
    expect(inWork).toEqual([]);
  });

  test('are asked for only when they will be read (expect: 100-continue)', async () => {
    await open();
    const bad = client();
    bad.send(head('bad', 10, 'expect: 100-continue\r\n'));
    await until('it is refused', () => bad.statuses.length === 1);
    expect(bad.statuses).toEqual([401]);
    const good = client();
    good.send(head('a', 2, 'expect: 100-continue\r\n'));
    await until('it is asked for', () => good.statuses[0] === 100);
    good.send('{}');
    await until('it is in work', () => inWork.length === 1);
  });
});

describe('answers that nobody reads', () => {
  const large = { data: 'x'.repeat(8 * MB) };

  /** Sends one request and reads nothing of its answer. */
  async function unreading(token: string): Promise<Client> {
    const reader = client();
    reader.socket.pause();
    reader.send(post(token));
    await until('it is in work', () => inWork.some((one) => one.caller?.subject === token));
    inWork.find((one) => one.caller?.subject === token)?.answer(large);
    return reader;
  }

  test('hold half of the memory for them at most: the slowest of the same caller is cut', async () => {
    await open({ unreadAnswers: { limitBytes: 40 * MB, patienceMs: 60_000 } });
    for (let at = 0; at < 6; at += 1) await unreading('a');
    await until('some are cut', () => shed.length === 4);
    expect(new Set(shed)).toEqual(new Set(['unread answers']));
    expect(server.unread.bytes).toBeLessThanOrEqual(20 * MB);
    const victim = await unreading('b');
    expect(server.unread.count).toBe(3);
    victim.socket.resume();
    await until('the victim has it all', () => victim.text.length > 8 * MB);
    expect(shed).toHaveLength(4);
  });

  test('keep their place until they are read, so that their caller asks for less', async () => {
    await open();
    const reader = await unreading('a');
    await pause(20);
    expect(admission.sizes.atOnce).toBe(1);
    reader.socket.resume();
    await until('the place is free', () => admission.sizes.atOnce === 0);
    expect(server.unread).toMatchObject({ count: 0, bytes: 0 });
  });

  test('are cut where their reader takes too little for too long, however it says that it lives', async () => {
    await open({ unreadAnswers: { limitBytes: 40 * MB, patienceMs: 200 } });
    const reader = await unreading('a');
    const reading = setInterval(() => reader.socket.read(1), 20);
    await until('it is cut', () => shed.length === 1);
    clearInterval(reading);
    expect(shed).toEqual(['slow reader']);
    expect(server.unread).toMatchObject({ count: 0, bytes: 0 });
    await until('the place is free', () => admission.sizes.atOnce === 0);
  });

  test('that are larger than all the memory for them are refused, and nobody else is cut', async () => {
    await open({ unreadAnswers: { limitBytes: 12 * MB, patienceMs: 60_000 } });
    const other = await unreading('b');
    await until('it waits', () => server.unread.count === 1);
    const reader = await unreading('a');
    reader.socket.resume();
    await until('it is refused', () => reader.statuses[0] === 503);
    expect(other.closed).toBe(false);
  });
});

test('who goes on after a hundred refusals is cut off with the next one', async () => {
  await open();
  const attacker = client();
  for (let at = 1; at <= 100 && !attacker.closed; at += 1) {
    attacker.send(post('bad'));
    await until('it is answered', () => attacker.statuses.length === at);
  }
  await until('it is closed', () => attacker.closed);
  expect(attacker.text.match(/connection: close/gi)).toHaveLength(1);
});
