/**
 * Who gets rounded figures tries to find an exact one by subtracting one report from another that leaves out one school, whatever
 * both are filtered and grouped by.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const NOW = '2025-04-10T00:00:00Z';
const SCHOOLS = ['A', 'B', 'C', 'D', 'E', 'F'];
const TITLES = ['FILM', 'SONG', 'IMAGE'];
const CLIENTS = ['moodle', 'itslearning'];
const REPORT = `query ($schools: [String!]!, $titles: [String!], $clients: [String!], $audiences: [Audience!], $groupBy: [UsageGroup!]!) {
  usageReport(from: "2025-02", until: "2025-03", granularity: TOTAL, groupBy: $groupBy,
      filter: { schools: $schools, titles: $titles, clients: $clients, audiences: $audiences }) {
    roundedTo totals { streams } rows(first: 1000) { edges { node { groups { name } figures { streams } } } } } }`;

const use = fc.record({
  school: fc.constantFrom(...SCHOOLS),
  title: fc.constantFrom(...TITLES),
  client: fc.constantFrom(...CLIENTS),
  audience: fc.constantFrom('TEACHER', 'PUPIL'),
  minute: fc.nat(50 * 24 * 60),
});
const attempt = fc.record({
  leftOut: fc.constantFrom(...SCHOOLS),
  titles: fc.option(fc.subarray(TITLES, { minLength: 1 })),
  clients: fc.option(fc.subarray(CLIENTS, { minLength: 1 })),
  audiences: fc.option(fc.subarray(['TEACHER', 'PUPIL'], { minLength: 1 })),
  groupBy: fc.subarray(['TITLE', 'CLIENT', 'AUDIENCE', 'AUTHORITY', 'KIND'], { maxLength: 2 }),
});

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
});
afterAll(() => world?.close());

test('no difference of two reports tells what a school used', async () => {
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY' },
    schools: Object.fromEntries(SCHOOLS.map((school) => [school, { belongsTo: [{ to: 'CITY' }] }])),
    titles: Object.fromEntries(TITLES.map((title) => [title, { kind: 'VIDEO' as const }])),
  });
  const [uses] = fc.sample(fc.array(use, { minLength: 120, maxLength: 120, size: 'max' }), { seed: 1, numRuns: 1 });
  for (const client of CLIENTS) {
    const events = (uses ?? [])
      .filter((one) => one.client === client)
      .map(({ school, title, audience, minute }) => ({
        id: randomUUID(),
        school: seeded.organisation(school),
        title: seeded.title(title),
        action: 'STREAM',
        audience,
        usedAt: new Date(Date.parse('2025-02-01T00:00:00Z') + minute * 60_000).toISOString(),
      }));
    const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
    const { data } = await world.ask({ ...OPERATOR, client }, mutation, { events }, { now: NOW });
    expect(data.recordUsage.recorded).toBe(events.length);
  }

  const asked = async (
    caller: typeof OPERATOR,
    schools: readonly string[],
    { titles, clients, audiences, groupBy }: Attempt,
  ) => {
    const named = { schools: schools.map(seeded.organisation), titles: titles?.map(seeded.title) };
    const variables = { ...named, clients, audiences, groupBy };
    const { data, error } = await world.ask(caller, REPORT, variables, { now: NOW });
    expect(error).toBeUndefined();
    return data.usageReport as Report;
  };
  const state = callerOf('reporting', 'STATE:NW');
  /** By what a subtraction gives: all that the school truly had where it gave that. */
  const truths = new Map<number, Set<number>>();
  for (const one of fc.sample(attempt, { seed: 2, numRuns: 60 })) {
    const others = SCHOOLS.filter((school) => school !== one.leftOut);
    const [all, without, exact] = [
      await asked(state, SCHOOLS, one),
      await asked(state, others, one),
      figuresOf(await asked(OPERATOR, [one.leftOut], one)),
    ];
    expect(all.roundedTo).toBe(5);
    const before = figuresOf(without);
    for (const [name, figure] of figuresOf(all)) {
      const difference = figure - (before.get(name) ?? 0);
      truths.set(difference, (truths.get(difference) ?? new Set()).add(exact.get(name) ?? 0));
    }
  }
  expect([...truths.keys()].filter((difference) => difference % 5 !== 0)).toEqual([]);
  const told = [...truths].filter(([, figures]) => [...figures].some((figure) => figure > 0 && figure < 5));
  expect(told.length).toBeGreaterThan(1);
  for (const [, figures] of told) expect(figures.size).toBeGreaterThan(3);
});

type Attempt = typeof attempt extends fc.Arbitrary<infer One> ? One : never;
interface Report {
  readonly roundedTo: number;
  readonly totals: { readonly streams: number };
  readonly rows: {
    readonly edges: readonly {
      readonly node: {
        readonly groups: readonly { readonly name: string }[];
        readonly figures: { readonly streams: number };
      };
    }[];
  };
}

/** Of each row by the names of its groups, and the total. */
function figuresOf({ totals, rows }: Report): Map<string, number> {
  return new Map([
    ['', totals.streams],
    ...rows.edges.map(({ node: { groups, figures } }): [string, number] => [
      ` ${groups.map(({ name }) => name).join()}`,
      figures.streams,
    ]),
  ]);
}
