/** The cursors of the change feed, and the lists that the service keeps for them. */
import { SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { deleteExpiredLists, LIST_KEPT_DAYS, MAX_LISTS } from '../services/licences/change-feed/kept-list-queries';
import { Session } from '../services/subgraph/database/session';
import { begin, changes, database, EXPIRED, keeping, refusal, told, world } from './change-feed-world';
import { statementsOf } from './statements';
import { until } from './until';

describe('a cursor', () => {
  test('is refused for another school, right, audience, caller and kind, in the same words as a text that is not a cursor', async () => {
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

  test('of a school out of reach is refused like the school', async () => {
    const since = await begin('a1');
    const [foreign] = await refusal('cityB', { since });
    const [none] = await refusal('cityB', { since: 'x' });
    expect(foreign).toEqual(none);
    expect(foreign?.code).toBe('FORBIDDEN');
  });

  test('is the same for callers with the same organisations, in whatever order', async () => {
    const since = await begin('both');
    expect((await changes('bothTurned', { since })).edges).toEqual([]);
  });

  test('is valid for 35 days after it was last given', async () => {
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

  test('two simultaneous platforms get one list', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => changes('a1')));
    expect(new Set(all.map(({ until: cursor }) => cursor)).size).toBe(1);
    expect(await database.query('select from licences.kept_list')).toHaveLength(1);
  });
});

describe('what is kept', () => {
  test('is bounded for each school, right and audience: the oldest list is dropped', async () => {
    const since = await begin();
    const other = await begin('a1', { audience: 'PUPIL' });
    await database.query("update licences.kept_list set given_at = given_at - interval '1 hour'");
    await database.query(
      `insert into licences.kept_list (kind, bound, school, usage_right, audience, digest, segments, decisions, given_at)
       select kind, bound, school, usage_right, audience, gen_random_uuid(), segments, decisions, given_at + interval '1 minute'
       from licences.kept_list, generate_series(1, $1::int) where audience = 'TEACHER'`,
      [MAX_LISTS - 1],
    );
    await database.query("update licences.title set version = version + 1 where name = 'Atome'");
    expect(told(await changes('a1'))).toHaveLength(6);
    expect(await refusal('a1', { since })).toEqual(EXPIRED);
    expect((await changes('a1', { since: other, audience: 'PUPIL' })).edges).toHaveLength(1);
    const lists = await database.query("select from licences.kept_list where audience = 'TEACHER'");
    expect(lists).toHaveLength(MAX_LISTS);
  });

  test('is shared by the schools and callers that have the same list', async () => {
    await begin('a2', { school: 'Schule A2' });
    const segments = await database.query('select from licences.list_segment');
    await begin('cityA', { school: 'Schule A2' });
    await begin('operator', { school: 'Schule A2' });
    expect(await database.query('select from licences.kept_list')).toHaveLength(3);
    expect(await database.query('select from licences.list_segment')).toHaveLength(segments.length);
  });

  test('ends with its time, and segments once no list names them; new ones stay', async () => {
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

  test('is visible to no other caller in the database, nor to one that is bound to nothing', async () => {
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

  test('in memory saves making the list again, and writing where nothing has changed', async () => {
    const since = await begin('a1', { from: keeping });
    await until('the list is in memory', async () => {
      const { made, counts } = await statementsOf(() => changes('a1', { since, from: keeping }));
      return made.until === since && counts.licences === 1;
    });
    await database.query("update licences.title set version = version + 1 where name = 'Atome'");
    await until('it is told', async () => told(await changes('a1', { since, from: keeping })).join() === '~Atome');
  });
});
