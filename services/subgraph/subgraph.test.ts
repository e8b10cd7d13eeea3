/** A subgraph over HTTP and within the process: the same walls on both ways, and neither way's signature good for the other. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { type Envelope, localName, signHop, UnsignedHopError } from '../../caller/signed-hop';
import { connect } from '../../database/connection';
import { createLocalWire } from '../../gateway/subgraphs/local-wire';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { until } from '../../test/until';
import type { SubgraphContext } from './context';
import { createSubgraphServer, type SubgraphServer } from './server';
import { createSubgraph, type Subgraph } from './subgraph';

const KEYS = ['a hop key that only this test knows'];
const QUESTION = { query: 'query ($n: Int!) { twice(n: $n) }', variables: { n: 2 } };
const BODY = JSON.stringify(QUESTION);
const PATIENT = new AbortController().signal;

let database: TestDatabase;
let dataSource: DataSource;
let subgraph: Subgraph;
let http: SubgraphServer;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await connect(database.urlOf('schools'), { poolSize: 2, applicationName: 'subgraph test' });
  const schema = buildSubgraphSchema({
    typeDefs: parse('type Query { twice(n: Int!): Int! sleep: String who: String! fails: String }'),
    resolvers: {
      Query: {
        twice: (_: unknown, { n }: { n: number }) => 2 * n,
        who: (_: unknown, __: unknown, { caller }: SubgraphContext) => caller.subject,
        sleep: (_: unknown, __: unknown, { session }: SubgraphContext) => session.query('select pg_sleep(600)'),
        fails: () => {
          throw new Error('a secret of the database');
        },
      },
    } as never,
  });
  const log = pino({ level: 'silent' });
  subgraph = createSubgraph({ name: 'schools', schema, dataSource, hopKeys: KEYS, log });
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

const envelope = (): Envelope => ({
  caller: { kind: 'lms', subject: 'a test', scopes: [], bound: [] },
  instant: Date.now(),
  requestId: randomUUID(),
});
const askHere = (headers: Record<string, string>, question = QUESTION) =>
  subgraph.local.ask({ get: (name) => headers[name] }, question, PATIENT);
const sleeping = () =>
  database.query(
    "select from pg_stat_activity where query ~ 'pg_sleep' and state = 'active' and pid <> pg_backend_pid()",
  );

describe('within the process, a question', () => {
  const signed = () => signHop(KEYS, localName('schools'), envelope(), QUESTION.query);

  test('that the gateway signed is answered, once', async () => {
    const headers = signed();
    expect(await askHere(headers)).toEqual({ data: { twice: 4 } });
    await expect(askHere(headers)).rejects.toThrow(UnsignedHopError);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['is not signed', () => askHere({})],
    [
      'is signed with another key',
      () => askHere(signHop(['foreign'], localName('schools'), envelope(), QUESTION.query)),
    ],
    ['is signed for another subgraph', () => askHere(signHop(KEYS, localName('usage'), envelope(), QUESTION.query))],
    ['is signed for HTTP', () => askHere(signHop(KEYS, 'schools', envelope(), QUESTION.query))],
    ['has another text than was signed', () => askHere(signed(), { ...QUESTION, query: '{ who }' })],
  ])('that %s is refused', async (_, ask) => {
    await expect(ask()).rejects.toThrow(UnsignedHopError);
  });
});

test('over HTTP, a question that was signed for the process is refused', async () => {
  const send = (label: string) =>
    fetch(url, { method: 'POST', headers: signHop(KEYS, label, envelope(), BODY), body: BODY });
  expect((await send(localName('schools'))).status).toBe(401);
  expect((await send('schools')).status).toBe(200);
});

describe('the wire within the process', () => {
  const wire = () => createLocalWire({ subgraph: 'schools', local: subgraph.local, hopKeys: KEYS });

  test('carries the caller, variables and errors; nothing of an error but what may be said', async () => {
    expect(await wire().ask(QUESTION, envelope(), PATIENT)).toEqual({ data: { twice: 4 } });
    const { data, errors } = await wire().ask({ query: '{ who fails }' }, envelope(), PATIENT);
    expect(data).toEqual({ who: 'a test', fails: null });
    expect(errors).toMatchObject([{ path: ['fails'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  test('is refused with a foreign key', async () => {
    const foreign = createLocalWire({ subgraph: 'schools', local: subgraph.local, hopKeys: ['foreign'] });
    await expect(foreign.ask(QUESTION, envelope(), PATIENT)).rejects.toMatchObject({ failure: 'refused' });
  });

  test('lets go at once of who waits no more, and the database gives up what runs', async () => {
    const leaving = new AbortController();
    const answer = wire().ask({ query: '{ sleep }' }, envelope(), leaving.signal);
    await until('it runs', async () => (await sleeping()).length === 1);
    leaving.abort(new Error('left'));
    await expect(answer).rejects.toThrow('left');
    await until('it runs no more', async () => (await sleeping()).length === 0);
  });

  test('waits at its end for what is on its way, and takes no more', async () => {
    const ending = wire();
    const answer = ending.ask(QUESTION, envelope(), PATIENT);
    await ending.stop();
    expect(await answer).toEqual({ data: { twice: 4 } });
    await expect(ending.ask(QUESTION, envelope(), PATIENT)).rejects.toMatchObject({ failure: 'away' });
  });
});

test('over HTTP too, the database gives up what nobody waits for', async () => {
  const body = JSON.stringify({ query: '{ sleep }' });
  const asking = request(url, { method: 'POST', headers: signHop(KEYS, 'schools', envelope(), body) });
  asking.on('error', () => undefined);
  asking.end(body);
  await until('it runs', async () => (await sleeping()).length === 1);
  asking.destroy();
  await until('it runs no more', async () => (await sleeping()).length === 0);
});

test('what the deadline ends is said to be the subgraph’s, and not the caller’s', async () => {
  const wire = createLocalWire({ subgraph: 'schools', local: subgraph.local, hopKeys: KEYS });
  const soon = { ...envelope(), deadline: Date.now() + 100 };
  const { errors } = await wire.ask({ query: '{ sleep }' }, soon, PATIENT);
  expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' } }]);
});
