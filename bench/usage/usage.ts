/** Measures the report of an authority's year as the platform around it grows. */
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { type System, startSystem, tokenOf } from '../../test/system';
import { type Candidate, compare, type Measured, table } from '../compare';
import { AUTHORITY, makeUsageWorld, type UsageWorld, YEAR } from './usage-world';

interface UsageFigures {
  readonly worlds: readonly UsageWorld[];
  readonly reports: readonly (readonly [title: string, rows: readonly Measured[]])[];
}

/** The number of events whose sums are made where none is given. */
export const EVENTS = 10_000_000;
const SMALLEST = 1_000_000;
/** Each platform is this many times as large as the one before. */
const STEP = 10;
/** The largest platform may take at most this many times as long as the smallest one. */
const TARGET = 1.5;

const REPORTS = {
  'a year of an authority, by month': '',
  'the same, by school': 'groupBy: [SCHOOL], granularity: TOTAL,',
  'its ten most used titles': 'groupBy: [TITLE], granularity: TOTAL,',
};

/** @param events the number of events of the largest platform */
export async function benchUsage(events: number, quick: boolean, say: (line: string) => void): Promise<UsageFigures> {
  const sizes = sizesUpTo(events);
  const opened: { readonly database: TestDatabase; readonly system: System; readonly world: UsageWorld }[] = [];
  try {
    for (const size of sizes) {
      const database = await createTestDatabase();
      say(`making the sums of ${inMillions(size)} events`);
      const world = await makeUsageWorld(database.query, size, say);
      opened.push({ database, system: await startSystem(database), world });
    }
    const token = await tokenOf('reporting', AUTHORITY);
    const reports: UsageFigures['reports'][number][] = [];
    for (const [title, how] of Object.entries(REPORTS)) {
      say(title);
      const query = `{ usageReport(from: "${YEAR.from}", until: "${YEAR.until}", ${how}) {
        rows(first: 12${how.includes('TITLE') ? ', order: { by: REQUESTS, direction: DESC }' : ''}) {
          edges { node { period groups { id name } figures { streams downloads views requests total } } } totalCount } } }`;
      const answers = new Set<string>();
      const candidates = opened.map(
        ({ system, world }): Candidate => ({
          name: `of ${inMillions(world.events)}: ${world.authorities} authorities, ${world.years === 1 ? 'a year' : `${world.years} years`}`,
          async run() {
            const { data, errors } = await system.ask(token, query);
            if (errors) throw new Error(JSON.stringify(errors));
            answers.add(JSON.stringify(data));
          },
        }),
      );
      reports.push([title, await compare(candidates, quick ? 20 : 100)]);
      if (answers.size !== 1)
        throw new Error(`${title}: the same authority has other figures where others are beside it`);
    }
    return { worlds: opened.map(({ world }) => world), reports };
  } finally {
    for (const { system, database } of opened) {
      await system.stop();
      await database.drop();
    }
  }
}

function sizesUpTo(events: number): number[] {
  const sizes: number[] = [];
  for (let size = SMALLEST; size < events; size *= STEP) sizes.push(size);
  return [...sizes, events];
}

function inMillions(events: number): string {
  return `${(events / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} million`;
}

export function describeUsage({ reports }: UsageFigures): string {
  const target = `to reach: the largest at most ${TARGET} times the smallest, which stands first.`;
  return [...reports.map(([title, rows]) => table(title, rows)), target].join('\n\n');
}
