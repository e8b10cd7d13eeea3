/**
 * The HTTP door: what comes in, what goes out, and how it closes.
 *
 * It takes JSON by POST and nothing else. A browser sends no such request to another site without asking first, and no
 * answer here allows it, so a foreign page cannot make its visitor's browser call us.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';

export interface DoorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

export interface DoorOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  readonly log: Logger;
  /** @param text the body, as it came */
  answer(text: string, authorization: string | undefined, signal: AbortSignal): Promise<DoorAnswer>;
  /** Says of a request that is not even looked at what is wrong with it. */
  refuse(message: string): object;
  ready(): Promise<DoorAnswer>;
}

export interface Door {
  /** `http://127.0.0.1:4000`, without a slash at the end. */
  readonly url: string;
  /** Takes no new connections, answers what has come in, and closes; what lasts longer than 15 s is cut. */
  stop(): Promise<void>;
}

const MAXIMUM_BODY = 1024 * 1024;
const DRAIN_MS = 15_000;
const GRAPHQL_RESPONSE = 'application/graphql-response+json';

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** @throws the listening error, with its code, where the port cannot be had */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { log, refuse } = options;
  let closing = false;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0];
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (path === '/health/live' && reading) return send(request, response, { status: 200, body: { status: 'ok' } });
    if (path === '/health/ready' && reading) return send(request, response, await options.ready());
    if (path !== '/graphql')
      return send(request, response, refusal(404, 'Nothing is here. Send queries to POST /graphql.'));
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return send(request, response, refusal(405, 'Send queries by POST, as JSON.'));
    }
    if (!isPlainJson(request)) {
      return send(
        request,
        response,
        refusal(415, 'Send the query as JSON, not packed: content-type: application/json.'),
      );
    }
    const text = await readBody(request);
    if (text === null) {
      response.setHeader('connection', 'close');
      return send(request, response, refusal(413, 'The request is larger than 1 MB. Send it in parts.'));
    }
    return send(
      request,
      response,
      await options.answer(text, request.headers.authorization, whenClientLeaves(response)),
    );
  }

  function refusal(status: number, message: string): DoorAnswer {
    return { status, body: refuse(message) };
  }

  function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: DoorAnswer): void {
    const wants = request.headers.accept?.includes(GRAPHQL_RESPONSE) && request.method === 'POST';
    response.writeHead(status, {
      ...SECURITY_HEADERS,
      'content-type': `${wants ? GRAPHQL_RESPONSE : 'application/json'}; charset=utf-8`,
      ...headers,
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(closing ? { connection: 'close' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
  }

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 });
  server.on('request', (request, response) => {
    route(request, response).catch((error) => {
      if (request.destroyed && !request.complete) return;
      log.error({ err: error }, 'the door failed');
      if (!response.headersSent) send(request, response, refusal(500, 'Something went wrong here. Try again.'));
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port, options.host, listening);
  });
  return {
    url: urlOf(server.address() as AddressInfo),
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

function isPlainJson({ headers }: IncomingMessage): boolean {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const encoding = headers['content-encoding'] ?? 'identity';
  return type === 'application/json' && encoding === 'identity';
}

/** Null where it is too large; the rest of it is then not read. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAXIMUM_BODY) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAXIMUM_BODY) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function whenClientLeaves(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  response.on('close', () => {
    if (!response.writableEnded) leaving.abort();
  });
  return leaving.signal;
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
