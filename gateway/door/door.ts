/**
 * The HTTP door: what comes in, what goes out, and how it closes.
 *
 * It takes JSON by POST and nothing else. A browser sends no such request to another site without asking first, and is
 * allowed it for listed pages only (cors.ts), so a foreign page cannot make its visitor's browser call us.
 *
 * The token comes first: it is in the headers, so nothing of the body is read before it is known who sends it, whether
 * the caller may ask so often, and whether there is room. docs/decisions/0024 says how what there is is shared.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Sharer } from '../../caller/bulkhead/sharers';
import type { Caller } from '../../caller/caller';
import { Cancellation } from '../../caller/cancellation';
import { badRequest, subgraphUnavailable } from '../errors';
import { bodyLimitOf, LARGE_BODY, sizeInWords } from '../limits/body-limit';
import type { Admission, Place, WhyTurnedAway } from './admission';
import { Compression, encodingOf, SMALLEST_COMPRESSED } from './compression';
import { type ConnectionLimits, Connections, USUAL_CONNECTIONS, type WhyCut } from './connections';
import { corsHeaders, preflightHeaders } from './cors';
import { createPatientServer, hasTooManyHeaders, MAXIMUM_HEADERS, PATIENCE, type Patience } from './door-limits';
import { answerTypeFor, PLAIN_JSON } from './media-type';
import { type Refusal, renderRefusal } from './refusal';
import { RefusalPace } from './refusal-pace';
import { declaredLength, readBody } from './request-body';
import { hasSeveralTokens, isPlainJson, pathOf, type UnreadableCoding, unreadableCoding } from './request-head';
import { UnreadAnswers, type UnreadAnswersOptions, USUAL_UNREAD_ANSWERS, type WhyUnread } from './unread-answers';

export interface DoorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: object;
}

/** Why a request was turned away at the door, or its connection cut. */
export type WhyShed = WhyTurnedAway | WhyCut | WhyUnread;

export interface DoorOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  readonly log: Logger;
  /** Web pages that may call from a browser: `https://lms.example`; none where it is left out. */
  readonly origins?: readonly string[] | undefined;
  /** How long slow clients are waited for; PATIENCE where it is left out. */
  readonly patience?: Patience | undefined;
  readonly connections?: ConnectionLimits | undefined;
  readonly unreadAnswers?: UnreadAnswersOptions | undefined;
  /** Who has to wait, and who is turned away. Never those who ask for the state of health. */
  readonly admission: Admission;
  /**
   * Who calls; null where there is no token.
   *
   * @param address of the other end of the connection @throws where the token is not good
   */
  authenticate(headers: IncomingHttpHeaders, address: string): Promise<Caller | null>;
  /** @param bodyBytes the most that it may send now @throws where the caller has asked too often */
  count?(caller: Caller, bodyBytes: number): void | Promise<void>;
  /** Puts into words why `authenticate` or `count` refused, and has it told. */
  refused(error: unknown, headers: IncomingHttpHeaders, caller: Caller | null): Refusal;
  /** @param text the body, as it came */
  answer(text: string, caller: Caller | null, headers: IncomingHttpHeaders, place: Worked): Promise<DoorAnswer>;
  ready(): Promise<DoorAnswer>;
  /** Told of each request that is turned away, and of each connection that is cut. */
  shed?(why: WhyShed): void;
}

/** How a request that is in work stands to the others. */
export interface Worked {
  /** Aborted as soon as the client leaves. */
  readonly signal: Cancellation;
  /**
   * To be called before a large operation is carried out: it then waits for its turn among the large ones.
   *
   * @throws SUBGRAPH_UNAVAILABLE where too many wait
   */
  becomeLarge(): Promise<void>;
  /** To be called when what was large about the request is done: others of its caller go on meanwhile. */
  becomeSmall(): void;
}

export interface Door {
  /** `http://127.0.0.1:4000`, without a slash at the end. */
  readonly url: string;
  readonly connections: number;
  /** Of answers that wait for their readers. */
  readonly unread: { readonly count: number; readonly bytes: number };
  /** Takes no new connections, answers what has come in, and closes; what lasts longer than 15 s is cut. */
  stop(): Promise<void>;
}

const DRAIN_MS = 15_000;
/**
 * The body of a refused request is read and dropped: a client that still sends would not hear of the refusal if the
 * connection were closed. Small ones always, larger ones up to this size and a few at once; else the connection is closed.
 */
const DROPPED_BODY = 1024 * 1024;
const SMALL_BODY = 16 * 1024;
const DROPPED_AT_ONCE = 8;

/**
 * Connections that wait to be taken, at the most as many as the system lets wait: with Node's 511, a burst of 900 was lost
 * in part, and TCP tries again after 1, 3 and 7 s.
 */
const BACKLOG = 4_096;

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  // A browser heeds it behind TLS only, so it can stand in every answer.
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const CLOSE = { connection: 'close' };
const STRANGER = 'stranger';

