/**
 * Hive Gateway as it comes, over the same subgraphs, in a process of its own. JavaScript, and in this folder: it is the
 * only part of the bench that needs packages of its own.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createGatewayRuntime, createInlineSigningKeyProvider, extractFromHeader, useJWT } from '@graphql-hive/gateway';

/**
 * { supergraph: the file, planner: 'JavaScript' | 'Rust', verification: the settings by which tokens are verified, or
 * nothing }
 */
const settings = JSON.parse(process.argv[2]);
const rust = settings.planner === 'Rust' ? await import('@graphql-hive/router-runtime') : undefined;
const runtime = createGatewayRuntime({
  supergraph: readFileSync(settings.supergraph, 'utf8'),
  logging: false,
  // Passes the caller on to subgraphs, as ours does. (Otherwise it would merge simultaneous equal requests of different
  // callers.)
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }),
  },
  plugins: () => (settings.verification ? [verifying(settings.verification)] : []),
  ...(rust && { unifiedGraphHandler: rust.unifiedGraphHandler }),
});
const server = createServer(runtime);
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}/graphql` }));
process.on('message', () => process.send({ cpuMs: cpuMs(), memory: process.memoryUsage() }));
process.on('disconnect', () => process.exit(0));

function verifying({ publicKey, issuer, audience, algorithms }) {
  return useJWT({
    signingKeyProviders: [createInlineSigningKeyProvider(publicKey)],
    tokenLookupLocations: [extractFromHeader({ name: 'authorization', prefix: 'Bearer' })],
    tokenVerification: { issuer, audience, algorithms },
    reject: { missingToken: true, invalidToken: true },
    forward: { payload: false, token: false },
  });
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
