/** A subgraph over HTTP and within the process: neither way's proof is good for the other. */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { connect } from '../../database/connection';
import { createLocalTransport } from '../../gateway/subgraphs/local-transport';
import type { SubgraphQuestion } from '../../gateway/subgraphs/transport';
import { createRequestSeals, type SealedRequest } from '../../request/signing/sealed-request';
import {
  createRequestSigner,
  ENVELOPE_HEADER,
  type RequestMetadata,
  SIGNATURE_HEADER,
  UnsignedRequestError,
} from '../../request/signing/signed-request';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { plain } from '../../test/plain-statement';
import { until } from '../../test/until';
import type { SubgraphContext } from './context';
import { createSubgraphServer, type SubgraphServer } from './server';
import { createSubgraph, type Subgraph } from './subgraph';

const KEYS = ['a signing key that only this test knows'];
const QUESTION = { query: 'query ($n: Int!) { twice(n: $n) }', variables: { n: 2 } };
const BODY = JSON.stringify(QUESTION);
const PATIENT = new AbortController().signal;
const sign = createRequestSigner(KEYS);
const { seal, open } = createRequestSeals<SubgraphQuestion>();

let database: TestDatabase;
let dataSource: DataSource;
let subgraph: Subgraph;
let http: SubgraphServer;
let url: string;
let schema: GraphQLSchema;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await connect(database.urlOf('schools'), { poolSize: 2, applicationName: 'subgraph test' });
  schema = buildSubgraphSchema({
    typeDefs: parse('type Query { twice(n: Int!): Int! sleep: String who: String! fails: String }'),
    resolvers: {
      Query: {
        twice: (_: unknown, { n }: { n: number }) => 2 * n,
        who: (_: unknown, __: unknown, { caller }: SubgraphContext) => caller.subject,
        sleep: (_: unknown, __: unknown, { session }: SubgraphContext) => session.query(plain('select pg_sleep(600)')),
        fails: () => {
          throw new Error('a secret of the database');
        },
      },
    } as never,
  });
  subgraph = createSubgraph({ name: 'schools', schema, dataSource, signingKeys: KEYS, open, log });
  http = createSubgraphServer(subgraph, log);
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await http?.stop();
  await dataSource?.destroy();
  await database?.drop();
});

const metadata = (): RequestMetadata => ({
  envelope: {
    caller: { kind: 'lms', subject: 'a test', scopes: [], bound: [] },
    instant: Date.now(),
    requestId: randomUUID(),
  },
});
const askHere = (sealed: unknown) => subgraph.local.ask(sealed as SealedRequest, PATIENT);
const sleeping = () =>
  database.query(
    "select from pg_stat_activity where query ~ 'pg_sleep' and state = 'active' and pid <> pg_backend_pid()",
  );

describe('within the process, a question', () => {
  test('that the gateway sealed is answered, once', async () => {
    const sealed = seal('schools', metadata(), QUESTION);
    expect(await askHere(sealed)).toEqual({ data: { twice: 4 } });
    await expect(askHere(sealed)).rejects.toThrow(UnsignedRequestError);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['is not sealed', () => askHere({ metadata: metadata(), question: QUESTION })],
    ['another gateway sealed', () => askHere(createRequestSeals().seal('schools', metadata(), QUESTION))],
    ['is sealed for another subgraph', () => askHere(seal('usage', metadata(), QUESTION))],
    ['is signed for HTTP', () => askHere(sign('schools', metadata(), BODY))],
  ])('that %s is refused', async (_, ask) => {
    await expect(ask()).rejects.toThrow(UnsignedRequestError);
  });

  test('is refused where no gateway is in this process', async () => {
    const apart = createSubgraph({ name: 'schools', schema, dataSource, signingKeys: KEYS, log });
    await expect(apart.local.ask(seal('schools', metadata(), QUESTION), PATIENT)).rejects.toThrow(UnsignedRequestError);
  });
});

