/**
 * Proves that the sums follow from COUNTER's rules over all uses, in whatever order and batches these came,
 * concurrently or one after another; that the sums by licence follow from the access rule; and that a recount repairs
 * wrong sums. All of this holds while others record.
 */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ZONE } from '../../access/calendar';
import { LEVELS } from '../../caller/caller';
import { ownerTransactions } from '../../database/queryable';
import { countUses } from '../../services/usage/counting/count-uses';
import { FIGURES, figuresOf } from '../../services/usage/counting/counted';
import { recountMonth } from '../../services/usage/counting/recount';
import { openingEntitlements } from '../attribution-equivalence';
import { callerOf, type UsageWorld } from '../usage-world';
import { factsOf, type World } from '../world';
import { AUTHORITIES, type HistoricUse, type History, history, SCHOOLS, TITLES } from './history';
import { type Counted, instantOf, naiveCount } from './naive-count';

const RECORD = `mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) {
  recorded alreadyKnown refused results { code } } }`;

interface CountingReport {
  histories: number;
  uses: number;
  /** How many of them were double clicks. */
  doubleClicks: number;
}

interface CountingOptions {
  readonly count: number;
  readonly seed: number;
  readonly progress?: (report: CountingReport) => void;
}

/** @throws with the smallest history that was found where the sums are wrong */
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
  const facts: World = {
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
    ...contracts(tried, now),
  };
  const seeded = await world.seed(facts);
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
      { now: now.toISO() as string, uncounted: true },
    );
    if (error || data.recordUsage.refused > 0) throw new Error(error ?? JSON.stringify(data));
  };
  for (let at = 0; at < tried.batches.length; at += 1) {
    const together = [tried.batches[at]];
    while (tried.batches[at]?.withNext && at + 1 < tried.batches.length) together.push(tried.batches[++at]);
    if (tried.countsWithBatch[at]) await breakSums(world);
    const counting = tried.countsWithBatch[at] ? [countUses(world.transact), countUses(world.transact), recount()] : [];
    await Promise.all([...together.map((batch) => send(batch?.uses ?? [])), ...counting]);
  }
  // The database chooses the day's secret by its clock, so a run over midnight proves nothing.
  if (!DateTime.now().setZone(ZONE).hasSame(now, 'day')) return;
  const names = new Map([...SCHOOLS, ...AUTHORITIES].map((name) => [seeded.organisation(name), name]));
  const titles = new Map(TITLES.map((name) => [seeded.title(name), name]));
  const expected = textOf(naiveCount(past, now), []);
  const compare = async (what: string, relation: string, apart?: string, wanted = expected) => {
    const found = textOf(await readSums(world, relation, apart), [names, titles]);
    if (found !== wanted) throw new Error(`${what}:\n${found}\nexpected:\n${wanted}`);
  };
  const apartOf = (use: HistoricUse, at: number) => {
    const right = use.action === 'STREAM' || use.action === 'DOWNLOAD' ? use.action : null;
    const opening = openingEntitlements(factsOf(facts, use.school, use.title, at), {
      ...{ ...use, at, right, accessType: 'CONTROLLED' },
    });
    const [decided] = opening;
    return decided
      ? `${right ?? ''} ${seeded.licence(decided.licence)} ${seeded.entitlement(decided.id)} ${decided.level}`
      : `${right ?? ''} 0 0 `;
  };
  const ofLicences = textOf(naiveCount(past, now, apartOf), []);
  const apart = "concat_ws(' ', usage_right, licence_id, entitlement_id, sums.level)";
  await compare('The events, counted at once', `(${figuresOf('usage.event')})`);
  await countUses(world.transact);
  await compare('The sums', 'usage.monthly_sum');
  await compare('The sums by licence', 'usage.licence_sum', apart, ofLicences);
  await breakSums(world);
  await recount();
  await compare('The sums after a recount', 'usage.monthly_sum');
  await compare('The sums by licence after a recount', 'usage.licence_sum', apart, ofLicences);
  report.uses += past.uses.length;
  report.doubleClicks += past.uses.length - totalOf(naiveCount(past, now));

  /** Recounts all months in which something has been recorded so far. */
  async function recount(): Promise<void> {
    const months = await world.query<{ month: string }>(
      "select distinct to_char(month, 'YYYY-MM') as month from usage.coverage order by 1",
    );
    await ownerTransactions(world.ownerUrl, async (transact) => {
      for (const { month } of months) await transact((db) => recountMonth(db, month));
    });
  }
}

/** Makes every sum wrong, deletes some, and leaves some that should not exist. */
async function breakSums(world: UsageWorld): Promise<void> {
  for (const table of ['usage.monthly_sum', 'usage.licence_sum']) {
    await world.query(`delete from ${table} where title_id % 2 = 0`);
    await world.query(`update ${table} set views = views + 7, streams = 0`);
    await world
      .query(`update ${table} set audience = 'TEACHER' where audience = 'PUPIL' and views > 7`)
      .catch(() => undefined);
  }
}

/** What the schools may use in a history: one licence for streaming, not for pupils, and one without restrictions. */
function contracts(
  { entitlements, move }: History,
  today: DateTime,
): Pick<World, 'packages' | 'licences' | 'entitlements'> {
  const day = instantOf({ daysAgo: move.daysAgo, second: 0 }, today);
  const text = (second: number) => new Date(day + second * 1_000).toISOString();
  const terms = { owner: 'CITY', heldAt: [...LEVELS], packages: [{ package: 'TITLES' }] };
  return {
    packages: { TITLES: TITLES.map((title) => ({ title })) },
    licences: {
      STREAMING: { ...terms, rights: ['STREAM'] },
      ALL: { ...terms, rights: ['STREAM', 'DOWNLOAD'], pupilRights: ['STREAM'] },
    },
    entitlements: Object.fromEntries(
      entitlements.map(({ licence, holder, from, seconds }, index) => [
        `entitlement${index}`,
        { licence, holder, from: text(from), ...(seconds !== null && { until: text(from + seconds) }) },
      ]),
    ),
  };
}

export function readSums(world: Pick<UsageWorld, 'query'>, relation: string, apart = "''"): Promise<Counted[]> {
  const figures = FIGURES.map((figure) => `'${figure}', ${figure}`).join(', ');
  return world.query<Counted>(
    `select school.state || ':' || school.number as school, authority.state || ':' || authority.number as authority,
       title_id::text as title, client, audience, to_char(month, 'YYYY-MM') as month, ${apart} as apart,
       json_build_object(${figures}) as figures
     from ${relation} sums
     join schools.organisation school on school.id = school_id
     join schools.organisation authority on authority.id = authority_id`,
  );
}

/** Sorted, with the world's names, and without figures that are 0. */
export function textOf(rows: readonly Counted[], names: readonly ReadonlyMap<string, string>[]): string {
  const named = (text: string) => names.reduce((name, known) => known.get(name) ?? name, text);
  return rows
    .map(({ school, authority, title, client, audience, month, apart, figures }) => {
      const some = FIGURES.filter((figure) => figures[figure]).map((figure) => `${figure} ${figures[figure]}`);
      return {
        some,
        text: [named(school), named(authority), named(title), client, audience, month, apart, ...some].join(' '),
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
