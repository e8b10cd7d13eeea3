/**
 * A server with little room, and clients that write raw bytes to its sockets. Its hooks run in each test file that
 * imports it.
 */
import { connect, type Socket } from 'node:net';
import pino from 'pino';
import type { Caller, OrganisationKey } from '../caller/caller';
import { unauthenticated } from '../gateway/errors/errors';
import { Admission, DEFAULT_ADMISSION } from '../gateway/http/admission';
import { type HttpServer, type HttpServerOptions, type ShedReason, startHttpServer } from '../gateway/http/http-server';
import { renderError } from '../gateway/http/rendered-error';

const log = pino({ level: 'silent' });
export const MB = 1024 * 1024;
export let server: HttpServer;
export let admission: Admission;

/** The requests in work. The test decides when each is answered. */
export let inWork: {
  readonly caller: Caller | null;
  readonly text: string;
  answer(body?: object, status?: number): void;
}[];

export let shed: ShedReason[];
const sockets: Socket[] = [];

const caller = (name: string): Caller => ({
  kind: 'lms',
  subject: name,
  scopes: [],
  bound: [`AUTHORITY:NW:${name}` as OrganisationKey],
});

const callers = new Map<string, Caller>();

export async function open(
  options: Partial<HttpServerOptions> = {},
  sizes: Partial<typeof DEFAULT_ADMISSION> = {},
): Promise<void> {
  const working: typeof inWork = [];
  inWork = working;
  shed = [];
  // The limit is so long that nobody is turned away before being counted, also on a slow machine.
  admission = new Admission({ ...DEFAULT_ADMISSION, patienceMs: 600_000, ...sizes });
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

export interface Client {
  readonly socket: Socket;
  /** The statuses of the answers so far. */
  readonly statuses: number[];
  readonly text: string;
  readonly closed: boolean;
  send(text: string): void;
}

export function client(): Client {
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

export function head(token: string | null, length: number, more = ''): string {
  const authorization = token === null ? '' : `authorization: Bearer ${token}\r\n`;
  return `POST /graphql HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n${authorization}content-length: ${length}\r\n${more}\r\n`;
}

export const post = (token: string | null, body = '{}') => head(token, body.length) + body;
