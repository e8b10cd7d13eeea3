/** Access to the COUNTER API: who gets it, with which credentials, and what everybody else is told. */
import { Client } from 'pg';
import { makeApiKey } from '../../caller/api-key';
import { type CallerKind, SCOPES_OF_KIND } from '../../caller/caller';
import { ownerStatements } from '../../database/queryable';
import { insertApiKey } from '../../services/schools/api-key/api-key-queries';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { type SeededWorld, seedWorld } from '../../test/seed-world';
import { type System, startSystem, tokenOf } from '../../test/system';
import { until } from '../../test/until';
import { MAX_AT_ONCE } from './counter-routes';

let database: TestDatabase;
let world: SeededWorld;
let system: System;
/** The key of the city's dashboard. */
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: {
      'Stadt A': 'AUTHORITY',
      'Stadt B': 'AUTHORITY',
      Leer: 'AUTHORITY',
      Zentrum: 'MEDIA_CENTRE',
    },
    schools: {
      'Schule A': { belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }] },
      'Schule A2': { belongsTo: [{ to: 'Stadt A' }] },
      'Schule B': { belongsTo: [{ to: 'Stadt B' }, { to: 'Zentrum' }] },
    },
    titles: {},
    packages: {},
    licences: {},
    entitlements: {},
  });
  system = await startSystem(database, { limits: { rate: { perSubject: 3, perOrganisation: 3 } } });
  key = await keyFor('reporting', customer('AUTHORITY', 'Stadt A'));
});

afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

async function keyFor(kind: CallerKind, ...bound: string[]): Promise<string> {
  const { key, id, hash } = makeApiKey();
  const made = { id, hash, name: 'Test', kind, scopes: SCOPES_OF_KIND[kind], bound, days: 30 };
  await ownerStatements(database.ownerUrl, (db) => insertApiKey(db, made));
  return key;
}

const STATE = 'STATE:NW';
const customer = (level: string, name: string) => (level === 'STATE' ? STATE : `${level}:${world.organisation(name)}`);
const idOf = (apiKey: string) => apiKey.slice(4, 20);

