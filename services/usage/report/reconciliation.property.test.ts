/**
 * Totals are the same however they are told apart, and each use counts under what its school belonged to at the time of use:
 * on generated moves at every level, in the middle of months too, and where memberships are corrected afterwards.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ZONE } from '../../../access/calendar';
import type { Caller, OrganisationKey } from '../../../caller/caller';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';
import type { UsageGroup } from './report-groups';

const NOW = '2025-05-01T00:00:00Z';
const SCHOOLS = ['FIRST', 'SECOND', 'THIRD'];
const TITLES = ['FILM', 'OTHER_FILM'];
/** Where a school may belong; to a media centre it need not. */
const CHOICES = {
  AUTHORITY: ['CITY', 'TOWN'],
  MEDIA_CENTRE: ['CENTRE', 'OTHER_CENTRE', null],
  DISTRICT: ['DISTRICT', 'OTHER_DISTRICT'],
  STATE: ['STATE', 'BAYERN'],
} as const;
type Level = keyof typeof CHOICES;
const LEVELS = Object.keys(CHOICES) as Level[];
/** Midnights that begin a month and a day, and moments inside a day. */
const MOMENTS = ['2025-01-31T23:00:00Z', '2025-02-14T23:00:00Z', '2025-02-20T10:30:00Z', '2025-03-30T01:00:00Z'];
const OFFSETS_MS = [-1, 0, 1, 86_400_000];

const career = (level: Level) =>
  fc.record({
    first: fc.constantFrom(...CHOICES[level]),
    after: fc.constantFrom(...CHOICES[level]),
    at: fc.constantFrom(...MOMENTS),
  });
const line = fc.record(Object.fromEntries(LEVELS.map((level) => [level, career(level)]))) as fc.Arbitrary<Line>;
const lines = fc.array(line, { minLength: SCHOOLS.length, maxLength: SCHOOLS.length });
type Line = Record<Level, { first: string | null; after: string | null; at: string }>;

const use = fc.record({
  school: fc.nat(SCHOOLS.length - 1),
  title: fc.nat(TITLES.length - 1),
  action: fc.constantFrom('STREAM', 'DOWNLOAD', 'VIEW'),
  audience: fc.constantFrom('TEACHER', 'PUPIL'),
  client: fc.constantFrom('moodle', 'itslearning'),
  moment: fc.constantFrom(...MOMENTS),
  offset: fc.constantFrom(...OFFSETS_MS),
  /** Recorded after memberships were corrected. */
  late: fc.boolean(),
});
type Use = typeof use extends fc.Arbitrary<infer One> ? One : never;

const instantOf = ({ moment, offset }: Use) => Date.parse(moment) + offset;
const monthOf = (one: Use) => DateTime.fromMillis(instantOf(one), { zone: ZONE }).toFormat('yyyy-MM');
const memberOf = (school: Line, level: Level, instant: number) =>
  instant < Date.parse(school[level].at) ? school[level].first : school[level].after;

function belongsTo(school: Line) {
  return LEVELS.flatMap((level) => {
    const { first, after, at } = school[level];
    return [...(first ? [{ to: first, until: at }] : []), ...(after ? [{ to: after, from: at }] : [])];
  });
}

const REPORT = `query ($groupBy: [UsageGroup!]!, $filter: UsageFilter) {
  usageReport(from: "2025-01", until: "2025-04", groupBy: $groupBy, filter: $filter) {
    roundedTo totals { total }
    rows(first: 500) { totalCount edges { node { period groups { id } figures { streams downloads views total } } } } } }`;

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
});
afterAll(() => world.close());

async function report(caller: Caller, groupBy: UsageGroup[], filter: object | null = null) {
  const { data, error } = await world.ask(caller, REPORT, { groupBy, filter }, { now: NOW });
  expect(error).toBeUndefined();
  const { rows, totals, roundedTo } = data.usageReport;
  expect(rows.edges.length).toBe(rows.totalCount);
  const found = new Map<string, number>();
  for (const { node } of rows.edges) {
    const { streams, downloads, views, total } = node.figures;
    expect(roundedTo === 1 ? streams + downloads + views : total).toBe(total);
    found.set([node.period, ...node.groups.map(({ id }: { id: string | null }) => id)].join(' '), total);
  }
  return { found, total: totals.total as number };
}

