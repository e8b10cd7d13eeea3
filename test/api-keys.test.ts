/** The life of an API key: the command that makes it, its requests, its revocation. */
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { makeApiKey } from '../caller/api-key';
import { type CallerKind, SCOPES_OF_KIND } from '../caller/caller';
import { apikey as apikeyCommand } from '../commands/apikey/apikey-command';
import { ownerStatements } from '../database/queryable';
import { SERVICES } from '../database/roles';
import { API_KEYS_LIFETIME_MS, ASK_EVERY_MS } from '../gateway/identity/api-key-set';
import { insertApiKey, listApiKeys, revokeApiKey } from '../services/schools/api-key/api-key-queries';
import { runCommand, runWithin } from './command';
import { createTestDatabase, TEST_SECRET, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';

let database: TestDatabase;
let world: SeededWorld;
let system: System;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: {
      'Schule A': { belongsTo: [{ to: 'Stadt A' }] },
      'Schule B': { belongsTo: [{ to: 'Stadt B' }] },
    },
    titles: {},
    packages: {},
    licences: {},
    entitlements: {},
  });
  system = await startSystem(database);
});

afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const settings = () => ({ DATABASE_URL: database.ownerUrl, SECRET: TEST_SECRET });
const apikey = (...words: string[]) => runWithin(apikeyCommand, words, settings());

/** As the command makes it, without a process of its own. */
async function keyFor(kind: CallerKind, ...bound: string[]): Promise<string> {
  const { key, id, hash } = makeApiKey();
  const made = { id, hash, name: 'Test', kind, scopes: SCOPES_OF_KIND[kind], bound, days: 30 };
  await ownerStatements(database.ownerUrl, (db) => insertApiKey(db, made));
  return key;
}

const revoke = (key: string) => ownerStatements(database.ownerUrl, (db) => revokeApiKey(db, key.slice(4, 20)));

const authority = (name: string) => `AUTHORITY:${world.organisation(name)}`;
const school = (name: string) => `{ school(number: "${world.organisation(name).split(':')[1]}") { name } }`;
const ME = '{ me { kind subject scopes organisations { name } } }';

