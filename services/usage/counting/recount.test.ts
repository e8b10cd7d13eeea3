import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ZONE } from '../../../access/calendar';
import { type EntityTransaction, ownerTransactions } from '../../../database/queryable';
import { createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';
import { countUses } from './count-uses';
import { type RecountProgress, recountMonth } from './recount';

const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
const SCHOOLS = Array.from({ length: 60 }, (_, at) => `SCHOOL${at}`);
const NOW = DateTime.now().setZone(ZONE);
const USED_AT = NOW.minus({ months: 1 }).startOf('month').plus({ days: 9 });
const MONTH = USED_AT.toFormat('yyyy-MM');

let world: UsageWorld;
let schools: string[];
let film: string;
beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY' },
    schools: Object.fromEntries(SCHOOLS.map((name, at) => [name, { belongsTo: [{ to: at < 55 ? 'CITY' : 'TOWN' }] }])),
    titles: { FILM: {} },
    packages: { PACKAGE: [{ title: 'FILM' }] },
    licences: {
      LICENCE: { owner: 'CITY', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'PACKAGE' }] },
    },
    entitlements: { ENTITLEMENT: { licence: 'LICENCE', holder: 'CITY', from: '2020-01-01' } },
  });
  schools = SCHOOLS.map((name) => seeded.organisation(name));
  film = seeded.title('FILM');
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.deleteUses();
  await record(schools);
  await countUses(world.transact);
});

async function record(at: readonly string[]): Promise<void> {
  const use = { title: film, action: 'STREAM', usedAt: USED_AT.toISO() };
  const events = at.map((school) => ({ ...use, id: randomUUID(), school }));
  const { data, error } = await world.ask(OPERATOR, RECORD, { events }, { now: NOW.toISO() as string });
  expect(error ?? data.recordUsage).toEqual({ recorded: events.length });
}

function recount(month = MONTH, transaction = (db: EntityTransaction) => db) {
  const steps: RecountProgress[] = [];
  return ownerTransactions(world.ownerUrl, (transact) =>
    transact(async (db) => ({ ...(await recountMonth(transaction(db), month, (step) => steps.push(step))), steps })),
  );
}

/** In all, and by licence: those of the entitlement, and those of none. */
async function streams(): Promise<number[]> {
  const [row] = await world.query<{ all: number; opened: number; others: number }>(
    `select (select coalesce(sum(streams), 0)::int from usage.monthly_sum) as all,
       coalesce(sum(streams) filter (where licence_id <> 0), 0)::int as opened,
       coalesce(sum(streams) filter (where licence_id = 0), 0)::int as others from usage.licence_sum`,
  );
  return [row?.all, row?.opened, row?.others] as number[];
}

test('a recount of sums that are right changes nothing, and says how far it is', async () => {
  expect(await recount()).toEqual({
    reports: 60,
    corrected: { monthly: 0, licence: 0 },
    steps: [50, 55, 60].map((reports) => ({ reports, of: 60 })),
  });
  expect(await streams()).toEqual([60, 55, 5]);
});

test('a recount mends what is wrong, too much and missing', async () => {
  await world.query('update usage.monthly_sum set streams = streams + 3 where title_id = $1', [film]);
  await world.query('delete from usage.licence_sum where licence_id = 0');
  await world.query("update usage.licence_sum set audience = 'PUPIL'");
  expect((await recount()).corrected).toEqual({ monthly: 60, licence: 115 });
  expect(await streams()).toEqual([60, 55, 5]);
  expect(await world.query("select from usage.licence_sum where audience = 'PUPIL'")).toEqual([]);
});

test('readers see the sums before or those after, and what is recorded meanwhile is counted afterwards', async () => {
  await world.query('update usage.monthly_sum set streams = 100');
  const seen: number[][] = [];
  await recount(MONTH, (db) => ({
    ...db,
    manager: db.manager,
    async query(statement, parameters) {
      const rows = await db.query(statement, parameters);
      if (statement.label === 'findMonthlyDifference') await record(schools.slice(0, 2));
      seen.push(await streams());
      return rows;
    },
  }));
  expect(new Set(seen.map(([all]) => all))).toEqual(new Set([6_000]));
  expect(await streams()).toEqual([60, 57, 5]);
  await countUses(world.transact);
  expect(await streams()).toEqual([66, 61, 5]);
});

test('an entitlement that was entered later with an earlier beginning is in the figures after a recount', async () => {
  await world.query(`update schools.entitlement set valid = '[2020-01-01,2021-01-01)'`);
  await countUses(world.transact);
  expect(await streams()).toEqual([60, 55, 5]);
  await recount();
  expect(await streams()).toEqual([60, 0, 60]);
  await world.query(`update schools.entitlement set valid = '[2020-01-01,)'`);
});

test('a month without uses is refused', async () => {
  await expect(recount('2019-01')).rejects.toThrow('No uses of 2019-01 were recorded. Name a month with uses.');
});

test.each([
  ['all', () => world.query(`drop table usage.event_${MONTH.replace('-', '_')}`)],
  [
    'some',
    () => world.query('delete from usage.event where authority_id = (select min(authority_id) from usage.event)'),
  ],
])('a month whose events are gone, %s of them, is refused, and its figures stay', async (_, forget) => {
  await forget();
  await expect(recount()).rejects.toThrow(
    `The events of ${MONTH} are no longer kept, or not all of them, so it cannot be recounted. Its figures stay as they are.`,
  );
  expect(await streams()).toEqual([60, 55, 5]);
});