function countedBy(uses: readonly Use[], keyOf: (one: Use) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of uses) {
    const key = `${monthOf(one)} ${keyOf(one) ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const sorted = (counts: ReadonlyMap<string, number>) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
const roundedTo5 = (figure: number) => Math.floor((figure + 2) / 5) * 5;

test('whatever a report is told apart by, its rows add up to its totals, which are those of the uses', async () => {
  await fc.assert(
    fc.asyncProperty(lines, lines, fc.array(use, { minLength: 5, maxLength: 40 }), async (first, corrected, uses) => {
      const seeded = await world.seed({
        organisations: {
          ...{ CITY: 'AUTHORITY', TOWN: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE', OTHER_CENTRE: 'MEDIA_CENTRE' },
          ...{ OTHER_DISTRICT: 'DISTRICT', BAYERN: 'STATE' },
        },
        schools: Object.fromEntries(SCHOOLS.map((name, at) => [name, { belongsTo: belongsTo(first[at] as Line) }])),
        titles: Object.fromEntries(TITLES.map((name) => [name, {}])),
        packages: { PACKAGE: [{ title: 'FILM' }] },
        licences: {
          LICENCE: { owner: 'CITY', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'PACKAGE' }] },
        },
        entitlements: { ENTITLEMENT: { licence: 'LICENCE', holder: 'CITY', from: '2020-01-01' } },
      });
      const idOf = (name: string | null) => name && seeded.organisation(name);
      const ids = new Map(uses.map((one) => [one, randomUUID()]));
      const record = async (some: readonly Use[]) => {
        let recorded = 0;
        for (const client of ['moodle', 'itslearning']) {
          const events = some
            .filter((one) => one.client === client)
            .map((one) => ({
              id: ids.get(one),
              school: seeded.organisation(SCHOOLS[one.school] as string),
              title: seeded.title(TITLES[one.title] as string),
              action: one.action,
              audience: one.audience,
              usedAt: new Date(instantOf(one)).toISOString(),
            }));
          const mutation =
            'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded refused } }';
          const { data, error } = await world.ask({ ...OPERATOR, client }, mutation, { events }, { now: NOW });
          expect(error ?? data.recordUsage.refused).toBe(0);
          recorded += data.recordUsage.recorded;
        }
        return recorded;
      };
      const early = uses.filter(({ late }) => !late);
      expect(await record(early)).toBe(early.length);
      await correct(corrected, seeded.organisation);
      // What was recorded stays where it was counted, and is known again wherever its school belonged by now.
      expect(await record(uses)).toBe(uses.length - early.length);

      const thenOf = (one: Use, level: Level) =>
        memberOf((one.late ? corrected : first)[one.school] as Line, level, instantOf(one));
      const keys: Partial<Record<UsageGroup, (one: Use) => string | null>> = {
        SCHOOL: ({ school }) => idOf(SCHOOLS[school] as string),
        AUTHORITY: (one) => idOf(thenOf(one, 'AUTHORITY')),
        MEDIA_CENTRE: (one) => idOf(thenOf(one, 'MEDIA_CENTRE')),
        DISTRICT: (one) => idOf(thenOf(one, 'DISTRICT')),
        TITLE: ({ title }) => seeded.title(TITLES[title] as string),
        CLIENT: ({ client }) => client,
        AUDIENCE: ({ audience }) => audience,
        RIGHT: ({ action }) => (action === 'VIEW' ? null : action),
      };
      for (const [group, keyOf] of Object.entries(keys)) {
        const { found, total } = await report(OPERATOR, [group as UsageGroup]);
        expect([group, sorted(found), total]).toEqual([group, sorted(countedBy(uses, keyOf)), uses.length]);
      }
      for (const group of ['LICENCE', 'LEVEL', 'SCHOOL_FORM', 'KIND', 'PUBLISHER', 'ACCESS_TYPE'] as const) {
        const { found, total } = await report(OPERATOR, [group]);
        expect([group, [...found.values()].reduce((sum, one) => sum + one, 0), total]).toEqual([
          group,
          uses.length,
          uses.length,
        ]);
      }

      let ofStates = 0;
      for (const level of LEVELS) {
        for (const name of CHOICES[level]) {
          if (name === null) continue;
          const id = seeded.organisation(name);
          const own = uses.filter((one) => thenOf(one, level) === name);
          const filter = { [FILTERS[level]]: [id] };
          expect((await report(OPERATOR, [], filter)).total).toBe(own.length);
          if (level === 'STATE') ofStates += own.length;
          const { total } = await report(callerOf('reporting', `${level}:${id}` as OrganisationKey), []);
          expect([name, total]).toEqual([name, level === 'AUTHORITY' ? own.length : roundedTo5(own.length)]);
        }
      }
      expect(ofStates).toBe(uses.length);
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 180_000);

const FILTERS: Record<Level, string> = {
  AUTHORITY: 'authorities',
  MEDIA_CENTRE: 'mediaCentres',
  DISTRICT: 'districts',
  STATE: 'states',
};

/** As an import does that says afterwards where schools belonged. */
async function correct(corrected: readonly Line[], organisation: (name: string) => string): Promise<void> {
  await world.query('delete from schools.membership where level = any ($1)', [LEVELS]);
  for (const [at, name] of SCHOOLS.entries())
    for (const { to, from, until } of belongsTo(corrected[at] as Line) as {
      to: string;
      from?: string;
      until?: string;
    }[])
      await world.query(
        `insert into schools.membership (school_id, organisation_id, level, valid)
         select school.id, above.id, above.level, tstzrange($3, $4)
         from directory.organisation school, directory.organisation above
         where school.key = 'SCHOOL:' || $1 and above.external_id = $2 and above.level = any ($5)`,
        [organisation(name), organisation(to), from ?? null, until ?? null, LEVELS],
      );
}
