/** The HTTP server of a subgraph. It answers the gateway and nobody else: a request that is not signed is refused. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { type Envelope, SIGNATURE_HEADER, UnsignedHopError, verifyHop } from '../../caller/signed-hop';
import { type Changes, NOTHING_KEPT } from './changes';
import type { SubgraphContext } from './context';
import { speakable } from './errors';
import { Session } from './session';

const MAXIMUM_BODY = 32 * 1024 * 1024;

export interface SubgraphOptions {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly dataSource: DataSource;
  /** Nothing is kept in memory where it is left out. */
  readonly changes?: Changes;
  readonly hopKeys: readonly string[];
  readonly log: Logger;
  /** Makes the context of a verified request; tests put their own in to look at one wall at a time. */
  readonly context?: (envelope: Envelope) => SubgraphContext;
}

export interface Subgraph {
  readonly server: Server;
  stop(): Promise<void>;
}

export async function createSubgraph(options: SubgraphOptions): Promise<Subgraph> {
  const { name, schema, dataSource, changes, hopKeys, log } = options;
  const contextOf = options.context ?? ((envelope) => contextFor(envelope, dataSource, changes));
  const apollo = new ApolloServer<SubgraphContext>({
    schema,
    introspection: false,
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) =>
      speakable(name, formatted, error, (cause) => log.error({ err: cause }, 'failed')),
    logger: log,
  });
  await apollo.start();

  /** Whether the database lets this service in. */
  async function readiness(): Promise<[status: number, body: object]> {
    try {
      await dataSource.query('select 1');
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
    let envelope: Envelope;
    try {
      envelope = verifyHop(hopKeys, name, { get: (header) => request.headers[header] as string | undefined }, body);
    } catch (error) {
      if (!(error instanceof UnsignedHopError)) log.warn({ err: error }, 'unreadable envelope');
      return refuseUnsigned(response);
    }
    const context = contextOf(envelope);
    try {
      const { query, variables, operationName } = JSON.parse(body);
      const result = await apollo.executeOperation({ query, variables, operationName }, { contextValue: context });
      send(response, 200, result.body.kind === 'single' ? result.body.singleResult : {});
    } finally {
      await context.session.end();
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      log.error({ err: error }, 'failed');
      if (!response.headersSent) send(response, 500, refusal('Something went wrong here.', 'INTERNAL_SERVER_ERROR'));
    });
  });
  server.keepAliveTimeout = 65_000;
  return {
    server,
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      await closed;
      await apollo.stop();
    },
  };
}

export function contextFor(
  envelope: Envelope,
  dataSource: DataSource,
  changes: Changes = NOTHING_KEPT,
): SubgraphContext {
  return {
    caller: envelope.caller,
    now: envelope.instant,
    requestId: envelope.requestId,
    session: new Session(dataSource, envelope.caller, changes.caughtUp),
    changes,
    readIn: changes.generation(),
  };
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
