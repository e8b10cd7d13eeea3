/** A subgraph over HTTP. It answers only the gateway: unsigned requests are refused. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Cancellation, type CancellationToken } from '../../request/cancellation';
import { gracefulStop } from '../../request/graceful-stop';
import { MalformedRequestError, SIGNATURE_HEADER, UnsignedRequestError } from '../../request/signing/signed-request';
import { type Answered, MultiplexedServer, OFFER } from './multiplexed-server';
import { NotOpenYetError } from './open-later';
import type { Subgraph } from './subgraph';

const MAX_BODY = 32 * 1024 * 1024;
const CONTENT_TYPE = 'application/json; charset=utf-8';

export interface SubgraphServer {
  readonly server: Server;
  /** Accepts no new connections, answers the requests that have come in, and closes. */
  stop(): Promise<void>;
}

export function createSubgraphServer(subgraph: Pick<Subgraph, 'answer' | 'ready'>, log: Logger): SubgraphServer {
  const inWork = new Set<ServerResponse>();
  let closing = false;

  /** Checks whether this service can use its database. */
  async function readiness(): Promise<[status: number, body: object]> {
    try {
      await subgraph.ready();
      return [200, { status: 'ready' }];
    } catch (error) {
      log.warn({ err: error }, 'not ready');
      return [503, { status: 'the database cannot be asked' }];
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse, leaving: CancellationToken): Promise<void> {
    if (request.method === 'GET' && request.url === '/health/live') return send(response, 200, { status: 'ok' });
    if (request.method === 'GET' && request.url === '/health/ready') return send(response, ...(await readiness()));
    const { headers: sent } = request;
    if (!sent[SIGNATURE_HEADER]) return refuse(response, UNSIGNED);
    const body = await readBody(request);
    if (body === null) return refuse(response, refusal(413, 'The request is too large.', 'BAD_USER_INPUT'));
    const answered = await answerQuestion({ get: (name) => sent[name] as string | undefined }, body, leaving);
    if (answered.status === 401) refuse(response, answered);
    else sendText(response, answered, closing ? {} : OFFER);
  }

  async function answerQuestion(
    headers: Parameters<Subgraph['answer']>[0],
    body: Buffer,
    leaving: CancellationToken,
  ): Promise<Answered> {
    try {
      return { status: 200, text: JSON.stringify(await subgraph.answer(headers, body, leaving)) };
    } catch (error) {
      if (error instanceof NotOpenYetError) return refusal(503, error.message, 'SUBGRAPH_UNAVAILABLE');
      if (error instanceof MalformedRequestError) return refusal(400, error.message, 'BAD_USER_INPUT');
      if (error instanceof UnsignedRequestError) return UNSIGNED;
      log.error({ err: error }, 'failed');
      return FAILED;
    }
  }

  const server = createServer((request, response) => {
    /** Aborted where the gateway hangs up before it is answered. */
    const leaving = new Cancellation();
    inWork.add(response);
    response.once('close', () => {
      inWork.delete(response);
      if (!response.writableFinished) leaving.abort(new Error('the gateway waits no more'));
    });
    if (closing) response.shouldKeepAlive = false;
    answer(request, response, leaving).catch((error) => {
      log.error({ err: error }, 'failed');
      if (!response.headersSent) sendText(response, FAILED);
    });
  });
  const multiplexed = new MultiplexedServer();
  server.on('upgrade', ({ headers: { upgrade } }, socket, head) => {
    multiplexed.upgrade(upgrade, socket, head, answerQuestion);
  });
  server.keepAliveTimeout = 65_000;
  const close = gracefulStop(server);
  return {
    server,
    async stop() {
      closing = true;
      for (const response of inWork) response.shouldKeepAlive = false;
      multiplexed.stop();
      await close();
    },
  };
}

const UNSIGNED = refusal(401, 'This service answers the gateway only.', 'UNAUTHENTICATED');
const FAILED = refusal(500, 'Internal error.', 'INTERNAL_SERVER_ERROR');

function refusal(status: number, message: string, code: string): Answered {
  return { status, text: JSON.stringify({ errors: [{ message, extensions: { code } }] }) };
}

/** The rest of the body is not read. */
function refuse(response: ServerResponse, refused: Answered): void {
  sendText(response, refused, { connection: 'close' });
}

function send(response: ServerResponse, status: number, body: object): void {
  sendText(response, { status, text: JSON.stringify(body) });
}

function sendText(response: ServerResponse, { status, text }: Answered, headers: object = {}): void {
  response.writeHead(status, { 'content-type': CONTENT_TYPE, 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

/**
 * Reads by events, because an async iterable makes several promises for each piece. @returns null where the body is
 * too large
 */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY) return chunks.push(chunk);
      request.pause();
      return done(null);
    });
    request.on('end', () => done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', failed);
  });
}
