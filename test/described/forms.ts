/**
 * Sends statements whose text depends on what is asked, in each of their forms. Searches are sent in some of their
 * forms.
 */

import { ALWAYS } from '../../access/period';
import { USAGE_RIGHTS } from '../../access/right';
import { CALLER_KINDS, LEVELS } from '../../caller/caller';
import type { Queryable } from '../../database/queryable';
import type { Statement } from '../../database/statement';
import {
  countLicensedFacets,
  countLicensedTitles,
  findSeatsTaken,
  findTitlesWithPackages,
  listLicensedTitles,
} from '../../services/licences/access/access-queries';
import type { LicenceTerms } from '../../services/licences/access/licence-terms-queries';
import type { Ruling } from '../../services/licences/access/ruling';
import { countTitleFacets } from '../../services/licences/facet/title-facet-queries';
import { type FrequentWords, NONE_FREQUENT } from '../../services/licences/search/frequent-words';
import { searchOf } from '../../services/licences/search/search';
import { TITLE_FACETS } from '../../services/licences/title/facet-names';
import { filterValues } from '../../services/licences/title/title-filter-conditions';
import { TITLE_ORDERS, type TitlePage } from '../../services/licences/title/title-page';
import { countTitles, listTitles } from '../../services/licences/title/title-queries';
import { deliver } from '../../services/schools/job/jobs';
import { countBypassed } from '../../services/subgraph/audit/bypass-queries';
import { COST_GROUPS } from '../../services/usage/cost/cost';
import { reportCost } from '../../services/usage/cost/cost-queries';
import { DEMAND_GROUPS } from '../../services/usage/demand/demand';
import { listDemand } from '../../services/usage/demand/demand-queries';
import { findCoverageOfMonths, listMissingSchools, listReporters } from '../../services/usage/report/coverage-queries';
import { ORDERS, type UsageFilter } from '../../services/usage/report/report-arguments';
import { ALL_USES } from '../../services/usage/report/report-filter';
import { USAGE_GROUPS } from '../../services/usage/report/report-groups';
import { GRANULARITIES, type ReportPeriod } from '../../services/usage/report/report-period';
import { findTotals, listRows, type ReportQuery } from '../../services/usage/report/report-queries';
import { listUnusedLicences, listUnusedTitles, sumUnusedLicences } from '../../services/usage/unused/unused-queries';

const [right] = USAGE_RIGHTS;

const LICENCE: LicenceTerms = {
  id: '1',
  facts: {
    valid: { from: -Infinity, until: Infinity },
    term: { from: -Infinity, until: Infinity },
    heldAt: [],
    rights: 0,
    pupilRights: 0,
    seatFreeFrom: -Infinity,
  },
  factsKey: '',
  seats: 1,
  packages: [],
};

/**
 * The rulings differ in whether packages are open with or without a seat, whether they are few or many, and whether any
 * licence counts seats.
 */
const RULINGS: Ruling[] = [
  [['1'], false],
  [['1'], true],
  [[], true],
].flatMap(([free, isSeated]) =>
  [1, 1_000_000].flatMap((atMost) =>
    [[], [LICENCE]].map((counting) => ({
      question: { at: 0, right, audience: 'TEACHER' },
      identity: null,
      granted: () => ['1'],
      packages: {
        free: free as string[],
        seated: isSeated ? [{ package: '1', licence: LICENCE, titles: 1 }] : [],
        atMost,
        fingerprint: '',
        withOpenLicences: atMost === 1,
      },
      during: ALWAYS,
      operates: true,
      counting,
      decide: () => {
        throw new Error('Nothing is decided.');
      },
      opensAt: () => {
        throw new Error('No level is asked for.');
      },
    })),
  ),
);

const PAGES = [
  null,
  'film',
  '5552796',
  'der alte Film',
  'a b c d e f',
  'eins zwei drei vier fünf sechs sieben acht neun',
]
  .map(searchOf)
  .flatMap((search) =>
    [null, { rank: 0, sortKey: 'a', id: '1' }].map((after) => ({ search, filter: {}, first: 1, after })),
  );

/** These frequencies make a list scan titles before it looks any up. */
const FREQUENT: FrequentWords = { ...NONE_FREQUENT, titles: 1e9, words: ['=film', 'film'], shares: [0.5, 0.5] };

const PERIOD: ReportPeriod = { granularity: 'MONTH', first: '2026-01-01', after: '2026-02-01', before: null };
const BEFORE: ReportPeriod['before'] = { first: '2025-12-01', after: '2026-01-01', shift: 1, unit: 'months' };
const ANY_ORGANISATION = new Map(LEVELS.map((level) => [level, ['1']]));
const ANY_VALUE: UsageFilter = {
  schoolForms: ['NW:20'],
  titles: ['1'],
  publishers: [''],
  subjects: [''],
  kinds: ['VIDEO'],
  licences: ['1'],
  levels: ['STATE'],
  rights: ['STREAM'],
  clients: [''],
  audiences: ['PUPIL'],
  accessTypes: ['OPEN'],
};

