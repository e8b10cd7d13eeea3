/** The change feed as platforms use it, through the gateway. change-feed.property.test.ts has random histories. */
import { Client } from 'pg';
import {
  type Asking,
  begin,
  changes,
  database,
  EXPIRED,
  refusal,
  system,
  tokens,
  told,
  world,
} from './change-feed-world';
import { statementsOf } from './statements';
import { tokenOf } from './system';
import { until } from './until';

describe('the feed holds', () => {
  test('at first everything that the school may use, with its decision, also while all seats are taken', async () => {
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

  test('what a mutation has closed, and the new decision', async () => {
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

  test('what has ended by itself, without a write', async () => {
    await database.query(
      "update schools.entitlement set valid = tstzrange(lower(valid), now() + interval '2 seconds') where id = $1",
      [world.entitlement('Stadt')],
    );
    const since = await begin();
    await until('it has ended', async () => (await changes('a1', { since })).edges.length > 0);
    expect(told(await changes('a1', { since }))).toEqual(['-Atome', '-Bienen', '-Chemie', '-Delfine']);
  });

  test('what was changed for the past, and another decision about the same titles', async () => {
    const since = await begin();
    await database.query("update schools.entitlement set valid = '[2024-08-01,2030-08-01)' where id = $1", [
      world.entitlement('Stadt'),
    ]);
    await database.query("update licences.title set withdrawn_at = '2025-01-01' where name = 'Bienen'");
    const next = await changes('a1', { since });
    expect(told(next)).toEqual(['-Bienen', '~Atome', '~Chemie', '~Delfine']);
    expect(next.edges.at(-1).node.validUntil).toBe('2030-08-01T00:00:00.000Z');
  });

  test('what a transaction commits after the cursor was given, even if it began before', async () => {
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

  test('a title that was imported again, and one that is no longer in the catalogue', async () => {
    const since = await begin();
    await database.query("update licences.title set version = version + 1 where name = 'Chemie'");
    await database.query('delete from licences.package_title where title_id = $1', [world.title('Delfine')]);
    await database.query('delete from licences.title where id = $1', [world.title('Delfine')]);
    const next = await changes('a1', { since });
    expect(told(next)).toEqual(['-undefined', '~Chemie']);
    expect(next.edges.map(({ node }: any) => node.titleId)).toContain(world.title('Delfine'));
  });

  test('what a school lost and gained that moved to another authority', async () => {
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
  test('make up one list, whatever changes between them', async () => {
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

  test('belong to their own difference only', async () => {
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

test('a caller that may not read what the school may use gets nothing', async () => {
  tokens.reporting = await tokenOf('reporting', `AUTHORITY:${world.organisation('Stadt A')}`);
  expect((await refusal('reporting', {})).map(({ code }) => code)).toEqual(['FORBIDDEN']);
});