async function get(
  path: string,
  parameters: Record<string, string> | string = {},
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${system.url}/r51${path}?${new URLSearchParams(parameters)}`, { headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

async function exception(...asked: Parameters<typeof get>) {
  const { status, body } = await get(...asked);
  return [status, body.Code, body.Message];
}

const INSUFFICIENT = [400, 1030, 'Insufficient Information to Process Request'];
const NOT_AUTHORIZED = [401, 2000, 'Requestor Not Authorized to Access Service'];
const INVALID_KEY = [401, 2020, 'APIKey Invalid'];
const NOT_THEIRS = [403, 2010, 'Requestor is Not Authorized to Access Usage for Institution'];

test('anybody may read the status, and it contains nothing secret', async () => {
  const { status, body } = await get('/status');
  expect([status, body]).toEqual([
    200,
    [
      {
        Description: 'Use of the titles of Freischalter, by COUNTER 5.1',
        Service_Active: true,
        Note: 'No list of bots is imported.',
      },
    ],
  ]);
});

describe('credentials', () => {
  const own = () => ({ customer_id: customer('AUTHORITY', 'Stadt A') });
  test('a key is accepted as api_key, as requestor_id and in the header', async () => {
    const ways: [Record<string, string>, Record<string, string>][] = [
      [{ api_key: key }, {}],
      [{ requestor_id: key }, {}],
      [{ api_key: key, requestor_id: idOf(key) }, {}],
      [{ api_key: key, requestor_id: key }, {}],
      [{}, { authorization: `Bearer ${key}` }],
      [{ requestor_id: idOf(key) }, { authorization: `Bearer ${key}` }],
      [{}, { authorization: `Bearer ${await tokenOf('reporting', 'STATE:NW')}` }],
    ];
    for (const [parameters, headers] of ways) {
      expect(await get('/members', { ...own(), ...parameters }, headers)).toMatchObject({ status: 200 });
    }
  });

  test.each<[string, () => Record<string, string> | string, unknown[]]>([
    ['none', () => ({}), INSUFFICIENT],
    ['an empty key', () => ({ api_key: '' }), INSUFFICIENT],
    ['only the id of a key', () => ({ requestor_id: idOf(key) }), INSUFFICIENT],
    ['one key twice', () => `api_key=${key}&api_key=${key}`, INSUFFICIENT],
    [
      'a key with another secret',
      () => ({ api_key: `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}` }),
      INVALID_KEY,
    ],
    ['a key that never existed', () => ({ api_key: makeApiKey().key }), INVALID_KEY],
    ['a text that is not a key', () => ({ api_key: "' or true --" }), INVALID_KEY],
    ['a key and the id of another key', () => ({ api_key: key, requestor_id: '0'.repeat(16) }), NOT_AUTHORIZED],
  ])('%s', async (_, parameters, expected) => {
    const { customer_id } = own();
    const sent = new URLSearchParams(parameters());
    sent.set('customer_id', customer_id);
    expect(await exception('/members', sent.toString())).toEqual(expected);
  });

  test('a token in the address, and a key in both places, are refused', async () => {
    expect(await exception('/members', { ...own(), api_key: await tokenOf('reporting', 'STATE:NW') })).toEqual(
      INVALID_KEY,
    );
    const both = await exception('/members', { ...own(), api_key: key }, { authorization: `Bearer ${key}` });
    expect(both).toEqual(INSUFFICIENT);
  });

  test('a caller who may not read usage learns that', async () => {
    const lms = await keyFor('lms', customer('AUTHORITY', 'Stadt A'));
    expect(await exception('/members', { ...own(), api_key: lms })).toEqual(NOT_AUTHORIZED);
  });
});

describe('customers', () => {
  const members = async (level: string, name: string, by = key) =>
    (await get('/members', { api_key: by, customer_id: customer(level, name) })).body;
  const school = (name: string) => ({
    Institution_Name: name,
    Customer_ID: customer('SCHOOL', name),
    Institution_ID: { Proprietary: [`Freischalter:${customer('SCHOOL', name)}`] },
  });

  test('an authority has its schools as members; a school, and an authority without any, itself', async () => {
    expect(await members('AUTHORITY', 'Stadt A')).toEqual([school('Schule A'), school('Schule A2')]);
    expect(await members('SCHOOL', 'Schule A2')).toEqual([school('Schule A2')]);
    const empty = await keyFor('reporting', customer('AUTHORITY', 'Leer'));
    expect(await members('AUTHORITY', 'Leer', empty)).toMatchObject([{ Customer_ID: customer('AUTHORITY', 'Leer') }]);
  });

  test('the members of a media centre are the schools that it serves, and those of a state all of its schools', async () => {
    const [centre, state, operator] = await Promise.all([
      keyFor('reporting', customer('MEDIA_CENTRE', 'Zentrum')),
      keyFor('reporting', STATE),
      keyFor('operator'),
    ]);
    for (const by of [centre, state, operator])
      expect(await members('MEDIA_CENTRE', 'Zentrum', by)).toEqual([school('Schule A'), school('Schule B')]);
    for (const by of [state, operator]) expect(await members('STATE', '', by)).toHaveLength(3);
  });

  test.each([
    ['a foreign authority', () => customer('AUTHORITY', 'Stadt B')],
    ['a foreign school', () => customer('SCHOOL', 'Schule B')],
    ['the state of the authority', () => STATE],
    ['a media centre that serves a school of the authority', () => customer('MEDIA_CENTRE', 'Zentrum')],
    ['an authority that does not exist', () => 'AUTHORITY:NW:999999'],
    ['a school that does not exist', () => 'SCHOOL:NW:999999'],
    ['a level that cannot be a customer', () => 'DISTRICT:NW:05111'],
    ['no level', () => world.organisation('Stadt A')],
    ['a wildcard', () => 'AUTHORITY:NW:%'],
    ['a quote', () => "AUTHORITY:NW:' or true --"],
    ['a NUL', () => 'AUTHORITY:NW:1\u0000'],
    ['a line break', () => `${customer('AUTHORITY', 'Stadt A')}\r\nx: y`],
    ['two customers', () => `${customer('AUTHORITY', 'Stadt A')},${customer('AUTHORITY', 'Stadt B')}`],
  ])('%s is refused in the same words', async (_, id) => {
    const { status, body } = await get('/members', { api_key: key, customer_id: id() });
    expect([status, body]).toEqual([403, { Code: 2010, Message: NOT_THEIRS[2] }]);
  });

  test('the world is not supported as a customer, and exactly one customer must be named', async () => {
    const world = { api_key: key, customer_id: '0000000000000000' };
    expect(await exception('/members', world)).toEqual([403, 2011, 'Global Reports Not Supported']);
    expect(await exception('/members', { api_key: key })).toEqual(INSUFFICIENT);
    const twice = `api_key=${key}&customer_id=${customer('AUTHORITY', 'Stadt A')}&customer_id=${customer('AUTHORITY', 'Stadt B')}`;
    expect(await exception('/members', twice)).toEqual(INSUFFICIENT);
    expect(await exception('/members', `api_key=${key}&customer_id=%E0%A4%A&customer_id[]=1`)).toEqual(NOT_THEIRS);
  });
});

describe('the number of requests', () => {
  const own = () => ({ api_key: key, customer_id: customer('SCHOOL', 'Schule A') });

  test('is unlimited where they are sent one after the other, whatever the rate limit is', async () => {
    const seen = new Set<number>();
    for (let time = 0; time < 50; time += 1) seen.add((await get('/members', own())).status);
    expect([...seen]).toEqual([200]);
  });

  test('is limited at the same time: the others are refused, and the running ones are answered', async () => {
    const holder = new Client({ connectionString: database.ownerUrl });
    await holder.connect();
    await holder.query('begin; lock table schools.organisation in access exclusive mode');
    const refused: Awaited<ReturnType<typeof get>>[] = [];
    const asked = Array.from({ length: 40 }, async () => {
      const answer = await get('/members', own());
      if (answer.status === 429) refused.push(answer);
      return answer.status;
    });
    await until('all others are refused', () => refused.length === 40 - MAX_AT_ONCE);
    await holder.end();
    expect((await Promise.all(asked)).filter((status) => status === 200)).toHaveLength(MAX_AT_ONCE);
    expect(refused[0]?.body).toEqual({
      Code: 1020,
      Message: 'Client has made too many requests',
      Data: `At most ${MAX_AT_ONCE} requests at once. Send one after the other.`,
    });
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await get('/members', own())).status).toBe(200);
  });
});

test.each([
  ['/reports/tr', 404],
  ['/Status', 404],
  ['/members/', 404],
])('%s does not exist', async (path, status) => {
  expect((await get(path)).status).toBe(status);
});

test('no path accepts writing', async () => {
  const response = await fetch(`${system.url}/r51/members`, { method: 'POST', body: '{}' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
