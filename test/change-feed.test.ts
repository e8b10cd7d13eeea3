/** The change feed as a platform meets it, through the gateway: change-feed.property.test.ts has histories at random. */
import { Client } from 'pg';
import { SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { deleteExpiredLists, LIST_KEPT_DAYS, MOST_LISTS } from '../services/licences/change-feed/kept-list-queries';
import { Session } from '../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { statementsOf } from './statements';
import { type Answer, type System, startSystem, tokenOf } from './system';
import { until } from './until';

let database: TestDatabase;
let world: SeededWorld;
let system: System;
let keeping: System;
const tokens: Record<string, string> = {};

const TITLES = ['Atome', 'Bienen', 'Chemie', 'Delfine', 'Eiszeit'];
const MANY = Array.from({ length: 230 }, (_, at) => `Film ${at}`);

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = { owner: 'Stadt A', rights: ['STREAM', 'DOWNLOAD'] as const, pupilRights: ['STREAM'] as const };
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: {
      'Schule A1': { belongsTo: [{ to: 'Stadt A' }] },
      'Schule A2': { belongsTo: [{ to: 'Stadt A' }] },
      'Schule B': { belongsTo: [{ to: 'Stadt B' }] },
      Viele: { belongsTo: [{ to: 'Stadt B' }] },
    },
    titles: { ...Object.fromEntries([...TITLES, ...MANY].map((title) => [title, {}])), Offen: { open: true } },
    packages: {
      Paket: TITLES.slice(0, 4).map((title) => ({ title })),
      Plätze: [{ title: 'Eiszeit' }],
      Filme: MANY.map((title) => ({ title })),
    },
    licences: {
      Lizenz: { ...licence, heldAt: ['AUTHORITY', 'SCHOOL'], packages: [{ package: 'Paket' }] },
      Gezählt: {
        ...licence,
        heldAt: ['SCHOOL'],
        packages: [{ package: 'Plätze' }],
        seats: 1,
        leases: [{ from: '2026-01-01', until: '2099-01-01' }],
      },
      Filme: { ...licence, heldAt: ['SCHOOL'], packages: [{ package: 'Filme' }] },
    },
    entitlements: {
      Stadt: { licence: 'Lizenz', holder: 'Stadt A', from: '2024-08-01', until: '2098-08-01' },
      Plätze: { licence: 'Gezählt', holder: 'Schule A1', from: '2024-08-01' },
      Filme: { licence: 'Filme', holder: 'Viele', from: '2024-08-01' },
    },
  });
  await database.keep();
  system = await startSystem(database);
  keeping = await startSystem(database, { kept: true });
  const key = (school: string) => `SCHOOL:${world.organisation(school)}` as const;
  tokens.a1 = await tokenOf('lms', key('Schule A1'));
  tokens.a2 = await tokenOf('lms', key('Schule A2'));
  tokens.many = await tokenOf('lms', key('Viele'));
  tokens.both = await tokenOf('lms', key('Schule A2'), key('Schule A1'));
  tokens.bothTurned = await tokenOf('lms', key('Schule A1'), key('Schule A2'));
  tokens.cityA = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt A')}`);
  tokens.cityB = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt B')}`);
  tokens.staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
  tokens.operator = await tokenOf('operator');
});
beforeEach(() => database.reset());
afterAll(async () => {
  await keeping?.stop();
  await system?.stop();
  await database?.drop();
});

const QUERY = `query ($number: String!, $right: UsageRight!, $audience: Audience!, $since: String, $first: Int!, $after: String) {
  school(number: $number) {
    changes(right: $right, audience: $audience, since: $since, first: $first, after: $after) {
      edges { node { change titleId title { name } basis entitlement { id } level rights validUntil } }
      pageInfo { hasNextPage endCursor } until asOf keptUntil changesAt } } }`;

