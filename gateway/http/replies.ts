/** Sends all HTTP answers: media type, headers, delay, and whether the connection closes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sharer } from '../../request/bulkhead/sharers';
import { badRequest, subgraphUnavailable } from '../errors/errors';
import type { RejectionReason } from './admission';
import { Compression, encodingOf, SMALLEST_COMPRESSED } from './compression';
import type { Connections, CutReason } from './connections';
import { corsHeaders } from './cors';
import { type AnswerType, answerTypeFor, GRAPHQL_RESPONSE, PLAIN_JSON } from './media-type';
import { headerOf, put, putAll, type RawHeaders } from './raw-headers';
import { RejectionDelay } from './rejection-delay';
import { type RenderedError, renderError } from './rendered-error';
import { declaredLength } from './request-body';
import type { UnreadAnswers, UnreadReason } from './unread-answers';

/** Why a request was turned away before it was read, or its connection closed. */
export type ShedReason = RejectionReason | CutReason | UnreadReason;

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A text is already written JSON of a complete answer: data, and no errors. */
  readonly body: object | string;
}

/** An answer whose body is written. */
export interface WrittenAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Each is the value of a set-cookie header. */
  readonly cookies?: readonly string[] | undefined;
  readonly body: string | Buffer;
}

/** An answer whose body is made while it is sent, so that only a piece of it is in memory. */
export interface StreamedAnswer extends Pick<WrittenAnswer, 'status' | 'headers'> {
  readonly pieces: AsyncIterable<string>;
}

interface RepliesOptions {
  readonly connections: Connections;
  readonly unread: UnreadAnswers;
  readonly origins: ReadonlySet<string>;
  shed(why: ShedReason): void;
  failed(error: unknown): void;
}

/**
 * The body of a refused request is read and dropped: a client that still sends would not receive the refusal if the
 * connection were closed. Small bodies always, larger ones up to this size and a few at once; otherwise the
 * connection is closed.
 */
const DROPPED_BODY = 1024 * 1024;
const SMALL_BODY = 16 * 1024;
const DROPPED_AT_ONCE = 8;

/** For every answer; a route may replace some of them (routes.ts). */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  // A browser heeds it only over TLS, so every answer can have it.
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const headersOf = (type: AnswerType) =>
  Object.entries({ ...SECURITY_HEADERS, 'content-type': `${type}; charset=utf-8` }).flat();
/** Copied for each answer. */
const HEADERS_OF: Readonly<Record<AnswerType, RawHeaders>> = {
  [PLAIN_JSON]: headersOf(PLAIN_JSON),
  [GRAPHQL_RESPONSE]: headersOf(GRAPHQL_RESPONSE),
};
export const CLOSE = { connection: 'close' };
const ANONYMOUS = 'stranger';

/** A refusal whose error is made once. */
export interface Refused {
  readonly error: unknown;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function refuses(status: number, message: string, headers?: Refused['headers']): Refused {
  return { error: badRequest(message), status, headers };
}

export const NOT_POST = refuses(405, 'Method not allowed. Send operations by POST, as JSON.', { allow: 'POST' });
const FAILED = { error: new Error('failed'), status: 500 };
export const BUSY = { error: subgraphUnavailable('gateway', 1), status: 503 };

/** Returns a refusal in the words of another protocol; undefined where it has none for it. */
type FormatRefusal = (error: unknown) => WrittenAnswer | undefined;

/** Returns the sharer for clients without a token: they share by address. */
export function anonymousSharer(address: string): Sharer {
  return { kind: ANONYMOUS, subject: address, bound: [] };
}

/** Tells whether the answer may be sent later (rejection-delay.ts); it keeps no place meanwhile. */
export function isDelayed(status: number): boolean {
  return status === 429 || status === 503;
}

export class Replies {
  /** Whether each connection is closed with its next answer. */
  closing = false;
  private readonly compression = new Compression();
  private readonly pace = new RejectionDelay();
  private readonly refusalFormats = new WeakMap<IncomingMessage, FormatRefusal>();
  private dropping = 0;

  constructor(private readonly options: RepliesOptions) {}

  shed(why: ShedReason): void {
    this.options.shed(why);
  }

  /** Sets how all later refusals of this request are formatted. */
  wordRefusals(request: IncomingMessage, word: FormatRefusal): void {
    this.refusalFormats.set(request, word);
  }

  send(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer, sharer?: Sharer): void {
    const { status, headers, body } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.sendWritten(request, response, { status, headers, body: text }, sharer);
  }

  turnAway(
    request: IncomingMessage,
    response: ServerResponse,
    why: ShedReason,
    sharer: Sharer,
    headers?: typeof CLOSE,
  ): void {
    if (!response.closed) this.options.shed(why);
    this.refuse(request, response, BUSY, headers, sharer);
  }

  refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { error, status, headers: own }: Refused,
    headers?: typeof CLOSE,
    sharer?: Sharer,
  ): void {
    const refusal = renderError(error);
    const all = headers || own ? { ...refusal.headers, ...own, ...headers } : refusal.headers;
    this.sendRefusal(request, response, error, { ...refusal, status, headers: all }, sharer);
  }

  /** @param rendered in our own form, which is sent unless the request's protocol has another */
  sendRefusal(
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
    rendered: RenderedError,
    sharer?: Sharer,
  ): void {
    const formatted = this.refusalFormats.get(request)?.(error);
    const headers = { ...rendered.headers, ...formatted?.headers };
    this.sendWritten(request, response, formatted ? { ...formatted, headers } : rendered, sharer);
  }

  failed(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (request.destroyed && !request.complete) return;
    this.options.failed(error);
    if (!response.headersSent) this.refuse(request, response, FAILED);
  }

  sendWritten(
    request: IncomingMessage,
    response: ServerResponse,
    { status, headers, cookies, body }: WrittenAnswer,
    sharer: Sharer = anonymousSharer(request.socket.remoteAddress ?? ''),
  ): void {
    const { unread, shed } = this.options;
    if (response.closed) return;
    if (cookies) response.setHeader('set-cookie', cookies);
    const all = this.headersFor(request, status, headers);
    const deliver = (text: string | Buffer) => {
      if (response.closed || unread.send(response, { status, headers: all, body: text }, sharer)) return;
      shed('unread answers');
      this.refuse(request, response, BUSY);
    };
    const later = isDelayed(status) && sharer.kind !== ANONYMOUS ? this.pace.next(sharer, Date.now()) : 0;
    if (later > 0) {
      setTimeout(deliver, later, body);
      return;
    }
    const sent = this.compressed(request, all, body);
    if (typeof sent === 'string' || Buffer.isBuffer(sent)) deliver(sent);
    else sent.then(deliver).catch((error) => this.failed(request, response, error));
  }

  /** @throws what the pieces throw: the client then sees that the answer has no end */
  async sendStreamed(
    request: IncomingMessage,
    response: ServerResponse,
    { status, headers, pieces }: StreamedAnswer,
    sharer: Sharer = anonymousSharer(request.socket.remoteAddress ?? ''),
  ): Promise<void> {
    const { unread, shed } = this.options;
    if (response.closed) return;
    const all = this.headersFor(request, status, headers);
    if (request.method === 'HEAD') return void response.writeHead(status, all).end();
    if (await unread.stream(response, { status, headers: all }, pieces, sharer)) return;
    shed('unread answers');
    this.refuse(request, response, BUSY);
  }

  private headersFor(request: IncomingMessage, status: number, headers: WrittenAnswer['headers']): RawHeaders {
    const { connections, origins } = this.options;
    const type = (request.method === 'POST' && answerTypeFor(request.headers)) || PLAIN_JSON;
    const isRefused = status >= 400;
    const closes = this.closing || (isRefused && (connections.refused(request.socket) || !this.mayDropBody(request)));
    const all = HEADERS_OF[type].slice();
    if (origins.size > 0) putAll(all, corsHeaders(origins, request));
    if (headers) putAll(all, headers);
    if (status === 401) put(all, 'www-authenticate', 'Bearer');
    if (closes) putAll(all, CLOSE);
    return all;
  }

  /** Returns the body, compressed where the client accepts that; the headers then say so. */
  private compressed(
    request: IncomingMessage,
    all: RawHeaders,
    body: string | Buffer,
  ): string | Buffer | Promise<Buffer> {
    if (typeof body !== 'string' || body.length < SMALLEST_COMPRESSED) return body;
    const vary = headerOf(all, 'vary');
    put(all, 'vary', vary ? `${vary}, accept-encoding` : 'accept-encoding');
    const encoding = encodingOf(request.headers['accept-encoding']);
    const compressed = encoding && this.compression.compress(body, encoding);
    if (!compressed) return body;
    put(all, 'content-encoding', encoding);
    return compressed;
  }

  /** Tells whether the rest of the body is read and dropped, so that the connection can go on. */
  private mayDropBody(request: IncomingMessage): boolean {
    const length = declaredLength(request) ?? Number.POSITIVE_INFINITY;
    if (request.complete || length <= SMALL_BODY) return true;
    if (length > DROPPED_BODY || this.dropping >= DROPPED_AT_ONCE) return false;
    this.dropping += 1;
    request.once('close', () => {
      this.dropping -= 1;
    });
    return true;
  }
}
