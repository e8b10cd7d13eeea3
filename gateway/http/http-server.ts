/**
 * The HTTP server: connections, dispatch, shutdown. `POST /graphql` takes the short way (post-operation.ts), everything else the
 * table of routes (routes.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { gracefulStop } from '../../request/graceful-stop';
import { type ConnectionLimits, Connections, DEFAULT_CONNECTIONS } from './connections';
import { preflightHeaders } from './cors';
import { Entrance, type EntranceOptions } from './entrance';
import { type Answer, createPostOperation } from './post-operation';
import { CLOSE, Replies, refuses, SECURITY_HEADERS, type ShedReason } from './replies';
import { targetOf, type UnreadableCoding, unreadableCoding } from './request-head';
import type { Execute, Route, Services } from './route';
import { OPERATIONS, serveRoutes } from './routes';
import {
  createBoundedServer,
  hasTooManyHeaders,
  MAX_HEADERS,
  SERVER_TIMEOUTS,
  type ServerTimeouts,
} from './server-limits';
import { DEFAULT_UNREAD_ANSWERS, UnreadAnswers, type UnreadAnswersOptions } from './unread-answers';

export type { RequestSlot } from './entrance';
export type { HttpAnswer, ShedReason } from './replies';

export interface HttpServerOptions extends Omit<EntranceOptions, 'connections'> {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  readonly log: Logger;
  /** Web pages that may call from a browser, such as `https://lms.example`; none where it is left out. */
  readonly origins?: readonly string[] | undefined;
  /** How long the server waits for slow clients; SERVER_TIMEOUTS where it is left out. */
  readonly patience?: ServerTimeouts | undefined;
  readonly connections?: ConnectionLimits | undefined;
  readonly unreadAnswers?: UnreadAnswersOptions | undefined;
  /** Answers `POST /graphql`. */
  readonly answer: Answer;
  /** All other routes; none where it is left out. */
  readonly routes?: readonly Route[] | undefined;
  /** Executes the operations of routes; they have none where it is left out. */
  readonly execute?: Execute;
  /** Reads an operation that a route received. */
  readonly read?: Services['read'];
  /** Tells whether the services behind the routes are ready; true where it is left out. */
  readonly isReady?: () => Promise<boolean>;
  /** Asks a service for facts as the gateway itself; left out where routes need none. */
  readonly askFacts?: Services['askFacts'];
  /** Called with each request that is turned away, and each connection that is cut. */
  shed?(why: ShedReason): void;
}

export interface HttpServer {
  /** `http://127.0.0.1:4000`, without a slash at the end. */
  readonly url: string;
  readonly connections: number;
  /** Answers that wait for their readers. */
  readonly unread: { readonly count: number; readonly bytes: number };
  /**
   * Accepts no new connections, answers the requests that have come in, and closes; requests that last longer than 15
   * s are cut.
   */
  stop(): Promise<void>;
}

const DRAIN_MS = 15_000;
/**
 * How many connections may wait to be accepted, if the system allows as many: with Node's 511, a part of a burst of
 * 900 was lost, and TCP tries again after 1, 3 and 7 s.
 */
const BACKLOG = 4_096;

const TOO_MANY_HEADERS = refuses(431, `Too many headers (maximum ${MAX_HEADERS}). Send fewer.`);
const UNREADABLE: Readonly<Record<UnreadableCoding, ReturnType<typeof refuses>>> = {
  'has no end': refuses(
    400,
    'transfer-encoding does not end with chunked. Send the body chunked, or with a content-length.',
  ),
  'is packed': refuses(501, 'transfer-encoding not supported. Send the body plain, or chunked.'),
};

/** @throws the listening error, with its code, where the port is not available */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { log, patience = SERVER_TIMEOUTS } = options;
  const origins = new Set(options.origins);
  const shed = (why: ShedReason) => options.shed?.(why);
  const unread = new UnreadAnswers(options.unreadAnswers ?? DEFAULT_UNREAD_ANSWERS, shed);
  const server = createBoundedServer(patience);
  const close = gracefulStop(server);
  const connections = new Connections(server, options.connections ?? DEFAULT_CONNECTIONS, shed);
  const failed = (error: unknown) => log.error({ err: error }, 'the HTTP server failed');
  const replies = new Replies({ connections, unread, origins, shed, failed });
  const entrance = new Entrance({ ...options, connections }, replies);
  const postOperation = createPostOperation(entrance, replies, options.answer);
  const serve = await serveRoutes(options.routes ?? [], entrance, replies, {
    execute: options.execute ?? noOperations,
    authenticate: async (authorization, address) => options.authenticate({ authorization }, address),
    read: options.read ?? noOperations,
    isReady: options.isReady ?? (async () => true),
    askFacts: options.askFacts ?? noOperations,
  });

  function route(request: IncomingMessage, response: ServerResponse): Promise<void> | void {
    if (hasTooManyHeaders(request)) return replies.refuse(request, response, TOO_MANY_HEADERS);
    const unreadable = unreadableCoding(request);
    if (unreadable) return replies.refuse(request, response, UNREADABLE[unreadable], CLOSE);
    if (!isOperation(request)) return serve(request, response);
    if (request.method === 'POST') return postOperation(request, response);
    const preflight = preflightHeaders(origins, request);
    if (!preflight) return serve(request, response);
    response.writeHead(204, { ...SECURITY_HEADERS, ...preflight }).end();
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    connections.inOrder(request, response, () => {
      route(request, response)?.catch((error) => replies.failed(request, response, error));
    });
  }

  server.on('request', handle);
  // Node would ask for the body at once. Here it is asked for only when it will be read.
  server.on('checkContinue', handle);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen({ port: options.port, host: options.host, backlog: BACKLOG }, listening);
  });
  return {
    url: urlOf(server.address() as AddressInfo),
    get connections() {
      return connections.size;
    },
    unread,
    async stop() {
      replies.closing = true;
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await close();
      clearTimeout(cut);
    },
  };
}

function noOperations(): never {
  throw new Error('no operations are carried out here');
}

function isOperation({ url = '' }: IncomingMessage): boolean {
  if (url === OPERATIONS) return true;
  const [path] = targetOf(url).split('?');
  return path === OPERATIONS;
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
