/** A subgraph over HTTP. It answers the gateway only: unsigned requests are refused. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Cancellation, type CancellationToken } from '../../request/cancellation';
import { gracefulStop } from '../../request/graceful-stop';
import { MalformedRequestError, SIGNATURE_HEADER, UnsignedRequestError } from '../../request/signing/signed-request';
import { NotOpenYetError } from './open-later';
import type { Subgraph } from './subgraph';

const MAXIMUM_BODY = 32 * 1024 * 1024;
const CONTENT_TYPE = 'application/json; charset=utf-8';

export interface SubgraphServer {
  readonly server: Server;
  /** Takes no new connections, answers what has come in, and closes. */
  stop(): Promise<void>;
}

export function createSubgraphServer(subgraph: Pick<Subgraph, 'answer' | 'ready'>, log: Logger): SubgraphServer {
  const inWork = new Set<ServerResponse>();
  let closing = false;

  /** Whether the database lets this service in. */
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
    if (!sent[SIGNATURE_HEADER]) return refuseUnsigned(response);
    const body = await readBody(request);
    if (body === null) return refuse(response, 413, 'The request is too large.', 'BAD_USER_INPUT');
    const headers = { get: (header: string) => sent[header] as string | undefined };
    try {
      send(response, 200, await subgraph.answer(headers, body, leaving));
    } catch (error) {
      if (error instanceof NotOpenYetError) return send(response, 503, refusal(error.message, 'SUBGRAPH_UNAVAILABLE'));
      if (error instanceof MalformedRequestError) return send(response, 400, refusal(error.message, 'BAD_USER_INPUT'));
      if (!(error instanceof UnsignedRequestError)) throw error;
      refuseUnsigned(response);
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
      if (!response.headersSent) send(response, 500, refusal('Internal error.', 'INTERNAL_SERVER_ERROR'));
    });
  });
  server.keepAliveTimeout = 65_000;
  const close = gracefulStop(server);
  return {
    server,
    async stop() {
      closing = true;
      for (const response of inWork) response.shouldKeepAlive = false;
      await close();
    },
  };
}

/** Before the body is read, where the headers say enough. */
function refuseUnsigned(response: ServerResponse): void {
  refuse(response, 401, 'This service answers the gateway only.', 'UNAUTHENTICATED');
}

/** What is still to come of the body is not read. */
function refuse(response: ServerResponse, status: number, message: string, code: string): void {
  response.setHeader('connection', 'close');
  send(response, status, refusal(message, code));
}

function refusal(message: string, code: string) {
  return { errors: [{ message, extensions: { code } }] };
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': CONTENT_TYPE, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** By events: reading it as an iterable makes several promises for each piece. @returns null where it is too large */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAXIMUM_BODY) return chunks.push(chunk);
      request.pause();
      return done(null);
    });
    request.on('end', () => done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', failed);
  });
}