const refuses = (status: number, message: string) => ({ error: badRequest(message), status });
const TOO_MANY_HEADERS = refuses(431, `The request has more than ${MAXIMUM_HEADERS} headers.`);
const NOTHING_HERE = refuses(404, 'Nothing is here. Send queries to POST /graphql.');
const NOT_POST = refuses(405, 'Send queries by POST, as JSON.');
const UNREADABLE: Readonly<Record<UnreadableCoding, ReturnType<typeof refuses>>> = {
  'has no end': refuses(
    400,
    'The transfer-encoding does not end with chunked. Send the body chunked, or with its content-length.',
  ),
  'is packed': refuses(501, 'The transfer-encoding is not known here. Send the body as it is, or chunked.'),
};
const NOT_JSON = refuses(415, 'Send the query as JSON in UTF-8, not packed: content-type: application/json.');
const NOT_ACCEPTABLE = refuses(
  406,
  'Answers are JSON in UTF-8. Accept application/graphql-response+json or application/json.',
);
const SEVERAL_TOKENS = refuses(400, 'The request has several authorization headers. Send one.');
const TINY_PIECES = refuses(400, 'The body comes in too small pieces. Send it with its content-length.');
const NO_UTF8 = refuses(400, 'The body is no UTF-8. Send the query as JSON in UTF-8.');
const FAILED = { error: new Error('failed'), status: 500 };
const BUSY = { error: subgraphUnavailable('gateway', 1), status: 503 };