/** The reports cover each part of the statement in each of its forms: periods, groups, filters and orders. */
const REPORTS: ReportQuery[] = [
  ...USAGE_GROUPS.flatMap((group) => [{ groupBy: [group] }, { groupBy: ['TITLE' as const, group] }]),
  ...GRANULARITIES.flatMap((granularity) =>
    [null, BEFORE].map((before) => ({ period: { ...PERIOD, granularity, before } })),
  ),
  ...Object.entries(ANY_VALUE).map(([name, value]) => ({ filter: { [name]: value } })),
  { organisations: ANY_ORGANISATION },
  { bound: ANY_ORGANISATION },
].map((form) => ({
  period: PERIOD,
  groupBy: [],
  filter: {},
  organisations: new Map(),
  bound: null,
  roundedTo: 1,
  ...form,
}));

/** Asks for demand, costs and unused titles, of everything and with each filter. */
async function askLists(db: Queryable): Promise<void> {
  const { schoolForms, licences, levels, rights, ...whole } = ANY_VALUE;
  const period = { first: '2026-01-01', after: '2026-02-01', base: 1 };
  for (const uses of [ALL_USES, { filter: ANY_VALUE, organisations: ANY_ORGANISATION }])
    for (const kind of CALLER_KINDS) {
      const caller = { kind, bound: [] };
      const page = { first: 1, after: null };
      for (const by of COST_GROUPS)
        await ignored(reportCost(db, caller, { by, order: 'CENTS', ...period, ...uses }, page));
      for (const by of DEMAND_GROUPS) {
        await listDemand(db, caller, { by, ...period, ...uses }, page, 0);
        await listDemand(db, caller, { by, ...period, ...uses, filter: whole }, page, 0);
      }
      await listUnusedTitles(db, caller, { ...period, ...uses }, page);
      await listUnusedLicences(db, caller, { ...period, ...uses }, page);
      await ignored(sumUnusedLicences(db, caller, { ...period, ...uses }));
    }
}

/** Where there are totals, an empty result is an error. */
const ignored = (found: Promise<unknown>) => found.catch(() => undefined);

/** Returns the statements that are sent. None of them finds anything. */
export async function sentForms(): Promise<Statement[]> {
  const sent = new Set<Statement>();
  const db: Queryable = {
    async query(statement) {
      sent.add(statement as Statement);
      return [];
    },
  };
  /** The conditions of rulings and of searches are independent parts of a text, so not every combination is asked. */
  const [ruling] = RULINGS;
  for (const page of PAGES) {
    await listTitles(db, page);
    await countTitles(db, page);
    for (const order of TITLE_ORDERS) await listTitles(db, { ...page, order });
    for (const facet of TITLE_FACETS) await countTitleFacets(db, page, [facet], 'true', filterValues(page), 0);
    await listLicensedTitles(db, ruling as Ruling, page);
    await countLicensedTitles(db, ruling as Ruling, page);
  }
  const narrowed = PAGES.slice(0, 4).map((page) => ({ ...page, filter: { subjectCodes: ['240'] } }));
  for (const page of [...PAGES.slice(2, 4), ...narrowed]) {
    for (const order of TITLE_ORDERS) await listTitles(db, { ...page, order }, FREQUENT);
    await listLicensedTitles(db, ruling as Ruling, page, FREQUENT);
    await countTitles(db, page, FREQUENT);
    await countLicensedTitles(db, ruling as Ruling, page, FREQUENT);
  }
  const withCandidates: Queryable = {
    async query(statement: Statement) {
      sent.add(statement);
      return statement.label === 'findCandidates' ? [{ ids: ['1'] } as never] : [];
    },
  };
  for (const page of PAGES.slice(6, 8)) {
    for (const order of TITLE_ORDERS) {
      await listTitles(db, { ...page, order }, FREQUENT);
      await listTitles(withCandidates, { ...page, order }, FREQUENT);
    }
    await listLicensedTitles(withCandidates, ruling as Ruling, page, FREQUENT);
  }
  for (const ruling of RULINGS) {
    for (const page of PAGES.slice(0, 4)) {
      await listLicensedTitles(db, ruling, page);
      await countLicensedTitles(db, ruling, page);
    }
    for (const order of TITLE_ORDERS) await listLicensedTitles(db, ruling, { ...(PAGES[3] as TitlePage), order });
    await countLicensedFacets(db, ruling, PAGES[2] as TitlePage, TITLE_FACETS);
    await findTitlesWithPackages(db, ruling, ['1']);
    await findSeatsTaken(db, ruling);
  }
  for (const report of REPORTS) {
    await listRows(db, report, { order: { by: 'PERIOD', direction: 'ASC' }, count: 1, after: null });
    await findTotals(db, report);
    await findCoverageOfMonths(db, report);
    for (const after of [null, { name: '', id: '', client: '' }]) {
      await listReporters(db, report, 1, after);
      await listMissingSchools(db, report, 1, after);
    }
  }
  await askLists(db);
  await countBypassed(db, 'schools', { table: 'membership', key: 'id', leftOut: '{}' });
  const after = { leading: '1', begins: '2026-01-01', groups: ['', '', '', ''] } as const;
  for (const by of ORDERS)
    for (const direction of ['ASC', 'DESC'] as const)
      await listRows(db, REPORTS[0] as ReportQuery, { order: { by, direction }, count: 1, after });
  await deliver(db, '00000000-0000-4000-8000-000000000000');
  return [...sent];
}
