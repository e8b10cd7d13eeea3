/** A subgraph over HTTP. It answers the gateway and nobody else: a request that is not signed is refused. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { MalformedHopError, SIGNATURE_HEADER, UnsignedHopError } from '../../caller/signed-hop';
import { NotOpenYetError } from './open-later';
import type { Subgraph } from './subgraph';

const MAXIMUM_BODY = 32 * 1024 * 1024;

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

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === '/health/live') return send(response, 200, { status: 'ok' });
    if (request.method === 'GET' && request.url === '/health/ready') return send(response, ...(await readiness()));
    if (!request.headers[SIGNATURE_HEADER]) return refuseUnsigned(response);
    const body = await readBody(request);
    if (body === null) return send(response, 413, refusal('The request is too large.', 'BAD_USER_INPUT'));
    const headers = { get: (header: string) => request.headers[header] as string | undefined };
    try {
      send(response, 200, await subgraph.answer(headers, body, leaving(response)));
    } catch (error) {
      if (error instanceof NotOpenYetError) return send(response, 503, refusal(error.message, 'SUBGRAPH_UNAVAILABLE'));
      if (error instanceof MalformedHopError) return send(response, 400, refusal(error.message, 'BAD_USER_INPUT'));
      if (!(error instanceof UnsignedHopError)) throw error;
      refuseUnsigned(response);
    }
  }

  const server = createServer((request, response) => {
    inWork.add(response);
    response.once('close', () => inWork.delete(response));
    if (closing) response.shouldKeepAlive = false;
    answer(request, response).catch((error) => {
      log.error({ err: error }, 'failed');
      if (!response.headersSent) send(response, 500, refusal('Something went wrong here.', 'INTERNAL_SERVER_ERROR'));
    });
  });
  server.keepAliveTimeout = 65_000;
  return {
    server,
    async stop() {
      closing = true;
      for (const response of inWork) response.shouldKeepAlive = false;
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      await closed;
    },
  };
}

/** Aborted where the gateway hangs up before it is answered. */
function leaving(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new Error('the gateway waits no more'));
  });
  return left.signal;
}

/** Before the body is read, where the headers say enough: nobody but the gateway can make us read much. */
function refuseUnsigned(response: ServerResponse): void {
  response.setHeader('connection', 'close');
  send(response, 401, refusal('This service answers the gateway only.', 'UNAUTHENTICATED'));
}

function refusal(message: string, code: string) {
  return { errors: [{ message, extensions: { code } }] };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAXIMUM_BODY) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