describe('over HTTP, a question', () => {
  const send = async (headers: Record<string, string>, body: string | Buffer = BODY) =>
    (await fetch(url, { method: 'POST', headers, body })).status;

  test('that was sealed for the process is refused, whatever is made of it', async () => {
    const sealed = JSON.stringify(seal('schools', metadata(), QUESTION));
    expect(await send({ [ENVELOPE_HEADER]: sealed, [SIGNATURE_HEADER]: sealed })).toBe(401);
    expect(await send(sign('schools', metadata(), BODY))).toBe(200);
  });

  test('whose bytes were exchanged for others that are read as the same text is refused', async () => {
    const text = JSON.stringify({ ...QUESTION, operationName: null, comment: '\uFFFD' });
    const altered = Buffer.from(text.replace('\uFFFD', '?'));
    altered[altered.indexOf('?')] = 0xff;
    expect(altered.toString()).toBe(text);
    expect(await send(sign('schools', metadata(), text), altered)).toBe(401);
    expect(await send(sign('schools', metadata(), text), text)).toBe(200);
  });

  test('is refused where there is no key', async () => {
    const keyless = createSubgraph({ name: 'schools', schema, dataSource, signingKeys: [], open, log });
    const headers = new Map(Object.entries(sign('schools', metadata(), BODY)));
    await expect(keyless.answer(headers, Buffer.from(BODY), PATIENT)).rejects.toThrow(UnsignedRequestError);
  });
});

describe('the transport within the process', () => {
  const transport = () => createLocalTransport('schools', { ...subgraph.local, seal });

  test('carries the caller, variables and errors; nothing of an error but what may be said', async () => {
    expect(await transport().ask(QUESTION, metadata(), PATIENT)).toEqual({ data: { twice: 4 } });
    const { data, errors } = await transport().ask({ query: '{ who fails }' }, metadata(), PATIENT);
    expect(data).toEqual({ who: 'a test', fails: null });
    expect(errors).toMatchObject([{ path: ['fails'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  test('is refused with another gateway’s means to seal', async () => {
    const foreign = createLocalTransport('schools', { ...subgraph.local, seal: createRequestSeals().seal });
    await expect(foreign.ask(QUESTION, metadata(), PATIENT)).rejects.toMatchObject({ failure: 'refused' });
  });

  test('lets go at once of who waits no more, and the database gives up what runs', async () => {
    const leaving = new AbortController();
    const answer = transport().ask({ query: '{ sleep }' }, metadata(), leaving.signal);
    await until('it runs', async () => (await sleeping()).length === 1);
    leaving.abort(new Error('left'));
    await expect(answer).rejects.toThrow('left');
    await until('it runs no more', async () => (await sleeping()).length === 0);
  });

  test('waits at its end for what is on its way, and takes no more', async () => {
    const ending = transport();
    const answer = ending.ask(QUESTION, metadata(), PATIENT);
    await ending.stop();
    expect(await answer).toEqual({ data: { twice: 4 } });
    await expect(ending.ask(QUESTION, metadata(), PATIENT)).rejects.toMatchObject({ failure: 'away' });
  });
});

test('over HTTP too, the database gives up what nobody waits for', async () => {
  const body = JSON.stringify({ query: '{ sleep }' });
  const asking = request(url, { method: 'POST', headers: sign('schools', metadata(), body) });
  asking.on('error', () => undefined);
  asking.end(body);
  await until('it runs', async () => (await sleeping()).length === 1);
  asking.destroy();
  await until('it runs no more', async () => (await sleeping()).length === 0);
});

test('what the deadline ends is said to be the subgraph’s, and not the caller’s', async () => {
  const transport = createLocalTransport('schools', { ...subgraph.local, seal });
  const soon = { ...metadata(), deadline: Date.now() + 100 };
  const { errors } = await transport.ask({ query: '{ sleep }' }, soon, PATIENT);
  expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' } }]);
});
