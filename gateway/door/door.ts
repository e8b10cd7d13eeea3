/**
 * The HTTP door: what comes in, what goes out, and how it closes.
 *
 * It takes JSON by POST and nothing else. A browser sends no such request to another site without asking first, and is
 * allowed it for listed pages only (cors.ts), so a foreign page cannot make its visitor's browser call us.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { Cancellation, type CancellationToken } from '../../caller/cancellation';
import type { Admission } from './admission';
import { corsHeaders, preflightHeaders } from './cors';
import {
  createPatientServer,
  hasTooManyHeaders,
  MAXIMUM_HEADERS,
  PATIENCE,
  type Patience,
  readBody,
} from './door-limits';

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
  /** Web pages that may call from a browser: `https://lms.example`; none where it is left out. */
  readonly origins?: readonly string[];
  /** How long slow clients are waited for; PATIENCE where it is left out. */
  readonly patience?: Patience;
  /** @param text the body, as it came */
  answer(text: string, headers: IncomingHttpHeaders, signal: CancellationToken): Promise<DoorAnswer>;
  /** Who has to wait, and who is turned away. Never those who ask for the state of health. */
  readonly admission: Admission<DoorAnswer>;
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

const DRAIN_MS = 15_000;
const GRAPHQL_RESPONSE = 'application/graphql-response+json';

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

/** @throws the listening error, with its code, where the port cannot be had */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { log, refuse, patience = PATIENCE } = options;
  const origins = new Set(options.origins);
  let closing = false;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (hasTooManyHeaders(request)) {
      return send(request, response, refusal(431, `The request has more than ${MAXIMUM_HEADERS} headers.`));
    }
    const path = (request.url ?? '').split('?')[0];
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (path === '/health/live' && reading) return send(request, response, { status: 200, body: { status: 'ok' } });
    if (path === '/health/ready' && reading) return send(request, response, await options.ready());
    if (path !== '/graphql')
      return send(request, response, refusal(404, 'Nothing is here. Send queries to POST /graphql.'));
    const preflight = preflightHeaders(origins, request);
    if (preflight) {
      response.writeHead(204, { ...SECURITY_HEADERS, ...preflight }).end();
      return;
    }
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
    // A proxy that looks at another one of them than we do would have let another caller in.
    if ((request.headersDistinct.authorization?.length ?? 0) > 1)
      return send(request, response, refusal(400, 'The request has several authorization headers. Send one.'));
    const turnedAway = options.admission.turnedAway();
    if (turnedAway) return send(request, response, turnedAway);
    const text = await readBody(request);
    if (text === null) {
      response.setHeader('connection', 'close');
      return send(request, response, refusal(413, 'The request is larger than 1 MB. Send it in parts.'));
    }
    const leaving = whenClientLeaves(response);
    const work = () => options.answer(text, request.headers, leaving);
    return send(request, response, await options.admission.inTurn(work, leaving));
  }

  function refusal(status: number, message: string): DoorAnswer {
    return { status, body: refuse(message) };
  }

  function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: DoorAnswer): void {
    const wants = request.headers.accept?.includes(GRAPHQL_RESPONSE) && request.method === 'POST';
    response.writeHead(status, {
      ...SECURITY_HEADERS,
      ...corsHeaders(origins, request),
      'content-type': `${wants ? GRAPHQL_RESPONSE : 'application/json'}; charset=utf-8`,
      ...headers,
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(closing ? { connection: 'close' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
  }

  const server = createPatientServer(patience);
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

function whenClientLeaves(response: ServerResponse): CancellationToken {
  const leaving = new Cancellation();
  response.on('close', () => {
    if (!response.writableEnded) leaving.abort();
  });
  return leaving;
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
