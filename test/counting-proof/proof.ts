/**
 * The sums are what COUNTER's rules make of all uses, whatever the order and the batches in which they came, at once or one
 * after another; and a recount of the events says the same.
 */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ZONE } from '../../access/calendar';
import { DIMENSIONS, FIGURES, figuresOf } from '../../services/usage/counting/counted';
import { callerOf, type UsageWorld } from '../usage-world';
import { AUTHORITIES, type HistoricUse, type History, history, SCHOOLS, TITLES } from './history';
import { type Counted, instantOf, naiveCount } from './naive-count';

const RECORD = `mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) {
  recorded alreadyKnown refused results { code } } }`;

export interface CountingReport {
  histories: number;
  uses: number;
  /** How many of them were double clicks. */
  doubleClicks: number;
}

export interface CountingOptions {
  readonly count: number;
  readonly seed: number;
  readonly progress?: (report: CountingReport) => void;
}

/** @throws with a history as small as it could be made, where the sums are not right */
export async function proveCounting(world: UsageWorld, options: CountingOptions): Promise<CountingReport> {
  const report: CountingReport = { histories: 0, uses: 0, doubleClicks: 0 };
  const hold = async (tried: History) => {
    await checkHistory(world, tried, report);
    report.histories += 1;
    options.progress?.(report);
  };
  await fc.assert(fc.asyncProperty(history, hold), { numRuns: options.count, seed: options.seed });
  return report;
}

async function checkHistory(world: UsageWorld, tried: History, report: CountingReport): Promise<void> {
  const now = DateTime.now().setZone(ZONE);
  const past = { ...tried, uses: tried.uses.filter((use) => instantOf(use, now) <= Date.now()) };
  const moved = new Date(instantOf(tried.move, now)).toISOString();
  const seeded = await world.seed({
    organisations: Object.fromEntries(AUTHORITIES.map((name) => [name, 'AUTHORITY' as const])),
    schools: {
      FIRST: {
        belongsTo: [
          { to: 'CITY', until: moved },
          { to: 'TOWN', from: moved },
        ],
      },
      SECOND: { belongsTo: [{ to: 'CITY' }] },
    },
    titles: Object.fromEntries(TITLES.map((name) => [name, {}])),
  });
  const eventOf = (use: HistoricUse) => ({
    id: use.id,
    school: seeded.organisation(use.school),
    title: seeded.title(use.title),
    action: use.action,
    audience: use.audience,
    session: use.session,
    usedAt: new Date(instantOf(use, now)).toISOString(),
  });
  const send = async (places: readonly number[]) => {
    const uses = places.flatMap((at) => past.uses.find(({ id }) => id === tried.uses[at]?.id) ?? []);
    if (uses.length === 0) return;
    const bound = AUTHORITIES.map((name) => `AUTHORITY:${seeded.organisation(name)}` as const);
    const caller = { ...callerOf('lms', ...bound), client: uses[0]?.client };
    const { data, error } = await world.ask(
      caller as never,
      RECORD,
      { events: uses.map(eventOf) },
      { now: now.toISO() as string },
    );
    if (error || data.recordUsage.refused > 0) throw new Error(error ?? JSON.stringify(data));
  };
  for (let at = 0; at < tried.batches.length; at += 1) {
    const together = [tried.batches[at]];
    while (tried.batches[at]?.withNext && at + 1 < tried.batches.length) together.push(tried.batches[++at]);
    await Promise.all(together.map((batch) => send(batch?.uses ?? [])));
  }
  // The day's secret is the database's to give, by its clock: what began before midnight and ends after it says nothing.
  if (!DateTime.now().setZone(ZONE).hasSame(now, 'day')) return;
  const expected = textOf(naiveCount(past, now), []);
  const names = new Map([...SCHOOLS, ...AUTHORITIES].map((name) => [seeded.organisation(name), name]));
  const titles = new Map(TITLES.map((name) => [seeded.title(name), name]));
  for (const [what, relation] of Object.entries(RELATIONS)) {
    const found = textOf(await readSums(world, relation), [names, titles]);
    if (found !== expected) throw new Error(`${what}:\n${found}\nexpected:\n${expected}`);
  }
  report.uses += past.uses.length;
  report.doubleClicks += past.uses.length - totalOf(naiveCount(past, now));
}

const RELATIONS = {
  'The sums': 'usage.monthly_sum',
  'A recount of the events': `(${figuresOf('usage.event')})`,
};

function readSums(world: UsageWorld, relation: string): Promise<Counted[]> {
  const figures = FIGURES.map((figure) => `'${figure}', ${figure}`).join(', ');
  return world.query<Counted>(
    `select school.state || ':' || school.number as school, authority.state || ':' || authority.number as authority,
       title_id::text as title, client, audience, to_char(month, 'YYYY-MM') as month,
       json_build_object(${figures}) as figures
     from (select ${DIMENSIONS}, ${FIGURES.join(', ')} from ${relation} counted) sums
     join schools.organisation school on school.id = school_id
     join schools.organisation authority on authority.id = authority_id`,
  );
}

/** Sorted, with the world's names, and without figures that are 0. */
function textOf(rows: readonly Counted[], names: readonly ReadonlyMap<string, string>[]): string {
  const named = (text: string) => names.reduce((name, known) => known.get(name) ?? name, text);
  return rows
    .map(({ school, authority, title, client, audience, month, figures }) => {
      const some = FIGURES.filter((figure) => figures[figure]).map((figure) => `${figure} ${figures[figure]}`);
      return {
        some,
        text: [named(school), named(authority), named(title), client, audience, month, ...some].join(' '),
      };
    })
    .filter(({ some }) => some.length > 0)
    .map(({ text }) => text)
    .sort()
    .join('\n');
}

function totalOf(rows: readonly Counted[]): number {
  const clicks = ['views', 'streams', 'downloads', 'not_licensed', 'limit_exceeded'];
  return rows.reduce((sum, { figures }) => sum + clicks.reduce((all, name) => all + (figures[name] ?? 0), 0), 0);
}