interface Asking {
  readonly school?: string;
  readonly right?: string;
  readonly audience?: string;
  readonly since?: string | null;
  readonly first?: number;
  readonly after?: string | null;
  readonly from?: System;
}

function ask(who: string, { school = 'Schule A1', from = system, ...given }: Asking = {}): Promise<Answer> {
  const number = world.organisation(school).slice('NW:'.length);
  const variables = { number, right: 'STREAM', audience: 'TEACHER', since: null, first: 200, after: null, ...given };
  return from.ask(tokens[who] as string, QUERY, variables);
}

async function changes(who: string, asking: Asking = {}): Promise<any> {
  const answer = await ask(who, asking);
  expect(answer.errors).toBeUndefined();
  return answer.data.school.changes;
}

/** `+Atome ~Bienen -Chemie` */
const told = ({ edges }: any): string[] =>
  edges
    .map(({ node }: any) => `${{ OPENED: '+', CHANGED: '~', CLOSED: '-' }[node.change as string]}${node.title?.name}`)
    .sort();

const begin = async (who = 'a1', asking: Asking = {}): Promise<string> => (await changes(who, asking)).until;

const refusal = async (who: string, asking: Asking) => {
  const { data, errors = [] } = await ask(who, asking);
  expect(data?.school ?? null).toBeNull();
  return errors.map(({ message, extensions: { code } }) => ({ message, code }));
};

const EXPIRED = [
  {
    code: 'CURSOR_EXPIRED',
    message:
      'since: no list is kept for this cursor. It was given more than 35 days ago, or for another school, right, audience or caller. Delete the copy, and begin anew with since: null.',
  },
];

