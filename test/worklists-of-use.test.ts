/**
 * Worklists of use, through the gateway. Their rows come from the usage service, and their licences and notes by
 * federation from other services. The change that a row prepares is the input of a mutation of another service.
 */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ZONE } from '../access/calendar';
import { type OrganisationKey, SCOPES_OF_KIND } from '../caller/caller';
import { countRecorded } from './count-recorded';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';
import { statementsOf } from './statements';
import { codesOf, type System, startSystem, tokenOf, tokenWith } from './system';

const NOW = DateTime.now().setZone(ZONE);
const LEVELS = ['STATE', 'MEDIA_CENTRE', 'AUTHORITY', 'SCHOOL'] as const;
const licence = (owner: string, title: string, more = {}) => ({
  owner,
  heldAt: LEVELS,
  rights: ['STREAM', 'DOWNLOAD'] as const,
  packages: [{ package: title }],
  ...more,
});
const TITLES = ['Alt', 'Neu', 'Nie', 'Frisch', 'Voll', 'Gewünscht', 'Offen'];

let database: TestDatabase;
let world: SeededWorld;
let system: System;

beforeAll(async () => {
  database = await createTestDatabase();
  const from = '2024-01-01';
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY', Fremde: 'AUTHORITY', Zentrum: 'MEDIA_CENTRE' },
    schools: {
      Erste: { belongsTo: [{ to: 'Stadt' }, { to: 'Zentrum' }] },
      Zweite: { belongsTo: [{ to: 'Stadt' }, { to: 'Zentrum' }] },
      Dritte: { belongsTo: [{ to: 'Fremde' }] },
    },
    titles: Object.fromEntries(TITLES.map((title) => [title, {}])),
    packages: Object.fromEntries(TITLES.map((title) => [title, [{ title }]])),
    licences: {
      'L alt': licence('Stadt', 'Alt'),
      'L neu': licence('Stadt', 'Neu'),
      'L nie': licence('Stadt', 'Nie', { term: { from: '2026-01-01', until: '2028-01-01' } }),
      'L frisch': licence('Stadt', 'Frisch'),
      'L voll': licence('Stadt', 'Voll', { seats: 1 }),
      'L angebot': licence('Stadt', 'Gewünscht'),
      'L offen': licence('Zentrum', 'Offen'),
      'L fremd': licence('Fremde', 'Nie'),
    },
    entitlements: {
      alt: { licence: 'L alt', holder: 'Stadt', from },
      neu: { licence: 'L neu', holder: 'Stadt', from },
      nie: { licence: 'L nie', holder: 'Erste', from },
      'nie auch': { licence: 'L nie', holder: 'Zweite', from },
      frisch: { licence: 'L frisch', holder: 'Stadt', from: NOW.minus({ days: 3 }).toISO() as string },
      voll: { licence: 'L voll', holder: 'Stadt', from },
      offen: { licence: 'L offen', holder: 'Zentrum', from },
      fremd: { licence: 'L fremd', holder: 'Fremde', from },
    },
  });
  await database.query(bought('true', '36500'));
  system = await startSystem(database);
  const uses = [
    use('Erste', 'Alt', 'STREAM', 45),
    use('Erste', 'Neu', 'STREAM', 41),
    use('Erste', 'Neu', 'DOWNLOAD', 39),
    use('Erste', 'Voll', 'STREAM', 1),
    ...Array.from({ length: 7 }, () => use('Zweite', 'Voll', 'LIMIT_EXCEEDED', 1)),
    ...Array.from({ length: 4 }, () => use('Erste', 'Gewünscht', 'NOT_LICENSED', 1)),
    use('Zweite', 'Offen', 'NOT_LICENSED', 1),
    use('Dritte', 'Gewünscht', 'NOT_LICENSED', 1),
    use('Erste', 'Offen', 'STREAM', 1),
  ];
  const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  const { data } = await system.ask(await tokenOf('operator'), RECORD, { events: uses });
  expect(data.recordUsage.recorded).toBe(uses.length);
  await countRecorded(database);
  await database.keep();
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});
beforeEach(() => database.reset());

