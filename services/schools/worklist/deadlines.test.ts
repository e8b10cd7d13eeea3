/** What ends or begins soon, through the gateway: who sees which rows, their sums, and the changes prepared for them. */
import { statementsOf } from '../../../test/statements';
import { codesOf } from '../../../test/system';
import { ask, data, database, system, tokenOfStaff, world } from '../../../test/worklist-world';

beforeEach(() => database.reset());

const PAGE = `totalCount sums { licences schools cents } pageInfo { hasNextPage endCursor } edges { node {
  id due licenceEnds schools licence { number price { cents } } entitlement { id status holder { name } }
  prepared { assign { licenceIds } amend { entitlements { id version } validUntil } revoke { entitlementIds } notice { licenceId version noticeOn } } note { text } } }`;
const DEADLINES = `query ($list: DeadlineList!, $within: Int, $first: Int, $after: String, $licence: ID, $holder: HolderInput,
  $amendable: Boolean) {
  deadlines(list: $list, within: $within, first: $first, after: $after, licence: $licence, holder: $holder, amendable: $amendable) { ${PAGE} } }`;

const list = async (who: string, name: string, more: object = {}) =>
  (await data(who, DEADLINES, { list: name, within: 90, first: 50, ...more })).deadlines;
const namesIn = (page: any) => page.edges.map(({ node }: any) => world.nameOfEntitlement(node.id));

test.each([
  ['Stadt A', ['Stadt endet mit Lizenz', 'A1 endet', 'Zentrum endet']],
  ['Stadt B', ['B1 endet', 'Zentrum endet']],
  ['Zentrum', ['B1 endet', 'Stadt endet mit Lizenz', 'A1 endet', 'Zentrum endet']],
  ['operator', ['B1 endet', 'Stadt endet mit Lizenz', 'A1 endet', 'Zentrum endet']],
])('%s sees the entitlements that it may read and that end soon, in the order of their ends', async (who, names) => {
  const page = await list(who, 'EXPIRING');
  expect(namesIn(page)).toEqual(names);
  expect(page.totalCount).toBe(names.length);
});

test.each([
  ['Stadt A', true, ['Stadt endet mit Lizenz', 'A1 endet']],
  ['Stadt A', false, ['Zentrum endet']],
  ['Stadt B', true, ['B1 endet']],
  ['operator', true, ['B1 endet', 'Stadt endet mit Lizenz', 'A1 endet', 'Zentrum endet']],
  ['operator', false, []],
])('%s can list only what it may change, or only the rest: %s', async (who, amendable, names) => {
  const page = await list(who, 'EXPIRING', { amendable });
  expect(namesIn(page)).toEqual(names);
  expect(page.totalCount).toBe(names.length);
  const all = await list(who, 'EXPIRING');
  expect(page.sums.schools <= all.sums.schools).toBe(true);
  const notices = await list(who, 'NOTICE_DUE', { amendable, within: 366 });
  expect(notices.totalCount).toBe(amendable ? (await list(who, 'NOTICE_DUE', { within: 366 })).totalCount : 0);
});

test('an entitlement whose licence continues at the same holder does not expire', async () => {
  await database.query('update schools.entitlement set revoked_at = now() where id = $1', [
    world.entitlement('A2 geht weiter'),
  ]);
  expect(namesIn(await list('Stadt A', 'EXPIRING'))).toEqual([
    'A2 endet',
    'Stadt endet mit Lizenz',
    'A1 endet',
    'Zentrum endet',
  ]);
});

test('only deadlines within the requested days are listed', async () => {
  expect(namesIn(await list('Zentrum', 'EXPIRING', { within: 16 }))).toEqual(['B1 endet']);
  expect(namesIn(await list('Zentrum', 'STARTING', { within: 366 }))).toEqual([
    'A2 geht weiter',
    'A1 beginnt',
    'A1 später',
  ]);
  expect(codesOf(await ask('Zentrum', DEADLINES, { list: 'EXPIRING', within: 367, first: 1 }))).toEqual([
    'BAD_USER_INPUT',
  ]);
});