/** @throws the listening error, with its code, where the port cannot be had */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { log, admission, patience = PATIENCE } = options;
  const origins = new Set(options.origins);
  const shed = (why: WhyShed) => options.shed?.(why);
  const unread = new UnreadAnswers(options.unreadAnswers ?? USUAL_UNREAD_ANSWERS, shed);
  const compression = new Compression();
  const refusalPace = new RefusalPace();
  const server = createPatientServer(patience);
  const connections = new Connections(server, options.connections ?? USUAL_CONNECTIONS, shed);
  let closing = false;
  let dropping = 0;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (hasTooManyHeaders(request)) return refuse(request, response, TOO_MANY_HEADERS);
    const unreadable = unreadableCoding(request);
    if (unreadable) return refuse(request, response, UNREADABLE[unreadable], CLOSE);
    const path = pathOf(request);
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (path === '/health/live' && reading) return send(request, response, { status: 200, body: { status: 'ok' } });
    if (path === '/health/ready' && reading) return send(request, response, await options.ready());
    if (path !== '/graphql') return refuse(request, response, NOTHING_HERE);
    const preflight = preflightHeaders(origins, request);
    if (preflight) {
      response.writeHead(204, { ...SECURITY_HEADERS, ...preflight }).end();
      return;
    }
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return refuse(request, response, NOT_POST);
    }
    if (!isPlainJson(request)) return refuse(request, response, NOT_JSON);
    if (!answerTypeFor(request.headers)) return refuse(request, response, NOT_ACCEPTABLE);
    // A proxy that looks at another one of them than we do would have let another caller in.
    if (hasSeveralTokens(request)) return refuse(request, response, SEVERAL_TOKENS);
    await post(request, response);
  }

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, socket } = request;
    const address = socket.remoteAddress ?? '';
    const length = declaredLength(request);
    let caller: Caller | null = null;
    try {
      caller = await options.authenticate(headers, address);
      if (caller) {
        if (!connections.showedToken(socket, caller)) return turnAway(request, response, 'connections', caller, CLOSE);
        const limit = bodyLimitOf(caller);
        await options.count?.(caller, Math.min(length ?? limit, limit));
      }
    } catch (error) {
      return sendText(request, response, options.refused(error, headers, caller), caller ?? strangerAt(address));
    }
    const sharer = caller ?? strangerAt(address);
    const limit = bodyLimitOf(caller);
    if (length !== undefined && length > limit) return refuse(request, response, tooLarge(limit));
    const bytes = admission.takeBody(caller, sharer, length ?? limit);
    if (typeof bytes === 'string') return turnAway(request, response, bytes, sharer);
    let place: Place | undefined;
    const leaving = new Cancellation();
    response.on('close', () => {
      if (!response.writableEnded) leaving.abort();
      // Not before the client has its answer: who does not read keeps a place, and thereby asks for less.
      place?.release();
    });
    try {
      if (headers.expect !== undefined) response.writeContinue();
      const body = await readBody(request, limit);
      if (body === 'too large') return refuse(request, response, tooLarge(limit), CLOSE);
      if (body === 'no UTF-8') return refuse(request, response, NO_UTF8);
      if (body === 'in too small pieces') return refuse(request, response, TINY_PIECES, CLOSE);
      const entered = admission.enter(caller, sharer, leaving);
      const had = entered instanceof Promise ? await entered : entered;
      if (typeof had === 'string') return turnAway(request, response, had, sharer);
      place = had;
      if (socket.destroyed) return place.release();
      const full = body.text.length > LARGE_BODY ? await place.becomeLarge() : null;
      if (full) return turnAway(request, response, full, sharer);
      const worked = {
        signal: leaving,
        becomeLarge: () => becomeLarge(had, response),
        becomeSmall: () => had.becomeSmall(),
      };
      const answer = await options.answer(body.text, caller, headers, worked);
      send(request, response, answer, sharer);
    } finally {
      bytes.release();
      if (socket.destroyed) place?.release();
    }
  }

  async function becomeLarge(place: Place, response: ServerResponse): Promise<void> {
    const why = await place.becomeLarge();
    if (why === null) return;
    if (!response.closed) shed(why);
    throw BUSY.error;
  }

  function turnAway(
    request: IncomingMessage,
    response: ServerResponse,
    why: WhyShed,
    sharer: Sharer,
    headers?: typeof CLOSE,
  ): void {
    if (!response.closed) shed(why);
    refuse(request, response, BUSY, headers, sharer);
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { error, status }: { readonly error: unknown; readonly status: number },
    headers?: typeof CLOSE,
    sharer?: Sharer,
  ): void {
    const refusal = renderRefusal(error);
    const all = headers ? { ...refusal.headers, ...headers } : refusal.headers;
    sendText(request, response, { ...refusal, status, headers: all }, sharer);
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    { status, headers, body }: DoorAnswer,
    sharer?: Sharer,
  ): void {
    sendText(request, response, { status, headers, body: JSON.stringify(body) }, sharer);
  }

  function sendText(
    request: IncomingMessage,
    response: ServerResponse,
    { status, headers, body }: Refusal,
    sharer: Sharer = strangerAt(request.socket.remoteAddress ?? ''),
  ): void {
    if (response.closed) return;
    const type = (request.method === 'POST' && answerTypeFor(request.headers)) || PLAIN_JSON;
    const isRefused = status >= 400;
    const closes = closing || (isRefused && (connections.refused(request.socket) || !mayDropBody(request)));
    const all: Record<string, string> = {
      ...SECURITY_HEADERS,
      ...corsHeaders(origins, request),
      'content-type': `${type}; charset=utf-8`,
      ...headers,
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(closes ? CLOSE : {}),
    };
    const deliver = (text: string | Buffer) => {
      if (response.closed || unread.send(response, { status, headers: all, body: text }, sharer)) return;
      shed('unread answers');
      refuse(request, response, BUSY);
    };
    const asksLater = status === 429 || status === 503;
    const later = asksLater && sharer.kind !== STRANGER ? refusalPace.next(sharer, Date.now()) : 0;
    if (later > 0) {
      setTimeout(deliver, later, body);
      return;
    }
    const compressing = compressed(request, all, body);
    if (compressing) compressing.then(deliver).catch((error) => failed(request, response, error));
    else deliver(body);
  }

  /** Null where the answer is sent as it is, and at once. Its encoding is put into the headers. */
  function compressed(request: IncomingMessage, all: Record<string, string>, body: string): Promise<Buffer> | null {
    if (body.length < SMALLEST_COMPRESSED) return null;
    all.vary = all.vary ? `${all.vary}, accept-encoding` : 'accept-encoding';
    const encoding = encodingOf(request.headers['accept-encoding']);
    const compressing = encoding && compression.compress(body, encoding);
    if (!compressing) return null;
    all['content-encoding'] = encoding;
    return compressing;
  }

  /** Whether what is left of the body is read and dropped, so that the connection can go on. */
  function mayDropBody(request: IncomingMessage): boolean {
    const length = declaredLength(request) ?? Number.POSITIVE_INFINITY;
    if (request.complete || length <= SMALL_BODY) return true;
    if (length > DROPPED_BODY || dropping >= DROPPED_AT_ONCE) return false;
    dropping += 1;
    request.once('close', () => {
      dropping -= 1;
    });
    return true;
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    connections.inOrder(request, response, () => {
      route(request, response).catch((error) => failed(request, response, error));
    });
  }

  function failed(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (request.destroyed && !request.complete) return;
    log.error({ err: error }, 'the door failed');
    if (!response.headersSent) refuse(request, response, FAILED);
  }

  server.on('request', handle);
  // Node would ask for the body at once. Here it is asked for when it is known that it will be read.
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
      closing = true;
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Those without a token share by address. */
function strangerAt(address: string): Sharer {
  return { kind: STRANGER, subject: address, bound: [] };
}

function tooLarge(limit: number) {
  const remedy = limit === bodyLimitOf(null) ? 'Send a token.' : 'Send it in parts.';
  return refuses(413, `The request is larger than ${sizeInWords(limit)}. ${remedy}`);
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
