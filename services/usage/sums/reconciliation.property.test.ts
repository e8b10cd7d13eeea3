/** Whatever happened, the sums are those of the events: by school, by authority at the time of use, by title, in total. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { midnight, ZONE } from '../../../access/calendar';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const AUTHORITIES = ['CITY', 'TOWN', 'PARISH'];
const SCHOOLS = ['FIRST', 'SECOND', 'THIRD'];
const TITLES = ['FILM', 'OTHER_FILM'];
const DAYS = ['2025-01-01', '2025-01-31', '2025-02-01', '2025-02-14', '2025-03-30'];
const MONTHS = ['2025-01', '2025-02', '2025-03', '2025-04'];
const NOW = '2025-05-01T00:00:00Z';

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
});
afterAll(() => world.close());

/** A school's authorities: the one that it began with, and those that it changed to, each at a midnight. */
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
  readonly to: string;
  readonly from?: string;
  readonly until?: string;
}

function stays({ first, changes }: { first: string; changes: { day: string; to: string }[] }): Stay[] {
  const turns = changes.toSorted((a, b) => a.day.localeCompare(b.day));
  const days = [undefined, ...turns.map(({ day }) => day), undefined];
  return [first, ...turns.map(({ to }) => to)].map((to, index) => ({ to, from: days[index], until: days[index + 1] }));
}

function holds({ from, until }: Stay, instant: number): boolean {
  return (!from || midnight(from) <= instant) && (!until || instant < midnight(until));
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
      const lives = new Map(
        SCHOOLS.map((school, index) => [school, stays(careers[index] as (typeof careers)[number])]),
      );
      const seeded = await world.seed({
        organisations: Object.fromEntries(AUTHORITIES.map((name) => [name, 'AUTHORITY' as const])),
        schools: Object.fromEntries([...lives].map(([school, belongsTo]) => [school, { belongsTo }])),
        titles: Object.fromEntries(TITLES.map((name) => [name, {}])),
      });
      const ids = (names: string[]) => names.map((name) => seeded.organisation(name));
      const titles = TITLES.map((name) => seeded.title(name));
      const events = uses.map(({ school, title, action, audience, day, minutes }) => ({
        id: randomUUID(),
        school: seeded.organisation(SCHOOLS[school] as string),
        title: titles[title] as string,
        action,
        audience,
        usedAt: new Date(Date.parse(`${day}T00:00Z`) + minutes * 60_000).toISOString(),
      }));
      const sent = events.flatMap((event, index) =>
        Array.from({ length: (uses[index] as { sent: number }).sent }, () => event),
      );
      const mutation =
        'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';
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
            events.filter((e) => of(e) && DateTime.fromISO(e.usedAt, { zone: ZONE }).toFormat('yyyy-MM') === month)
              .length,
        );
      const authorityThen = (event: (typeof events)[number]) =>
        [...lives]
          .flatMap(([school, life]) => (seeded.organisation(school) === event.school ? life : []))
          .find((stay) => holds(stay, Date.parse(event.usedAt)))?.to;

      const bySchool = await totals(OPERATOR, 'School', ids(SCHOOLS));
      const byAuthority = await totals(OPERATOR, 'SchoolAuthority', ids(AUTHORITIES));
      const byTitle = await totals(OPERATOR, 'Title', titles);
      expect(bySchool).toEqual(ids(SCHOOLS).map((id) => expected(({ school }) => school === id)));
      expect(byAuthority).toEqual(AUTHORITIES.map((name) => expected((event) => authorityThen(event) === name)));
      expect(byTitle).toEqual(titles.map((id) => expected(({ title }) => title === id)));
      expect([added(bySchool), added(byAuthority), added(byTitle)]).toEqual(Array(3).fill(expected(() => true)));

      for (const [index, authority] of AUTHORITIES.entries()) {
        const caller = callerOf('reporting', `AUTHORITY:${seeded.organisation(authority)}`);
        expect(await totals(caller, 'SchoolAuthority', ids([authority]))).toEqual([byAuthority[index]]);
        const own = SCHOOLS.filter((school) => lives.get(school)?.at(-1)?.to === authority);
        const ofOwn = await totals(caller, 'School', ids(own));
        expect(added(await totals(caller, 'Title', titles))).toEqual(added(ofOwn));
        const nobodyMoved = [...lives.values()].every((life) =>
          life.every(({ to }) => (to === authority) === (life[0]?.to === authority)),
        );
        if (nobodyMoved) expect(added(ofOwn)).toEqual(byAuthority[index]);
      }

      const [rows] = await world.query(`select (select count(*) from usage.event)::int as events,
        (select count(*) from usage.event_key)::int as keys, (select coalesce(sum(streams + downloads + views), 0) from usage.monthly_sum)::int as sums`);
      expect(rows).toEqual({ events: events.length, keys: events.length, sums: events.length });
    }),
    { numRuns: 25 },
  );
});