test('the list can be filtered by licence and holder; foreign and unknown ones give the same empty list', async () => {
  expect(namesIn(await list('Zentrum', 'EXPIRING', { licence: world.licence('Lizenz B') }))).toEqual(['B1 endet']);
  const holder = { level: 'AUTHORITY', id: world.organisation('Stadt A') };
  expect(namesIn(await list('Zentrum', 'EXPIRING', { holder }))).toEqual(['Stadt endet mit Lizenz']);
  const foreign = await list('Stadt B', 'EXPIRING', { holder });
  expect(foreign).toEqual(await list('Stadt B', 'EXPIRING', { holder: { ...holder, id: 'NW:99999' } }));
  expect(foreign).toMatchObject({ totalCount: 0, sums: { licences: 0, schools: 0, cents: null }, edges: [] });
  for (const licence of [world.licence('Lizenz A kurz'), 'x'])
    expect(namesIn(await list('Stadt B', 'EXPIRING', { licence }))).toEqual([]);
});

test('sums count each licence and each school once, and the prices that the caller may read', async () => {
  expect((await list('Zentrum', 'EXPIRING')).sums).toEqual({ licences: 4, schools: 3, cents: 40_000 });
  expect((await list('Stadt A', 'EXPIRING')).sums).toEqual({ licences: 3, schools: 3, cents: 20_000 });
  expect((await list('Stadt B', 'EXPIRING', { within: 10 })).sums).toEqual({ licences: 0, schools: 0, cents: null });
});

test('pages go through the whole list, and a cursor of another list is refused', async () => {
  const names: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: any = await list('Zentrum', 'EXPIRING', { first: 1, after });
    names.push(...namesIn(page));
    expect(page.totalCount).toBe(4);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(names).toEqual(namesIn(await list('Zentrum', 'EXPIRING')));
  const { endCursor } = (await list('Zentrum', 'EXPIRING', { first: 1 })).pageInfo;
  const other = { list: 'STARTING', within: 90, first: 1, after: endCursor };
  expect(codesOf(await ask('Zentrum', DEADLINES, other))).toEqual(['BAD_USER_INPUT']);
});