describe('what is told', () => {
  test('at first everything that the school may use, as decided, and also while all seats are taken', async () => {
    const first = await changes('a1');
    expect(told(first)).toEqual(['+Atome', '+Bienen', '+Chemie', '+Delfine', '+Eiszeit', '+Offen']);
    const byName = Object.fromEntries(first.edges.map(({ node }: any) => [node.title.name, node]));
    expect(byName.Atome).toEqual({
      change: 'OPENED',
      titleId: world.title('Atome'),
      title: { name: 'Atome' },
      basis: 'ENTITLEMENT',
      entitlement: { id: world.entitlement('Stadt') },
      level: 'AUTHORITY',
      rights: ['STREAM', 'DOWNLOAD'],
      validUntil: '2098-07-31T22:00:00.000Z',
    });
    expect(byName.Offen).toMatchObject({ basis: 'OPEN_LICENCE', entitlement: null, level: null, validUntil: null });
    expect(first.changesAt).toBe('2098-07-31T22:00:00.000Z');
  });

  test('nothing where nothing has changed, and the same cursor again', async () => {
    const since = await begin();
    const next = await changes('a1', { since });
    expect(next).toMatchObject({ edges: [], until: since, pageInfo: { hasNextPage: false } });
  });

  test('what was closed by a mutation, and what it is decided by now', async () => {
    const since = await begin();
    const revoked = await system.ask(
      tokens.staff as string,
      'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }',
      { input: { entitlementIds: [world.entitlement('Stadt')] } },
    );
    expect(revoked.data.revokeEntitlements.changed).toBe(1);
    const next = await changes('a1', { since });
    expect(told(next)).toEqual(['-Atome', '-Bienen', '-Chemie', '-Delfine']);
    expect(next.edges[0].node).toMatchObject({
      basis: null,
      entitlement: null,
      level: null,
      rights: [],
      validUntil: null,
    });
  });

  test('what ended by itself, though nobody wrote anything', async () => {
    await database.query(
      "update schools.entitlement set valid = tstzrange(lower(valid), now() + interval '2 seconds') where id = $1",
      [world.entitlement('Stadt')],
    );
    const since = await begin();
    await until('it has ended', async () => (await changes('a1', { since })).edges.length > 0);
    expect(told(await changes('a1', { since }))).toEqual(['-Atome', '-Bienen', '-Chemie', '-Delfine']);
  });

  test('what was changed for the past, and another decision on the same titles', async () => {
    const since = await begin();
    await database.query("update schools.entitlement set valid = '[2024-08-01,2030-08-01)' where id = $1", [
      world.entitlement('Stadt'),
    ]);
    await database.query("update licences.title set withdrawn_at = '2025-01-01' where name = 'Bienen'");
    const next = await changes('a1', { since });
    expect(told(next)).toEqual(['-Bienen', '~Atome', '~Chemie', '~Delfine']);
    expect(next.edges.at(-1).node.validUntil).toBe('2030-08-01T00:00:00.000Z');
  });

  test('what a transaction commits after the cursor was given, though it began before', async () => {
    const late = new Client({ connectionString: database.ownerUrl });
    await late.connect();
    await late.query('begin');
    await late.query('update licences.package_title set valid = tstzrange(null, now()) where title_id = $1', [
      world.title('Atome'),
    ]);
    const since = await begin();
    expect(told(await changes('a1', { since }))).toEqual([]);
    await late.query('commit');
    await late.end();
    expect(told(await changes('a1', { since }))).toEqual(['-Atome']);
  });

  test('a title that was imported anew, and one that the catalogue has no more', async () => {
    const since = await begin();
    await database.query("update licences.title set version = version + 1 where name = 'Chemie'");
    await database.query('delete from licences.package_title where title_id = $1', [world.title('Delfine')]);
    await database.query('delete from licences.title where id = $1', [world.title('Delfine')]);
    const next = await changes('a1', { since });
    expect(told(next)).toEqual(['-undefined', '~Chemie']);
    expect(next.edges.map(({ node }: any) => node.titleId)).toContain(world.title('Delfine'));
  });

  test('a school that moved to another authority is told of what it lost and got', async () => {
    const since = await begin();
    const ofCity = await begin('cityA');
    await database.query(
      `update schools.membership set organisation_id = (select id from schools.organisation where name = 'Stadt B')
       where level = 'AUTHORITY' and school_id = (select id from schools.organisation where name = 'Schule A1')`,
    );
    expect(told(await changes('a1', { since }))).toEqual(['-Atome', '-Bienen', '-Chemie', '-Delfine']);
    expect((await refusal('cityA', { since: ofCity })).map(({ code }) => code)).toEqual(['FORBIDDEN']);
    expect(await refusal('cityB', { since: ofCity })).toEqual(EXPIRED);
    expect(told(await changes('cityB'))).toEqual(['+Eiszeit', '+Offen']);
  });
});