test('a key has the rights that it was created with, and no others', async () => {
  const stadt = world.organisation('Stadt A');
  const words = ['create', 'lms', '--authority', stadt, '--scope', 'schools:read', '--name', 'LMS', '--days', '400'];
  const command = runCommand(['apikey', ...words], settings());
  const code = await command.ended;
  const made = { code, output: command.output(), errors: command.errors() };
  expect(made.code).toBe(0);
  expect(made.output).toMatch(/^fsk_[0-9a-f]{16}_[\w-]{43}\n$/);
  const key = made.output.trim();
  const audit = JSON.parse(made.errors);
  expect(audit).toMatchObject({ audit: 'api key created', keyId: key.slice(4, 20), kind: 'lms', name: 'LMS' });
  expect(made.errors).not.toContain(key.slice(-43));

  const { data, errors } = await system.ask(key, ME);
  expect(errors).toBeUndefined();
  expect(data.me).toEqual({
    kind: 'LMS',
    subject: `api-key:${key.slice(4, 20)}`,
    scopes: ['schools:read'],
    organisations: [{ name: 'Stadt A' }],
  });
  expect((await system.ask(key, school('Schule A'))).data.school).toEqual({ name: 'Schule A' });
  expect(codesOf(await system.ask(key, school('Schule B')))).toEqual(['FORBIDDEN']);
  expect(codesOf(await system.ask(key, '{ titles { totalCount } }'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await system.ask(`${key.slice(0, 21)}${'a'.repeat(43)}`, ME))).toEqual(['UNAUTHENTICATED']);
});

test('a key is revoked at once, by its id or by the whole key', async () => {
  async function isRevoked(words: (key: string) => string): Promise<void> {
    const key = await keyFor('lms', authority('Stadt A'));
    expect(codesOf(await system.ask(key, ME))).toEqual([]);
    const revoked = await apikey('revoke', words(key));
    expect(revoked.output).toMatch(/^Revoked \d{4}-/);
    expect(JSON.parse(revoked.errors)).toMatchObject({ audit: 'api key revoked', keyId: key.slice(4, 20) });
    expect(revoked.errors).not.toContain(key.slice(-43));
    await wait(API_KEYS_LIFETIME_MS + 20);
    expect(codesOf(await system.ask(key, ME))).toEqual(['UNAUTHENTICATED']);
  }
  await Promise.all([isRevoked((key) => key), isRevoked((key) => key.slice(4, 20))]);
});

test('a key that is revoked again stays revoked since the first time', async () => {
  const key = await keyFor('lms', authority('Stadt A'));
  const first = await revoke(key);
  expect(first).toBeInstanceOf(Date);
  expect(await revoke(key)).toEqual(first);
});

test('a key expires by itself, and the refusal says so', async () => {
  const key = await keyFor('operator');
  expect((await system.ask(key, ME)).data.me.kind).toBe('OPERATOR');
  await database.query(
    `update schools.api_key set created_at = now() - interval '31 days', expires_at = now() - interval '1 s' where id = $1`,
    [key.slice(4, 20)],
  );
  await wait(API_KEYS_LIFETIME_MS + 20);
  const { errors } = await system.ask(key, ME);
  expect(errors?.map(({ message }) => message)).toEqual([expect.stringMatching(/^The API key has expired/)]);
});

test('the last use of a key is recorded roughly, and the list shows keys without secrets', async () => {
  const used = await database.query<{ id: string }>('select id from schools.api_key where last_used_at is not null');
  expect(used).toHaveLength(1);
  const { output } = await apikey('list');
  expect(output).toMatch(
    /^[0-9a-f]{16} {2}lms {2}AUTHORITY:\S+ {2}schools:read {2}good until \S+ {2}last used \S+ {2}LMS$/m,
  );
  expect(output).toMatch(/operator {2}the installation .* expired \S+ {2}never used {2}Test$/m);
  expect(output).toMatch(/revoked \S+ {2}never used {2}Test$/m);
  const hashes = await database.query<{ hash: string }>('select hash from schools.api_key');
  for (const { hash } of hashes) expect(output).not.toContain(hash);
});

test('a list of keys is read without their hashes, and the database says which have expired', async () => {
  const keys = await ownerStatements(database.ownerUrl, listApiKeys);
  const expired = await database.query<{ id: string }>('select id from schools.api_key where expires_at <= now()');
  expect(expired).toHaveLength(1);
  expect(keys.filter(({ isExpired }) => isExpired).map(({ id }) => id)).toEqual(expired.map(({ id }) => id));
  for (const key of keys) expect(Object.keys(key)).not.toContain('hash');
});

test('the stored form of a key is not accepted as a key', async () => {
  const key = await keyFor('lms', authority('Stadt A'));
  const [row] = await database.query<{ row: string }>('select k::text as row from schools.api_key k where id = $1', [
    key.slice(4, 20),
  ]);
  expect(row?.row).not.toContain(key.slice(-43));
  const [{ hash } = { hash: '' }] = await database.query<{ hash: string }>(
    'select hash from schools.api_key where id = $1',
    [key.slice(4, 20)],
  );
  expect(codesOf(await system.ask(`${key.slice(0, 21)}${hash.slice(0, 43)}`, ME))).toEqual(['UNAUTHENTICATED']);
});

test.each(SERVICES)('the role of %s sees no key; only the schools service does, for the gateway', async (service) => {
  const client = new Client({ connectionString: database.urlOf(service) });
  await client.connect();
  const ask = (sql: string) =>
    client.query(sql).then(
      ({ rows }) => rows.length,
      ({ code }) => code,
    );
  const asSubject = async (subject: string, kind = 'operator') => {
    await client.query(`set app.kind = '${kind}'; set app.subject = '${subject}'`);
    return ask('select id, hash from schools.api_key');
  };
  const denied = service === 'schools' ? 0 : '42501';
  expect(await asSubject('somebody')).toBe(denied);
  expect(await asSubject('gateway', 'lms')).toBe(denied);
  if (service === 'schools') expect(await asSubject('gateway')).toBeGreaterThan(0);
  for (const change of [
    `insert into schools.api_key (id) values ('x')`,
    `update schools.api_key set revoked_at = null, expires_at = now() + interval '1 day'`,
    `update schools.api_key set scopes = '{prices:read}'`,
    'delete from schools.api_key',
    'select name from schools.api_key',
  ]) {
    expect(await ask(change)).toBe('42501');
  }
  await client.end();
});

test('no client can query keys, not even an operator', async () => {
  const operator = await tokenOf('operator');
  for (const query of ['{ apiKeySet(unlessVersion: "") { keys { hash } } }', 'mutation { apiKeysUsed(ids: ["0"]) }']) {
    expect(codesOf(await system.ask(operator, query))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  }
});

/** Statements about API keys that reach the database while the work is done. */
async function keyStatementsOf(work: () => Promise<unknown>, about = /schools\.api_key/): Promise<number> {
  const spy = jest.spyOn(Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.filter(([statement]) => about.test(JSON.stringify(statement))).length;
  } finally {
    spy.mockRestore();
  }
}

test('among 5,000 made-up keys, 40 of 40 new good keys are let in, with few statements in the database', async () => {
  const good = await Promise.all(Array.from({ length: 40 }, () => keyFor('lms', authority('Stadt A'))));
  const madeUp = Array.from({ length: 5_000 }, () => makeApiKey().key);
  // The good keys are spread evenly among the made-up ones.
  const all = [...madeUp];
  good.forEach((key, at) => void all.splice(at * 125, 0, key));
  const codes = new Map<string, string[]>();
  const begun = performance.now();
  const statements = await keyStatementsOf(() =>
    Promise.all(
      Array.from({ length: 200 }, async () => {
        for (let key = all.shift(); key; key = all.shift()) codes.set(key, codesOf(await system.ask(key, ME)));
      }),
    ),
  );
  expect(good.filter((key) => codes.get(key)?.length === 0)).toHaveLength(40);
  expect(new Set(madeUp.map((key) => codes.get(key)?.join()))).toEqual(new Set(['UNAUTHENTICATED']));
  // Each question is one statement, and one more where keys have changed; another one records the first use.
  const questions = Math.ceil((performance.now() - begun) / ASK_EVERY_MS) + 1;
  expect(statements).toBeLessThanOrEqual(questions + 3);
  expect(statements).toBeLessThan(madeUp.length / 50);
});

test('a key that is deleted instead of revoked is refused, too', async () => {
  const key = await keyFor('lms', authority('Stadt A'));
  expect(codesOf(await system.ask(key, ME))).toEqual([]);
  await database.query('delete from schools.api_key where id = $1', [key.slice(4, 20)]);
  await wait(API_KEYS_LIFETIME_MS + 20);
  expect(codesOf(await system.ask(key, ME))).toEqual(['UNAUTHENTICATED']);
});

test('with 10,000 keys, all are found, and they are read once for a change', async () => {
  await database.query(
    `insert into schools.api_key (id, hash, name, kind, scopes, bound, expires_at)
     select lpad(to_hex(n), 16, '0'), encode(sha256(n::text::bytea), 'hex'), 'one of many', 'lms', '{titles:read}', $1,
       now() + interval '30 days' from generate_series(1, 10000) as n`,
    [[authority('Stadt A')]],
  );
  const key = await keyFor('lms', authority('Stadt A'));
  const statements = await keyStatementsOf(async () => {
    expect(codesOf(await system.ask(key, ME))).toEqual([]);
    expect(codesOf(await system.ask(makeApiKey().key, ME))).toEqual(['UNAUTHENTICATED']);
  }, /from schools\.api_key where/);
  expect(statements).toBe(1);
  await database.query("delete from schools.api_key where name = 'one of many'");
});

test('a refused command prints one line with the reason, and no key', async () => {
  for (const [words, message] of [
    ['create lms --name X --days 1 --school NW:999999', 'There is no SCHOOL:NW:999999.'],
    ['revoke 0123456789abcdef', 'There is no API key 0123456789abcdef.'],
  ] as const) {
    const { code, output, errors } = await apikey(...words.split(' '));
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(new RegExp(`^${message}.*\n$`));
  }
});
