/**
 * A subgraph for the gateway's tests: a real HTTP server that accepts only signed requests, and can be made to
 * misbehave.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createRequestVerifier, type Envelope } from '../../request/signing/signed-request';

export type Misbehaviour =
  | 'has no database'
  | 'hangs'
  | 'answers 500'
  | 'answers without end'
  | 'answers HTML'
  | 'hangs up'
  | 'answers nothing';

interface ForcedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface TestSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
  /** The requests that it received, in order. */
  readonly requests: {
    readonly headers: IncomingMessage['headers'];
    readonly envelope: Envelope;
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  }[];
  misbehaviour: Misbehaviour | null;
  /** What it answers to every question; null where it answers properly. */
  says: ForcedAnswer | null;
  /** How many questions it was asked, whatever their results. */
  asked: number;
  /** How many questions were abandoned by the client that asked. */
  abandoned: number;
  stop(): Promise<void>;
}

const SECRET = 'secret of the subgraph: select * from licences.price';

export async function startTestSubgraph(
  name: string,
  sdl: string,
  resolvers: object,
  signingKeys: readonly string[],
): Promise<TestSubgraph> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });
  const apollo = new ApolloServer<{ envelope: Envelope }>({
    schema,
    introspection: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: true,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await apollo.start();
  const verify = createRequestVerifier(signingKeys, name);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    subgraph.asked += 1;
    if (subgraph.misbehaviour === 'hangs') {
      request.socket.once('close', () => {
        subgraph.abandoned += 1;
      });
      return;
    }
    if (request.url === '/health/ready') {
      return void response.writeHead(subgraph.misbehaviour === null ? 200 : 503).end();
    }
    if (subgraph.misbehaviour === 'hangs up') return void request.socket.destroy();
    if (subgraph.says) {
      const { status = 200, headers = {}, body: forced } = subgraph.says;
      return void response.writeHead(status, headers).end(forced);
    }
    if (subgraph.misbehaviour === 'answers 500') return void response.writeHead(500).end(SECRET);
    if (subgraph.misbehaviour === 'answers without end') return answerWithoutEnd(response);
    if (subgraph.misbehaviour === 'answers HTML') return void response.writeHead(200).end(`<html>${SECRET}</html>`);
    if (subgraph.misbehaviour === 'answers nothing') return void response.writeHead(200).end('{}');
    try {
      const headers = { get: (header: string) => request.headers[header] as string | undefined };
      const { envelope } = verify(headers, body);
      const { query, variables, operationName } = JSON.parse(body.toString());
      subgraph.requests.push({ headers: request.headers, envelope, query, variables });
      const result = await apollo.executeOperation({ query, variables, operationName }, { contextValue: { envelope } });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result.body.kind === 'single' ? result.body.singleResult : {}));
    } catch {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ message: 'not signed', extensions: { code: 'UNAUTHENTICATED' } }] }));
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const subgraph: TestSubgraph = {
    name,
    sdl,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests: [],
    misbehaviour: null,
    says: null,
    asked: 0,
    abandoned: 0,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await apollo.stop();
    },
  };
  return subgraph;
}

/** Writes until the reader leaves. */
function answerWithoutEnd(response: ServerResponse): void {
  const more = () => {
    if (!response.destroyed) response.write(BLANKS, more);
  };
  response.writeHead(200);
  more();
}

const BLANKS = Buffer.alloc(1024 * 1024, ' ');
