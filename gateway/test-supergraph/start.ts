/** Starts the test supergraph: three subgraphs over HTTP with a gateway before them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import type { CallerKind } from '../../caller/caller';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway';
import { LICENCES, SCHOOLS, USAGE } from './subgraphs';
import { startTestSubgraph, type TestSubgraph } from './test-subgraph';
import { createTestIssuer, type TestIssuer } from './tokens';

/** Composed of the three subgraphs; compose.test.ts compares it, and writes it anew. */
export const SUPERGRAPH = path.join(__dirname, 'supergraph.graphql');
export const SIGNING_KEYS = ['key-of-the-tests'];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, never> | null | undefined;
  readonly errors: { message: string; path?: (string | number)[]; extensions: Record<string, string> }[];
  readonly codes: string[];
  readonly text: string;
}

export interface TestSupergraph {
  readonly gateway: Gateway;
  readonly issuer: TestIssuer;
  readonly subgraphs: Record<'schools' | 'licences' | 'usage', TestSubgraph>;
  /** The lines of the gateway's log. */
  readonly logged: string[];
  /** Sends an operation as a caller of this kind, or without a token where the caller is null. */
  send(caller: readonly [CallerKind, ...string[]] | null, query: string, variables?: object): Promise<Answer>;
  post(body: string, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

export async function startTestSupergraph(options: Partial<GatewayOptions> = {}): Promise<TestSupergraph> {
  const issuer = await createTestIssuer();
  const subgraphs = {
    schools: await startTestSubgraph('schools', SCHOOLS.sdl, SCHOOLS.resolvers, SIGNING_KEYS),
    licences: await startTestSubgraph('licences', LICENCES.sdl, LICENCES.resolvers, SIGNING_KEYS),
    usage: await startTestSubgraph('usage', USAGE.sdl, USAGE.resolvers, SIGNING_KEYS),
  };
  const logged: string[] = [];
  const gateway = await createGateway({
    port: 0,
    host: '127.0.0.1',
    subgraphs: Object.fromEntries(Object.values(subgraphs).map(({ name, url }) => [name, url])),
    supergraph: readFileSync(SUPERGRAPH, 'utf8'),
    signingKeys: SIGNING_KEYS,
    issuers: [issuer.configuration],
    production: true,
    log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }),
    ...options,
  }).catch(async (error) => {
    await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.stop()));
    throw error;
  });

  async function post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const text = await response.text();
    const { data, errors = [] } = JSON.parse(text);
    const codes = errors.map((error: Answer['errors'][number]) => error.extensions.code);
    return { status: response.status, headers: response.headers, data, errors, codes, text };
  }

  return {
    gateway,
    issuer,
    subgraphs,
    logged,
    post,
    async send(caller, query, variables) {
      const body = JSON.stringify({ query, variables });
      if (caller === null) return post(body);
      const [kind, ...bound] = caller;
      return post(body, { authorization: `Bearer ${await issuer.token(kind, bound)}` });
    },
    async stop() {
      await gateway.stop();
      await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.stop()));
    },
  };
}
