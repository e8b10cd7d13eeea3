import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { until } from '../../test/until';
import { createUsageWorld, OPERATOR, type UsageWorld } from '../../test/usage-world';
import { USUAL_SETTINGS } from '../subgraph/context';
import { startUpkeep } from './upkeep';

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
});
afterAll(() => world.close());

test('the service counts uses and deletes old secrets by itself, in two processes at once, and ends when told to', async () => {
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY' },
    schools: { SCHOOL: { belongsTo: [{ to: 'CITY' }] } },
    titles: { FILM: {} },
  });
  const event = {
    id: randomUUID(),
    school: seeded.organisation('SCHOOL'),
    title: seeded.title('FILM'),
    action: 'STREAM',
    usedAt: new Date().toISOString(),
    session: 'a session',
  };
  const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  await world.ask(OPERATOR, mutation, { events: [event] }, { now: new Date().toISOString(), uncounted: true });
  await world.query('update usage.day_secret set day = day - 40');
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const options = { dataSource: world.service, settings: USUAL_SETTINGS, log };
  const processes = [startUpkeep(options), startUpkeep(options)];
  await until('it is counted, and the secret is gone', async () => {
    const [found] = await world.query<{ streams: number; secrets: number }>(
      `select (select coalesce(sum(streams), 0)::int from usage.licence_sum join usage.monthly_sum using (school_id, streams)) as streams,
         (select count(*)::int from usage.day_secret) as secrets`,
    );
    return found?.streams === 1 && found.secrets === 0;
  });
  await Promise.all(processes.map((process) => process.stop()));
  expect(await world.query('select from usage.coverage where uncounted_since is not null')).toEqual([]);
  expect(lines).toEqual([]);
}, 60_000);

test('what fails is logged, and ends nothing', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  await world.query('alter table usage.coverage rename to coverage_elsewhere');
  const upkeep = startUpkeep({ dataSource: world.service, settings: USUAL_SETTINGS, log });
  await until('it is logged', async () => lines.length === 1);
  expect(lines[0]).toContain('this is tried again');
  await upkeep.stop();
  await world.query('alter table usage.coverage_elsewhere rename to coverage');
}, 60_000);