describe('the change prepared for a row', () => {
  const rowOf = (page: any, name: string) =>
    page.edges.find(({ node }: any) => node.id === world.entitlement(name)).node;
  const AMEND = `mutation ($input: AmendEntitlementsInput!) {
    amendEntitlements(input: $input) { applied changes { outcome entitlement { endsWithLicence } } } }`;

  test('prolongs what ends before its licence, and is the input as it is', async () => {
    const { prepared } = rowOf(await list('Stadt A', 'EXPIRING'), 'A1 endet');
    expect(prepared).toMatchObject({ assign: null, revoke: null });
    const { amendEntitlements } = await data('Stadt A', AMEND, { input: prepared.amend });
    expect(amendEntitlements).toEqual({
      applied: true,
      changes: [{ outcome: 'CHANGED', entitlement: { endsWithLicence: true } }],
    });
    expect(namesIn(await list('Stadt A', 'EXPIRING'))).not.toContain('A1 endet');
  });

  test('does not prolong what a colleague has changed since', async () => {
    const { prepared } = rowOf(await list('Stadt A', 'EXPIRING'), 'A1 endet');
    await data('Stadt A', AMEND, { input: { ...prepared.amend, validUntil: null } });
    const { amendEntitlements } = await data('Stadt A', AMEND, { input: prepared.amend });
    expect(amendEntitlements).toMatchObject({ applied: false, changes: [{ outcome: 'CHANGED_SINCE' }] });
  });

  describe('of a licence that runs for days', () => {
    const runsFor = (days: number) =>
      database.query(
        "update licences.licence_terms set term_kind = 'DURATION', duration_days = $2 where licence_id = $1",
        [world.licence('Lizenz A'), days],
      );
    const daysSince = (day: string) => Math.floor((Date.now() - Date.parse(day)) / 86_400_000);

    test('prolongs what ends before its days have passed until they have', async () => {
      await runsFor(daysSince('2024-01-01') + 60);
      const { licenceEnds, prepared } = rowOf(await list('Stadt A', 'EXPIRING'), 'A1 endet');
      expect(licenceEnds).toBe(false);
      const { amendEntitlements } = await data('Stadt A', AMEND, { input: prepared.amend });
      expect(amendEntitlements).toMatchObject({ applied: true, changes: [{ outcome: 'CHANGED' }] });
      expect(rowOf(await list('Stadt A', 'EXPIRING'), 'A1 endet')).toMatchObject({ licenceEnds: true, prepared: null });
    });

    test('does not exist where it ends with its days, which the row says', async () => {
      await runsFor(daysSince('2024-01-01') + 30);
      expect(rowOf(await list('Stadt A', 'EXPIRING'), 'A1 endet')).toMatchObject({ licenceEnds: true, prepared: null });
    });
  });

  test('does not exist where it ends with its licence, which the row says', async () => {
    expect(rowOf(await list('Stadt A', 'EXPIRING'), 'Stadt endet mit Lizenz')).toMatchObject({
      licenceEnds: true,
      schools: 2,
      prepared: null,
    });
  });

  test('revokes what has not begun', async () => {
    const { prepared } = rowOf(await list('Zentrum', 'STARTING'), 'A1 beginnt');
    const REVOKE = 'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }';
    expect(await data('Zentrum', REVOKE, { input: prepared.revoke })).toEqual({ revokeEntitlements: { changed: 1 } });
    expect(namesIn(await list('Zentrum', 'STARTING'))).toEqual(['A2 geht weiter']);
  });

  test('records that notice was given, so that nothing more is due, and is the input as it is', async () => {
    await database.query(
      `insert into licences.agreement (licence_id, notice_on) select id, current_date + 30 from unnest($1::bigint[]) as id`,
      [[world.licence('Lizenz A'), world.licence('Lizenz B')]],
    );
    const due = await list('Stadt A', 'NOTICE_DUE');
    expect(due.edges).toMatchObject([
      { node: { prepared: { notice: { licenceId: world.licence('Lizenz A'), version: 1, noticeOn: null } } } },
    ]);
    const NOTICE = 'mutation ($input: AmendLicenceInput!) { amendLicence(input: $input) { outcome } }';
    const send = (who: string) => ask(who, NOTICE, { input: due.edges[0].node.prepared.notice });
    expect(codesOf(await send('Stadt B'))).toEqual(['FORBIDDEN']);
    expect((await send('Stadt A')).data).toEqual({ amendLicence: { outcome: 'AMENDED' } });
    expect((await list('Zentrum', 'NOTICE_DUE')).totalCount).toBe(1);
    expect((await send('Stadt A')).data).toEqual({ amendLicence: { outcome: 'OUTDATED' } });
  });

  test('does not exist where the caller may not change it', async () => {
    expect(rowOf(await list('Stadt A', 'EXPIRING'), 'Zentrum endet')).toMatchObject({
      prepared: null,
      licence: { price: null },
    });
    expect(rowOf(await list('Stadt A', 'STARTING'), 'A1 beginnt').prepared).toBeNull();
  });
});

test('a page takes the same statements, however many rows it has', async () => {
  const token = await tokenOfStaff('Zentrum');
  const count = async (first: number) => {
    const asked = () => system.ask(token, DEADLINES, { list: 'EXPIRING', within: 90, first });
    await asked();
    const { made, counts } = await statementsOf(asked);
    expect(made.data.deadlines.edges).toHaveLength(first);
    return counts;
  };
  expect(await count(4)).toEqual(await count(1));
});
