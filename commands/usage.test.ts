import { randomUUID } from 'node:crypto';
import { runWithin } from '../test/command';
import { TEST_SECRET } from '../test/database';
import { createUsageWorld, OPERATOR, type UsageWorld } from '../test/usage-world';
import { usage as usageCommand } from './usage/usage-command';

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY' },
    schools: { SCHOOL: { belongsTo: [{ to: 'CITY' }] } },
    titles: { FILM: {} },
  });
  const use = { school: seeded.organisation('SCHOOL'), title: seeded.title('FILM'), action: 'STREAM' };
  const record = (month: string) =>
    world.ask(
      OPERATOR,
      'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }',
      { events: [{ ...use, id: randomUUID(), usedAt: `${month}-10T08:00:00Z` }] },
      { now: `${month}-11T00:00:00Z`, uncounted: true },
    );
  await record('2024-02');
  await record(THIS_MONTH);
});
afterAll(() => world.close());

const THIS_MONTH = new Date(Date.now() - 15 * 86_400_000).toISOString().slice(0, 7);

async function usage(words: string) {
  const settings = { DATABASE_URL: world.ownerUrl, SECRET: TEST_SECRET };
  const { code, output, errors } = await runWithin(usageCommand, words.split(' '), settings);
  return { code, output: output.trim(), errors: errors.trim() };
}

test('commands recount a month, count uses, and end old events', async () => {
  expect(await usage('count')).toMatchObject({
    code: 0,
    output: 'Counted 2 reports, each of a school by a client in a month.',
  });
  await world.query('update usage.monthly_sum set streams = 7');
  expect(await usage(`recount ${THIS_MONTH}`)).toMatchObject({
    code: 0,
    output: `Recounted ${THIS_MONTH}: 1 reports, each of a school by a client; 1 sums and 0 sums by licence were wrong and are right now.`,
    errors: expect.stringContaining('1 of 1 reports …'),
  });
  expect(await usage(`recount ${THIS_MONTH}`)).toMatchObject({
    output: expect.stringContaining('every sum was right'),
  });
  expect(await usage('retain')).toMatchObject({
    code: 0,
    output: 'Ended the events of 2024-02, with 1 keys. Their figures stay.',
  });
  expect(await usage('retain')).toMatchObject({ output: 'No events are older than the retention.' });
  expect(await usage('recount 2024-02')).toMatchObject({
    code: 1,
    errors:
      'The events of 2024-02 are no longer kept, or not all of them, so it cannot be recounted. Its figures stay as they are.',
  });
  expect(await world.query('select streams::int from usage.monthly_sum order by month')).toEqual([
    { streams: 7 },
    { streams: 1 },
  ]);
}, 120_000);

test.each([
  ['recount', 'Give a month: npm run usage -- recount 2026-05'],
  ['recount 2026-13', 'Give a month: npm run usage -- recount 2026-05'],
  ['recount 2026-05 2026-06', 'npm run usage does not know “2026-06”. How: npm run usage -- --help'],
  ['retain now', 'npm run usage does not know “now”. How: npm run usage -- --help'],
  ['sum', 'npm run usage does not know “sum”. It takes: recount, count, retain.'],
])('npm run usage -- %s is refused with the remedy', async (words, line) => {
  expect(await usage(words)).toEqual({ code: 1, output: '', errors: line });
});