describe('pages', () => {
  test('lead to one list, whatever changes between them', async () => {
    const since = await begin();
    await database.query("update schools.entitlement set valid = '[2024-08-01,2030-08-01)' where id = $1", [
      world.entitlement('Stadt'),
    ]);
    const first = await changes('a1', { since, first: 3 });
    expect(first).toMatchObject({ until: null, pageInfo: { hasNextPage: true } });
    await database.query('delete from licences.package_title where title_id <> $1', [world.title('Eiszeit')]);
    const last = await changes('a1', { since, first: 3, after: first.pageInfo.endCursor });
    expect([...told(first), ...told(last)].sort()).toEqual(['~Atome', '~Bienen', '~Chemie', '~Delfine']);
    const next = await changes('a1', { since: last.until });
    expect(told(next)).toEqual(['-Atome', '-Bienen', '-Chemie', '-Delfine']);
  });

  test('are of their own difference alone', async () => {
    const since = await begin();
    const { pageInfo } = await changes('a1', { first: 2 });
    for (const other of [{ since }, { right: 'DOWNLOAD' }, { audience: 'PUPIL' }, { school: 'Schule A2' }]) {
      const codes = (await refusal('both', { ...other, after: pageInfo.endCursor })).map(({ code }) => code);
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
    expect(await refusal('both', { after: pageInfo.endCursor })).toEqual(EXPIRED);
    for (const after of ['', 'x', Buffer.from('[1,2,3]').toString('base64url')])
      expect((await refusal('a1', { after })).map(({ code }) => code)).toEqual(['BAD_USER_INPUT']);
  });

  test('cost the same statements, however many titles they have', async () => {
    const counted = async (asking: Asking) => {
      const { made, counts } = await statementsOf(() => changes('many', { school: 'Viele', ...asking }));
      return { made, counts: counts.licences };
    };
    await begin('many', { school: 'Viele' });
    const large = await counted({ first: 200 });
    const small = await counted({ first: 3 });
    expect([small.made.edges.length, large.made.edges.length]).toEqual([3, 200]);
    expect(small.counts).toBe(large.counts);
    const after = large.made.pageInfo.endCursor;
    const next = await counted({ first: 200, after });
    const few = await counted({ first: 3, after });
    expect([few.made.edges.length, next.made.edges.length]).toEqual([3, 31]);
    expect(few.counts).toBe(next.counts);
  });
});

describe('a cursor', () => {
  test('is refused for another school, right, audience, caller and kind, and where it is none, in the same words', async () => {
    const since = await begin('both');
    for (const [who, asking] of [
      ['both', { school: 'Schule A2' }],
      ['both', { right: 'DOWNLOAD' }],
      ['both', { audience: 'PUPIL' }],
      ['a1', {}],
      ['cityA', {}],
      ['staff', {}],
      ['operator', {}],
    ] as const)
      expect(await refusal(who, { ...asking, since })).toEqual(EXPIRED);
    const forged = JSON.parse(Buffer.from(since, 'base64url').toString());
    for (const none of [
      '',
      'x',
      Buffer.from(JSON.stringify([forged[0], 'no id'])).toString('base64url'),
      Buffer.from(JSON.stringify([forged[0], '00000000-0000-4000-8000-000000000000'])).toString('base64url'),
    ])
      expect(await refusal('both', { since: none })).toEqual(EXPIRED);
  });

  test('of a school out of reach is refused as the school is', async () => {
    const since = await begin('a1');
    const [foreign] = await refusal('cityB', { since });
    const [none] = await refusal('cityB', { since: 'x' });
    expect(foreign).toEqual(none);
    expect(foreign?.code).toBe('FORBIDDEN');
  });

  test('is the same for who is bound to the same, in whatever order', async () => {
    const since = await begin('both');
    expect((await changes('bothTurned', { since })).edges).toEqual([]);
  });

  test('is good for 35 days after it was given last, and no more', async () => {
    const since = await begin();
    const aged = (days: number) =>
      database.query('update licences.kept_list set given_at = now() - make_interval(days => $1)', [days]);
    await aged(LIST_KEPT_DAYS - 1);
    const next = await changes('a1', { since });
    expect(next).toMatchObject({ edges: [], until: since });
    const [kept] = await database.query<{ at: Date }>('select given_at as at from licences.kept_list');
    expect(Date.parse(next.keptUntil)).toBe((kept?.at.getTime() ?? 0) + LIST_KEPT_DAYS * 86_400_000);
    await aged(LIST_KEPT_DAYS);
    expect(await refusal('a1', { since })).toEqual(EXPIRED);
  });

  test('two platforms at once get one list', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => changes('a1')));
    expect(new Set(all.map(({ until: cursor }) => cursor)).size).toBe(1);
    expect(await database.query('select from licences.kept_list')).toHaveLength(1);
  });
});

