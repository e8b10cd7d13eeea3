/**
 * Reports of chance over uses of chance are what a loop over all uses gives: rows, totals, comparison, order and pages; rounded
 * for those above an authority, where nothing that is answered hangs on more than the figures that are shown.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Caller } from '../../../caller/caller';
import {
  type Asked,
  asked,
  BEGINS,
  CLIENTS,
  FIGURES,
  type Figures,
  isForeign,
  KINDS,
  LINES,
  type Line,
  MOVED,
  ordered,
  type Row,
  recount,
  SUBJECTS,
  TITLES,
  type Use,
  use,
} from '../../../test/recounted-report';
import { callerOf, createUsageWorld, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const NOW = '2025-04-10T00:00:00Z';
const REPORT = `query ($from: String!, $until: String!, $granularity: UsageGranularity!, $groupBy: [UsageGroup!]!,
    $filter: UsageFilter, $compareWith: UsageComparison, $first: Int!, $after: String, $order: UsageOrder) {
  usageReport(from: $from, until: $until, granularity: $granularity, groupBy: $groupBy, filter: $filter,
      compareWith: $compareWith) {
    roundedTo totals { ${FIGURES} } previousTotals { ${FIGURES} }
    rows(first: $first, after: $after, order: $order) { totalCount pageInfo { hasNextPage endCursor }
      edges { node { period groups { name } figures { ${FIGURES} } previous { ${FIGURES} } } } } } }`;

let world: UsageWorld;
beforeAll(async () => {
  world = await createUsageWorld();
});
afterAll(() => world?.close());

async function told(asking: Asked, callers: Record<string, Caller>, ids: Record<string, string>) {
  const { period: of, groupBy, compareWith, order, pageSize } = asking;
  const filter = Object.fromEntries(
    Object.entries(asking.filter).map(([name, list]) => [name, list.map((value) => ids[value] ?? value)]),
  );
  const rows: Row[] = [];
  for (let after: string | null = null; ; ) {
    const variables = { ...of, groupBy, filter, compareWith, order, first: pageSize, after };
    const { data, error } = await world.ask(callers[asking.caller] as Caller, REPORT, variables, { now: NOW });
    if (error) return error;
    const { rows: page, ...report } = JSON.parse(JSON.stringify(data.usageReport));
    rows.push(...page.edges.map(({ node }: { node: Row }) => node));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) {
      expect(page.totalCount).toBe(rows.length);
      return { ...report, rows };
    }
  }
}

test('a report is what a loop over all uses gives, and shows nothing but multiples of its base', async () => {
  const seen = { reports: 0, rows: 0, forbidden: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(use, { minLength: 40, maxLength: 150 }),
      fc.array(asked, { minLength: 12, maxLength: 12 }),
      async (made, asks) => {
        const stays = (of: (line: Line) => string | null, school: string) => {
          const [then, now] = (LINES[school] as [Line, Line]).map(of);
          return [...(then ? [{ to: then, until: MOVED }] : []), ...(now ? [{ to: now, from: MOVED }] : [])];
        };
        const seeded = await world.seed({
          organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE' },
          schools: Object.fromEntries(
            Object.keys(LINES).map((school) => [
              school,
              {
                belongsTo: [
                  ...stays(({ AUTHORITY }) => AUTHORITY, school),
                  ...stays(({ MEDIA_CENTRE }) => MEDIA_CENTRE, school),
                ],
              },
            ]),
          ),
          titles: Object.fromEntries(TITLES.map((title) => [title, { kind: KINDS[title] as 'VIDEO' }])),
        });
        for (const [title, subjects] of Object.entries(SUBJECTS))
          await world.query('update licences.title set subjects = $2 where name = $1', [title, subjects]);
        const ids: Record<string, string> = {};
        for (const name of ['CITY', 'TOWN', 'CENTRE', ...Object.keys(LINES)]) ids[name] = seeded.organisation(name);
        for (const title of TITLES) ids[title] = seeded.title(title);
        const callers: Record<string, Caller> = {
          OPERATOR,
          STATE: callerOf('reporting', 'STATE:NW'),
          CENTRE: callerOf('licensing', `MEDIA_CENTRE:${ids.CENTRE}`),
          CITY: callerOf('reporting', `AUTHORITY:${ids.CITY}`),
          TOWN: callerOf('licensing', `AUTHORITY:${ids.TOWN}`),
          A: callerOf('reporting', `SCHOOL:${ids.A}`),
        };
        const uses: Use[] = made.map((one) => ({ ...one, usedAt: BEGINS.plus({ hours: one.hour }) }));
        for (const client of CLIENTS) {
          const events = uses
            .filter((one) => one.client === client)
            .map(({ school, title, action, audience, usedAt }) => ({
              id: randomUUID(),
              school: ids[school],
              title: ids[title],
              action,
              audience,
              usedAt: usedAt.toISO(),
            }));
          const mutation = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
          const { data } = await world.ask({ ...OPERATOR, client }, mutation, { events }, { now: NOW });
          expect(data.recordUsage.recorded).toBe(events.length);
        }
        for (const asking of asks) {
          const found = await told(asking, callers, ids);
          seen.reports += 1;
          if (isForeign(asking)) {
            expect(found).toContain('FORBIDDEN');
            seen.forbidden += 1;
            continue;
          }
          const expected = recount(uses, asking);
          expect(found).toEqual({ ...expected, rows: ordered(expected.rows, asking) });
          seen.rows += expected.rows.length;
          const shown = [
            found.totals,
            ...found.rows.flatMap(({ figures, previous }: Row) => [figures, previous ?? {}]),
          ];
          for (const figure of shown.flatMap((figures) => Object.values(figures as Figures)))
            expect(figure % found.roundedTo).toBe(0);
        }
      },
    ),
    { numRuns: 8, endOnFailure: true },
  );
  expect(seen.rows).toBeGreaterThan(seen.reports);
  expect(seen.forbidden).toBeGreaterThan(0);
}, 300_000);
