/** Whatever happened, the sums are those of the events: by school, by authority at the time of use, by title, in total. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ZONE } from '../../../access/calendar';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../usage-world';

const AUTHORITIES = ['1', '2', '3'];
const DAYS = ['2025-01-01', '2025-01-31', '2025-02-01', '2025-02-14', '2025-03-30'];
const MONTHS = ['2025-01', '2025-02', '2025-03', '2025-04'];
const NOW = '2025-05-01T00:00:00Z';

let world: UsageWorld;
let titles: string[];

beforeAll(async () => {
  world = await createUsageWorld();
  titles = [await world.title('5550001'), await world.title('5550002')];
});
afterAll(() => world.close());

/** A school's authorities: the one that it began with, and those that it changed to, each at a midnight in UTC. */
const career = fc.record({
  first: fc.constantFrom(...AUTHORITIES),
  changes: fc.uniqueArray(fc.record({ day: fc.constantFrom(...DAYS), to: fc.constantFrom(...AUTHORITIES) }), {
    selector: ({ day }) => day,
    maxLength: 2,
  }),
});
const use = fc.record({
  school: fc.nat(2),
  title: fc.nat(1),
  action: fc.constantFrom('STREAM', 'DOWNLOAD', 'VIEW'),
  audience: fc.constantFrom('TEACHER', 'PUPIL'),
  day: fc.constantFrom(...DAYS),
  /** Around midnight, in Berlin and in UTC. */
  minutes: fc.constantFrom(-121, -61, -60, -1, 0, 600),
  sent: fc.integer({ min: 1, max: 2 }),
});
const history = fc.record({
  careers: fc.array(career, { minLength: 3, maxLength: 3 }),
  uses: fc.array(use, { maxLength: 40 }),
  batches: fc.integer({ min: 1, max: 4 }),
});

interface Stay {
  readonly authority: string;
  readonly from: string | null;
  readonly until: string | null;
}

function stays({ first, changes }: { first: string; changes: { day: string; to: string }[] }): Stay[] {
  const turns = changes.toSorted((a, b) => a.day.localeCompare(b.day));
  const days = [null, ...turns.map(({ day }) => day), null];
  return [first, ...turns.map(({ to }) => to)].map((authority, index) => ({
    authority,
    from: days[index] as string | null,
    until: days[index + 1] as string | null,
  }));
}

async function newSchools(careers: Stay[][]): Promise<string[]> {
  await world.rows('truncate usage.event, usage.event_key, usage.monthly_sum, schools.membership');
  const first = 100_000 + Number((await world.rows<{ n: string }>('select count(*) as n from schools.school'))[0]?.n);
  const numbers = careers.map((_, index) => String(first + index));
  for (const [index, number] of numbers.entries()) {
    const lines = (careers[index] as Stay[]).map(({ authority, from, until }): ['AUTHORITY', string, string] => [
      'AUTHORITY',
      authority,
      `[${from ? `${from}T00:00Z` : ''},${until ? `${until}T00:00Z` : ''})`,
    ]);
    await world.school(number, ...lines);
  }
  return numbers;
}

/** Totals by month, as the service gives them; zeros for something that the caller may not read. */
async function totals(caller = OPERATOR, __typename: string, ids: string[]): Promise<number[][]> {
  const { data, error } = await world.ask(
    caller,
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${__typename} {
       usage(from: "${MONTHS[0]}", until: "${MONTHS.at(-1)}") { streams downloads views total } } } }`,
    { of: ids.map((id) => ({ __typename, id })) },
    { now: NOW },
  );
  expect(error).toBeUndefined();
  return data._entities.map((entity: { usage: Record<'streams' | 'downloads' | 'views' | 'total', number>[] }) =>
    entity.usage.map(({ streams, downloads, views, total }) => {
      expect(total).toBe(streams + downloads + views);
      return total;
    }),
  );
}

function added(rows: number[][]): number[] {
  return MONTHS.map((_, month) => rows.reduce((sum, row) => sum + (row[month] as number), 0));
}

test('sums by school, authority and title are those of the events, and agree in total', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ careers, uses, batches }) => {
      const lives = careers.map(stays);
      const schools = await newSchools(lives);
      const events = uses.map(({ school, title, action, audience, day, minutes }) => ({
        id: randomUUID(),
        school: `NW:${schools[school]}`,
        title: titles[title] as string,
        action,
        audience,
        usedAt: new Date(Date.parse(`${day}T00:00Z`) + minutes * 60_000).toISOString(),
      }));
      const sent = events.flatMap((event, index) => Array.from({ length: (uses[index] as { sent: number }).sent }, () => event));
      const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';
      let recorded = 0;
      for (let batch = 0; batch < batches; batch++) {
        const part = sent.filter((_, index) => index % batches === batch);
        const { data, error } = await world.ask(OPERATOR, mutation, { events: part }, { now: NOW });
        expect(error).toBeUndefined();
        expect(data.recordUsage.recorded + data.recordUsage.alreadyKnown).toBe(part.length);
        recorded += data.recordUsage.recorded;
      }
      expect(recorded).toBe(events.length);

      const expected = (of: (event: (typeof events)[number]) => boolean): number[] =>
        MONTHS.map(
          (month) =>
            events.filter((e) => of(e) && DateTime.fromISO(e.usedAt, { zone: ZONE }).toFormat('yyyy-MM') === month).length,
        );
      const authorityThen = ({ school, usedAt }: (typeof events)[number]) =>
        (lives[schools.indexOf(school.slice(3))] as Stay[]).find(
          ({ from, until }) => (!from || usedAt >= `${from}T00:00`) && (!until || usedAt < `${until}T00:00`),
        )?.authority;

      const authorities = [...new Set(lives.flat().map(({ authority }) => authority))];
      const bySchool = await totals(OPERATOR, 'School', schools.map((number) => `NW:${number}`));
      const byAuthority = await totals(OPERATOR, 'SchoolAuthority', authorities.map((number) => `NW:${number}`));
      const byTitle = await totals(OPERATOR, 'Title', titles);
      expect(bySchool).toEqual(schools.map((number) => expected(({ school }) => school === `NW:${number}`)));
      expect(byAuthority).toEqual(authorities.map((number) => expected((event) => authorityThen(event) === number)));
      expect(byTitle).toEqual(titles.map((id) => expected(({ title }) => title === id)));
      expect([added(bySchool), added(byAuthority), added(byTitle)]).toEqual(Array(3).fill(expected(() => true)));

      for (const [index, authority] of authorities.entries()) {
        const caller = callerOf('reporting', `AUTHORITY:NW:${authority}`);
        expect(await totals(caller, 'SchoolAuthority', [`NW:${authority}`])).toEqual([byAuthority[index]]);
        const own = schools.filter((_, school) => lives[school]?.at(-1)?.authority === authority);
        const ofOwn = await totals(caller, 'School', own.map((number) => `NW:${number}`));
        const stayed = lives.every((life) => life.every((stay) => (stay.authority === authority) === (life[0]?.authority === authority)));
        if (stayed) expect(added(ofOwn)).toEqual(byAuthority[index]);
        expect(added(await totals(caller, 'Title', titles))).toEqual(added(ofOwn));
      }

      const [rows] = await world.rows(`select (select count(*) from usage.event)::int as events,
        (select count(*) from usage.event_key)::int as keys, (select coalesce(sum(uses), 0) from usage.monthly_sum)::int as sums`);
      expect(rows).toEqual({ events: events.length, keys: events.length, sums: events.length });
    }),
    { numRuns: 25 },
  );
});