describe('what is kept', () => {
  test('is bounded for each school, right and audience: the oldest list goes', async () => {
    const since = await begin();
    const other = await begin('a1', { audience: 'PUPIL' });
    await database.query("update licences.kept_list set given_at = given_at - interval '1 hour'");
    await database.query(
      `insert into licences.kept_list (kind, bound, school, usage_right, audience, digest, segments, decisions, given_at)
       select kind, bound, school, usage_right, audience, gen_random_uuid(), segments, decisions, given_at + interval '1 minute'
       from licences.kept_list, generate_series(1, $1::int) where audience = 'TEACHER'`,
      [MOST_LISTS - 1],
    );
    await database.query("update licences.title set version = version + 1 where name = 'Atome'");
    expect(told(await changes('a1'))).toHaveLength(6);
    expect(await refusal('a1', { since })).toEqual(EXPIRED);
    expect((await changes('a1', { since: other, audience: 'PUPIL' })).edges).toHaveLength(1);
    const lists = await database.query("select from licences.kept_list where audience = 'TEACHER'");
    expect(lists).toHaveLength(MOST_LISTS);
  });

  test('is shared by the schools and callers that have the same list', async () => {
    await begin('a2', { school: 'Schule A2' });
    const segments = await database.query('select from licences.list_segment');
    await begin('cityA', { school: 'Schule A2' });
    await begin('operator', { school: 'Schule A2' });
    expect(await database.query('select from licences.kept_list')).toHaveLength(3);
    expect(await database.query('select from licences.list_segment')).toHaveLength(segments.length);
  });

  test('goes with its time, and segments when no list names them; young ones stay', async () => {
    await begin();
    await begin('many', { school: 'Viele' });
    const dataSource = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'test' });
    const session = new Session(dataSource, {
      kind: 'operator',
      subject: 'upkeep',
      scopes: SCOPES_OF_KIND.operator,
      bound: [],
    });
    const left = async () => {
      await session.write(deleteExpiredLists);
      const lists = await database.query('select from licences.kept_list');
      const named = await database.query(
        'select from licences.list_segment where digest in (select unnest(segments) from licences.kept_list)',
      );
      const segments = await database.query('select from licences.list_segment');
      return [lists.length, named.length === segments.length];
    };
    expect(await left()).toEqual([2, true]);
    await database.query("update licences.kept_list set given_at = given_at - interval '36 days' where school = $1", [
      world.organisation('Viele'),
    ]);
    expect(await left()).toEqual([1, false]);
    await database.query("update licences.list_segment set named_at = now() - interval '3 days'");
    expect(await left()).toEqual([1, true]);
    await session.end();
    await dataSource.destroy();
  });

  test('is found by nobody else in the database, and not by who is bound to nothing', async () => {
    await begin();
    const dataSource = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'test' });
    const seenBy = async (kind: 'lms' | 'operator', bound: readonly `SCHOOL:${string}`[]) => {
      const session = new Session(dataSource, { kind, subject: 'x', scopes: [], bound });
      const rows = await session.manager.query('select id from licences.kept_list');
      await session.end();
      return rows.length;
    };
    expect(await seenBy('lms', [`SCHOOL:${world.organisation('Schule A1')}`])).toBe(1);
    expect(await seenBy('lms', [`SCHOOL:${world.organisation('Schule A2')}`])).toBe(0);
    expect(await seenBy('lms', [])).toBe(0);
    expect(await seenBy('operator', [])).toBe(1);
    await dataSource.destroy();
  });

  test('in memory spares the list, and then nothing is written where nothing has changed', async () => {
    const since = await begin('a1', { from: keeping });
    await until('the list is in memory', async () => {
      const { made, counts } = await statementsOf(() => changes('a1', { since, from: keeping }));
      return made.until === since && counts.licences === 1;
    });
    await database.query("update licences.title set version = version + 1 where name = 'Atome'");
    await until('it is told', async () => told(await changes('a1', { since, from: keeping })).join() === '~Atome');
  });
});

test('nothing is told to who may not read what the school may use', async () => {
  tokens.reporting = await tokenOf('reporting', `AUTHORITY:${world.organisation('Stadt A')}`);
  expect((await refusal('reporting', {})).map(({ code }) => code)).toEqual(['FORBIDDEN']);
});
