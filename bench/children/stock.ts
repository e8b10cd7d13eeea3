/** Runs @apollo/server and @apollo/gateway unchanged, with their own data source. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { decodeJwt, jwtVerify } from 'jose';
import type { Caller } from '../../caller/caller';
import { createRequestSigner, type Envelope } from '../../request/signing/signed-request';
import type { Verification } from '../load/tokens';
import { fail, serveParent, settings } from './child-process';

interface StockSettings {
  /** The path of the supergraph, without our directives and with the addresses of the subgraphs. */
  readonly supergraph: string;
  /** The keys with which it signs requests where the subgraphs are real. It does not verify the caller's token. */
  readonly signingKeys?: readonly string[];
  /** How it verifies tokens, and refuses callers without a valid one. It requires no token where this is left out. */
  readonly verification?: Verification;
}

interface Context {
  readonly token?: string;
}

const { supergraph, signingKeys, verification } = settings<StockSettings>();
const TO_BE_SIGNED = 'to-be-signed';

async function start(): Promise<void> {
  const gateway = new ApolloGateway({
    supergraphSdl: readFileSync(supergraph, 'utf8'),
    ...(signingKeys && { buildService: ({ name = '', url }) => signing(signingKeys, name, url) }),
  });
  const server = new ApolloServer<Context>({ gateway });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req: { headers } }) => {
      await verify?.(headers.authorization);
      return { token: headers.authorization };
    },
  });
  serveParent(url, undefined, () => server.stop());
}

const verify = verification && verifying(verification);

function verifying({ publicKey, issuer, audience, algorithms }: Verification) {
  const key = createPublicKey(publicKey);
  const rules = { issuer, audience, algorithms: [...algorithms] };
  return async (authorization = '') => {
    await jwtVerify(authorization.replace('Bearer ', ''), key, rules);
  };
}

/**
 * This data source is the stock one but for the signature. A signature covers the body, which exists only in the
 * fetcher.
 */
function signing(keys: readonly string[], name: string, url: string | undefined): RemoteGraphQLDataSource<Context> {
  const { fetcher } = new RemoteGraphQLDataSource();
  const sign = createRequestSigner(keys);
  return new RemoteGraphQLDataSource<Context>({
    url,
    willSendRequest({ request, context }) {
      request.http?.headers.set(TO_BE_SIGNED, JSON.stringify(envelopeOf(context.token)));
    },
    fetcher: (to, init) => {
      const { [TO_BE_SIGNED]: envelope = '', ...headers } = init?.headers ?? {};
      const signed = sign(name, { envelope: JSON.parse(envelope) }, String(init?.body));
      return fetcher(to, { ...init, headers: { ...headers, ...signed } });
    },
  });
}

function envelopeOf(authorization = ''): Envelope {
  const { kind, sub = '', bound, scope } = decodeJwt(authorization.replace('Bearer ', '')) as Record<string, string>;
  const caller = { kind, subject: sub, bound, scopes: (scope as string).split(' ') } as unknown as Caller;
  return { caller, instant: Date.now(), requestId: 'bench' };
}

start().catch(fail);
