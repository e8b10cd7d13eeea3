/** How many headers a client may send, and how slowly. */
import { createServer, type IncomingMessage, type Server } from 'node:http';

/** Time limits, in milliseconds. */
export interface ServerTimeouts {
  /** Until all headers have come. */
  readonly headers: number;
  /** Until the whole request has come. */
  readonly request: number;
  /** While nothing moves on the connection, in either direction, although an answer is due. */
  readonly silence: number;
  /** Between two requests on one connection. */
  readonly idle: number;
  /** How often the first two are checked. */
  readonly check: number;
}

export const SERVER_TIMEOUTS: ServerTimeouts = {
  headers: 10_000,
  request: 30_000,
  silence: 60_000,
  idle: 65_000,
  check: 2_000,
};
export const MAX_HEADERS = 100;
/** For all headers together; Node answers 431 beyond it. */
const MAX_HEADER_BYTES = 16 * 1024;
/** Then the connection is closed, and the client's next one may reach another gateway. */
const MAX_REQUESTS_OF_A_CONNECTION = 10_000;

export function createBoundedServer(patience: ServerTimeouts): Server {
  const server = createServer({
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    keepAliveTimeout: patience.idle,
    connectionsCheckingInterval: patience.check,
    maxHeaderSize: MAX_HEADER_BYTES,
    // Two headers with one name are joined. Node's default drops the second, so a proxy could read one token and this
    // server another.
    joinDuplicateHeaders: true,
  });
  server.timeout = patience.silence;
  // One more than is allowed. Node 22.23.2 and 24.18.1 answer 431 beyond it; older ones silently drop the rest.
  server.maxHeadersCount = MAX_HEADERS + 1;
  server.maxRequestsPerSocket = MAX_REQUESTS_OF_A_CONNECTION;
  return server;
}

export function hasTooManyHeaders({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.length > 2 * MAX_HEADERS;
}