function use(school: string, title: string, action: string, daysAgo: number) {
  const usedAt = NOW.minus({ days: daysAgo }).startOf('day').plus({ hours: 1 }).toUTC().toISO();
  return { id: randomUUID(), school: world.organisation(school), title: world.title(title), action, usedAt };
}

async function tokenFor(name: string, kind: 'licensing' | 'reporting' = 'licensing', subject = 'Anna') {
  const level = { Stadt: 'AUTHORITY', Fremde: 'AUTHORITY', Zentrum: 'MEDIA_CENTRE' }[name];
  const bound = [`${level}:${world.organisation(name)}` as OrganisationKey];
  return tokenWith({ kind, subject, bound, scopes: SCOPES_OF_KIND[kind] });
}
async function data(name: string, query: string, variables: object = {}, kind?: 'reporting'): Promise<any> {
  const answer = await system.ask(await tokenFor(name, kind), query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

const NOTE = 'note { text assignee version organisation { name } }';
const UNUSED = `query ($days: Int, $first: Int, $after: String, $state: NoteState, $amendable: Boolean) {
  licencesUnused(days: $days, first: $first, after: $after, state: $state, amendable: $amendable) {
    totalCount roundedTo isComplete totalCents sums { licences schools cents } pageInfo { hasNextPage endCursor }
    edges { node { name schools cents licence { number owner { name } } ${NOTE} prepared { assign { licenceIds } revoke { entitlementIds } } } } } }`;
/** Dashboards may read only the name of a licence, and get no prepared changes. */
const unused = async (name: string, variables: object = {}, kind?: 'reporting') => {
  const query = kind ? UNUSED.replace(/ licence \{.*$/m, ` ${NOTE} } } } }`) : UNUSED;
  return (await data(name, query, { days: 40, ...variables }, kind)).licencesUnused;
};
const namesIn = (list: any) => list.edges.map(({ node }: any) => node.name);
const NOTING = 'mutation ($input: NoteWorklistInput!) { noteWorklist(input: $input) { applied } }';

describe('licences without use', () => {
  test('are counted to the day: used 39 days ago is not unused for 40 days, and assigned 3 days ago is not either', async () => {
    const list = await unused('Stadt');
    expect(namesIn(list)).toEqual(['L alt', 'L nie']);
    expect(list).toMatchObject({ totalCount: 2, roundedTo: 1, isComplete: true });
    expect(list.sums).toEqual({ licences: 2, schools: 2, cents: list.totalCents });
    expect((await unused('Stadt', { first: 1 })).sums).toEqual(list.sums);
    expect(namesIn(await unused('Stadt', { days: 39 }))).toEqual(['L alt', 'L neu', 'L nie']);
    expect(namesIn(await unused('Stadt', { days: 46 }))).toEqual(['L nie']);
    expect(namesIn(await unused('Fremde'))).toEqual(['L fremd']);
  });

  test('come with their licences and with what can be ended: the prepared change is the input', async () => {
    const { edges } = await unused('Stadt');
    const { node } = edges.find(({ node: { name } }: any) => name === 'L nie');
    expect(node).toMatchObject({ schools: 2, licence: { number: 'L nie', owner: { name: 'Stadt' } }, note: null });
    expect(node.prepared.revoke.entitlementIds).toEqual([world.entitlement('nie'), world.entitlement('nie auch')]);
    const REVOKE = 'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }';
    expect(await data('Stadt', REVOKE, { input: node.prepared.revoke })).toEqual({
      revokeEntitlements: { changed: 2 },
    });
    expect(namesIn(await unused('Stadt'))).toEqual(['L alt']);
  });

  test('can be limited to those that can be ended, or to all others', async () => {
    const today = { days: 1 };
    expect(namesIn(await unused('Stadt', today))).toEqual(
      ['L alt', 'L neu', 'L nie', 'L frisch', 'L offen', 'L voll'].sort(),
    );
    const mine = await unused('Stadt', { ...today, amendable: true });
    expect(namesIn(mine)).not.toContain('L offen');
    expect(mine.edges.every(({ node }: any) => node.prepared !== null)).toBe(true);
    expect(mine).toMatchObject({ totalCount: 5, sums: { licences: 5, cents: mine.totalCents } });
    const others = await unused('Stadt', { ...today, amendable: false });
    expect(others).toMatchObject({ totalCount: 1, edges: [{ node: { name: 'L offen', prepared: null } }] });
    expect(namesIn(await unused('Stadt', { ...today, amendable: true }, 'reporting'))).toEqual([]);
  });

  test('go on to the next page with the same choice only', async () => {
    const { pageInfo } = await unused('Stadt', { days: 1, first: 1, amendable: true });
    const next = await unused('Stadt', { days: 1, amendable: true, after: pageInfo.endCursor });
    expect(next.edges).toHaveLength(4);
    const answer = await system.ask(await tokenFor('Stadt'), UNUSED, { days: 1, after: pageInfo.endCursor });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });

  test('have no prepared change for callers who may not end them', async () => {
    const token = await tokenFor('Stadt', 'reporting');
    expect(codesOf(await system.ask(token, UNUSED, { days: 40 }))).toContain('FORBIDDEN');
  });

  test('are snoozed by a note in another service, for colleagues only', async () => {
    const input = {
      list: 'UNUSED',
      rows: [{ id: world.licence('L nie') }],
      snoozedUntil: NOW.plus({ days: 9 }).toISO(),
      assignee: 'Bernd',
      text: 'Haushalt',
    };
    expect(await data('Stadt', NOTING, { input })).toEqual({ noteWorklist: { applied: true } });
    expect(namesIn(await unused('Stadt'))).toEqual(['L alt']);
    const snoozed = await unused('Stadt', { state: 'SNOOZED' });
    expect(snoozed.edges).toMatchObject([
      {
        node: {
          name: 'L nie',
          note: { text: 'Haushalt', assignee: 'Bernd', version: 1, organisation: { name: 'Stadt' } },
        },
      },
    ]);
    for (const [name, kind] of [['Zentrum'], ['Stadt', 'reporting']] as const)
      expect(namesIn(await unused(name, {}, kind))).toContain('L nie');
  });

  test('take the same number of statements, however many they are', async () => {
    const token = await tokenFor('Stadt');
    const countOf = async (first: number) => {
      const asked = () => system.ask(token, UNUSED, { days: 39, first });
      await asked();
      const { made, counts } = await statementsOf(asked);
      expect(made.data.licencesUnused.edges).toHaveLength(first);
      return counts;
    };
    expect(await countOf(3)).toEqual(await countOf(1));
  });

  test.each([0, 367])('for %i days is refused', async (days) => {
    expect(codesOf(await system.ask(await tokenFor('Stadt'), UNUSED, { days }))).toEqual(['BAD_USER_INPUT']);
  });
});

const months = { from: NOW.minus({ days: 1 }).toFormat('yyyy-MM'), until: NOW.toFormat('yyyy-MM') };
const DEMAND = `query ($from: String!, $until: String!, $state: NoteState) {
  titlesInDemand(from: $from, until: $until, state: $state) {
    totalCount roundedTo totals { notLicensed } edges { node { title { id name } notLicensed cheapestOffer { number }
      ${NOTE} obstacle prepared { assign { licenceIds holders { level id } } } } } } }`;

describe('titles that were wanted', () => {
  const demand = async (name: string, more = {}, kind?: 'reporting') =>
    (await data(name, DEMAND, { ...months, ...more }, kind)).titlesInDemand;
  const titlesIn = (list: any) => list.edges.map(({ node }: any) => node.title.name);

  test('are those that are not open to all schools now', async () => {
    const list = await demand('Stadt');
    expect(titlesIn(list)).toEqual(['Gewünscht']);
    expect(list).toMatchObject({ totalCount: 1, totals: { notLicensed: 5 }, edges: [{ node: { notLicensed: 4 } }] });
    await database.query('update schools.entitlement set revoked_at = now() where id = $1', [
      world.entitlement('offen'),
    ]);
    expect(titlesIn(await demand('Stadt'))).toEqual(['Gewünscht', 'Offen']);
  });

  test('come with the offer that can be assigned: the prepared change is the input, and afterwards they are gone', async () => {
    const [{ node }] = (await demand('Stadt')).edges;
    expect(node).toMatchObject({
      cheapestOffer: { number: 'L angebot' },
      prepared: { assign: { holders: [{ level: 'AUTHORITY', id: world.organisation('Stadt') }] } },
    });
    const ASSIGN = 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }';
    expect(await data('Stadt', ASSIGN, { input: node.prepared.assign })).toEqual({
      assignEntitlements: { assigned: 1 },
    });
    expect(titlesIn(await demand('Stadt'))).toEqual([]);
  });

  test('show organisations above the owner the offer for the owner: they could not hold it themselves', async () => {
    await database.query(
      `update licences.licence_terms set holder_levels = '{AUTHORITY,SCHOOL}' where licence_id = $1`,
      [world.licence('L angebot')],
    );
    const [{ node }] = (await demand('Zentrum')).edges;
    expect(node.prepared.assign.holders).toEqual([{ level: 'AUTHORITY', id: world.organisation('Stadt') }]);
    const TRIED =
      'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned refused } }';
    expect(await data('Zentrum', TRIED, { input: { ...node.prepared.assign, preview: true } })).toEqual({
      assignEntitlements: { assigned: 1, refused: 0 },
    });
  });

  describe('of which only some schools may hold the offer', () => {
    const heldAt = (...levels: string[]) =>
      database.query('update licences.licence_terms set holder_levels = $2 where licence_id = $1', [
        world.licence('L angebot'),
        levels,
      ]);
    const only = async (who: string) => (await demand(who)).edges[0].node;
    beforeEach(() => heldAt('SCHOOL'));

    test('prepare an assignment to the schools that wanted them and belong to the owner', async () => {
      expect(await only('Stadt')).toMatchObject({
        obstacle: null,
        prepared: { assign: { holders: [{ level: 'SCHOOL', id: world.organisation('Erste') }] } },
      });
      expect((await only('Zentrum')).prepared.assign.holders).toHaveLength(1);
    });

    test('say where no school wanted them often enough to be shown', async () => {
      await database.query(
        `with few as (update usage.monthly_sum set not_licensed = 2 where not_licensed = 4 returning *)
         insert into usage.monthly_sum
         select (jsonb_populate_record(null::usage.monthly_sum, to_jsonb(few) || jsonb_build_object('school_id', o.id))).*
         from few, schools.organisation o where o.external_id = $1`,
        [world.organisation('Zweite')],
      );
      expect(await only('Zentrum')).toMatchObject({ obstacle: 'TOO_FEW_DENIALS', prepared: null });
      expect((await only('Stadt')).prepared.assign.holders).toHaveLength(2);
    });

    test('say where these schools already have the offer, and where neither they nor the owner may hold it', async () => {
      await heldAt('DISTRICT');
      expect(await only('Stadt')).toMatchObject({ obstacle: 'LEVEL_NOT_ALLOWED', prepared: null });
      await heldAt('SCHOOL');
      const ASSIGN = 'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }';
      await data('Stadt', ASSIGN, { input: (await only('Stadt')).prepared.assign });
      expect(await only('Stadt')).toMatchObject({ obstacle: 'ALREADY_ASSIGNED', prepared: null });
    });
  });

  test('say where no licence that covers them was bought, or only one for others', async () => {
    await database.query(
      `update licences.contract set owner_id = (select id from schools.organisation where external_id = $2) where licence_id = $1`,
      [world.licence('L angebot'), world.organisation('Zweite')],
    );
    expect((await demand('Zentrum')).edges[0].node).toMatchObject({ obstacle: 'OUTSIDE_TERRITORY', prepared: null });
    await database.query('delete from licences.package_title where title_id = $1', [world.title('Gewünscht')]);
    expect((await demand('Stadt')).edges[0].node).toMatchObject({ obstacle: 'NO_OFFER', prepared: null });
  });

  test('can have notes, and stay in the totals', async () => {
    const snoozedUntil = NOW.plus({ days: 1 }).toISO();
    const input = { list: 'IN_DEMAND', rows: [{ id: world.title('Gewünscht') }], snoozedUntil };
    await data('Stadt', NOTING, { input });
    expect(await demand('Stadt')).toMatchObject({ totalCount: 0, totals: { notLicensed: 5 }, edges: [] });
    expect(titlesIn(await demand('Stadt', { state: 'ALL' }))).toEqual(['Gewünscht']);
  });

  test('are rounded for those above: fewer than three are none', async () => {
    await database.query('update usage.monthly_sum set not_licensed = 2 where not_licensed = 4');
    expect(await demand('Zentrum')).toMatchObject({ totalCount: 0, roundedTo: 5 });
    expect(titlesIn(await demand('Stadt'))).toEqual(['Gewünscht']);
  });
});

const MORE_SEATS = 'prepared { assign { licenceIds } seats { licenceId version seats } }';
const SEATS = `query ($from: String!, $until: String!, $state: NoteState, $assignedTo: NoteAssignee, $amendable: Boolean) {
  licencesWithFullSeats(from: $from, until: $until, state: $state, assignedTo: $assignedTo, amendable: $amendable) {
    totalCount roundedTo isComplete sums { licences schools cents } edges { node { name seats limitExceeded requests licence { number } ${NOTE} ${MORE_SEATS} } } } }`;

describe('licences of which all seats were taken', () => {
  const full = async (name: string, more = {}) =>
    (await data(name, SEATS, { ...months, ...more })).licencesWithFullSeats;

  test('come with how often, rounded for those above', async () => {
    const seats = { licenceId: world.licence('L voll'), version: 1, seats: 2 };
    const row = {
      name: 'L voll',
      seats: 1,
      licence: { number: 'L voll' },
      note: null,
      prepared: { assign: null, seats },
    };
    expect(await full('Stadt')).toEqual({
      totalCount: 1,
      roundedTo: 1,
      isComplete: true,
      sums: { licences: 1, schools: 2, cents: null },
      edges: [{ node: { ...row, limitExceeded: 7, requests: 1 } }],
    });
    expect((await full('Zentrum')).edges).toEqual([{ node: { ...row, limitExceeded: 5, requests: 0 } }]);
    expect(await full('Fremde')).toMatchObject({ edges: [], sums: { licences: 0, schools: 0, cents: null } });
  });

  test('can get more seats: the prepared change is the input', async () => {
    const [{ node }] = (await full('Stadt')).edges;
    const AMEND = 'mutation ($input: AmendLicenceInput!) { amendLicence(input: $input) { outcome licence { seats } } }';
    const more = { ...node.prepared.seats, seats: 5 };
    expect(await data('Stadt', AMEND, { input: more })).toEqual({
      amendLicence: { outcome: 'AMENDED', licence: { seats: 5 } },
    });
    expect((await full('Stadt')).edges).toMatchObject([
      { node: { seats: 5, prepared: { seats: { version: 2, seats: 6 } } } },
    ]);
  });

  test('can have notes', async () => {
    const input = {
      list: 'SEATS_FULL',
      rows: [{ id: world.licence('L voll') }],
      snoozedUntil: NOW.plus({ days: 1 }).toISO(),
    };
    await data('Stadt', NOTING, { input });
    expect((await full('Stadt')).edges).toEqual([]);
    expect((await full('Stadt', { state: 'SNOOZED' })).totalCount).toBe(1);
  });

  test('can be limited to those that may be amended, and to those that are assigned to the caller', async () => {
    const one = { totalCount: 1, sums: { licences: 1 }, edges: [{ node: { name: 'L voll' } }] };
    const none = { totalCount: 0, sums: { licences: 0 }, edges: [] };
    expect(await full('Stadt', { amendable: true })).toMatchObject(one);
    expect(await full('Stadt', { amendable: false })).toMatchObject(none);
    const ofReader = async (amendable: boolean) =>
      (
        await data(
          'Stadt',
          SEATS.replace(/ sums .*$/m, ' edges { node { name } } } }'),
          { ...months, amendable },
          'reporting',
        )
      ).licencesWithFullSeats;
    expect(await ofReader(true)).toMatchObject({ totalCount: 0, edges: [] });
    expect(await ofReader(false)).toMatchObject({ totalCount: 1 });
    expect(await full('Stadt', { assignedTo: 'ME' })).toMatchObject(none);
    const mine = { list: 'SEATS_FULL', rows: [{ id: world.licence('L voll') }], assignee: 'Anna' };
    await data('Stadt', NOTING, { input: mine });
    expect(await full('Stadt', { assignedTo: 'ME' })).toMatchObject(one);
  });
});
