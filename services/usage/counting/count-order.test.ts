/** In which order what waits is counted. */
import type { Transact } from '../../../database/queryable';
import { createUsageWorld, type UsageWorld } from '../../../test/usage-world';
import { countUses } from './count-uses';

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
  await world.seed({
    organisations: { CITY: 'AUTHORITY' },
    schools: Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`SCHOOL${at}`, { belongsTo: [{ to: 'CITY' }] }]),
    ),
    titles: {},
  });
});
afterAll(() => world.close());
beforeEach(() => world.deleteUses());

/** @param since by month, when the first of its uses was recorded */
async function waiting(since: Record<string, string>, schools = 1): Promise<void> {
  await world.query(
    `insert into usage.coverage (authority_id, school_id, client, month, last_used_at, last_reported_at, uncounted_since)
     select m.organisation_id, m.school_id, 'moodle', (waits.month || '-01')::date, now(), now(), waits.since::timestamptz
     from directory.membership m, jsonb_each_text($1) as waits (month, since)
     where m.level = 'AUTHORITY' and m.school_id in (
       select school_id from directory.membership where level = 'AUTHORITY' order by school_id limit $2)`,
    [since, schools],
  );
}

/** The months of which some were counted, by transactions; the first one only looks. */
async function order(isOver?: () => boolean): Promise<string[][]> {
  const seen: string[][] = [];
  const left = async () => {
    const rows = await world.query<{ month: string }>(
      `select to_char(month, 'YYYY-MM') as month from usage.coverage where uncounted_since is not null`,
    );
    return rows.map(({ month }) => month);
  };
  let before = await left();
  const watched: Transact = async (work) => {
    const made = await world.transact(work);
    const after = await left();
    const counted = before.filter(
      (month) => before.filter((one) => one === month).length > after.filter((one) => one === month).length,
    );
    seen.push([...new Set(counted)]);
    before = after;
    return made;
  };
  await countUses(watched, isOver);
  return seen;
}

test('what waits longest has a turn, then come the newest months', async () => {
  await waiting({
    '2024-12': '2025-03-02T08:00:00Z',
    '2025-01': '2025-03-03T08:00:00Z',
    '2025-02': '2025-03-01T08:00:00Z',
    '2025-03': '2025-03-04T08:00:00Z',
  });
  expect(await order()).toEqual([[], ['2025-02'], ['2025-03'], ['2025-01'], ['2024-12']]);
});

test('much that waits longest does not keep newer months waiting', async () => {
  await waiting({ '2025-01': '2025-03-01T08:00:00Z' }, 12);
  await waiting({ '2025-03': '2025-03-04T08:00:00Z' });
  expect(await order()).toEqual([[], ['2025-01'], ['2025-03'], ['2025-01']]);
});

test('what is not counted when the time is over is counted the next time', async () => {
  await waiting({
    '2025-01': '2025-03-01T08:00:00Z',
    '2025-02': '2025-03-02T08:00:00Z',
    '2025-03': '2025-03-03T08:00:00Z',
  });
  let asked = 0;
  expect(await order(() => asked++ >= 2)).toEqual([[], ['2025-01'], ['2025-03']]);
  expect(await order()).toEqual([[], ['2025-02']]);
  expect(await order()).toEqual([[]]);
});
