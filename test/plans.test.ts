/**
 * The shapes of the plans of the most frequent statements, as the services' roles run them, under row-level security.
 * Where a shape changes on purpose: `npm test -- test/plans -u`, and say in the commit why it is no worse.
 */

import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { SERVICES, type Service } from '../database/roles';
import {
  countLicensedTitles,
  findTitlesWithPackages,
  listLicensedTitles,
} from '../services/licences/access/access-queries';
import { findLicenceTerms } from '../services/licences/access/licence-terms-queries';
import { type Ruling, rulingOn, type SchoolGrants } from '../services/licences/access/ruling';
import { findLicenceRelations } from '../services/licences/authorisation/allowed-queries';
import { searchOf } from '../services/licences/search/search';
import { findTitlesByNumber } from '../services/licences/title/title-number-queries';
import type { TitlePage } from '../services/licences/title/title-page';
import { listTitles } from '../services/licences/title/title-queries';
import { readEntitlementFilter } from '../services/schools/entitlement/entitlement-filter';
import { entitlementParameters } from '../services/schools/entitlement/entitlement-filter-queries';
import { BY_END } from '../services/schools/entitlement/entitlement-list-queries';
import { listAuthorities } from '../services/schools/organisation/authority-list-queries';
import { readSchoolFilter } from '../services/schools/school/school-filter';
import { findSchools, listSchoolsUnder } from '../services/schools/school/school-queries';
import { listSchoolsInReach } from '../services/schools/school/schools-in-reach-queries';
import { findTitlePaths } from '../services/schools/seat/path-queries';
import { Session, type Transaction } from '../services/subgraph/database/session';
import { ensureMonths, insertionOf } from '../services/usage/recording/recording-queries';
import type { Use } from '../services/usage/recording/use';
import { sumsOfAuthorities, sumsOfSchools, sumsOfTitles } from '../services/usage/sums/sums-queries';
import type { TestDatabase } from './database';
import { createLargeInstallation, LARGE_INSTALLATION } from './large-installation';
import { grantsOf, grantsWith, licencesOf, openSchool } from './open-school';
import { plain } from './plain-statement';
import { nodesOf, type PlanNode, shapeOf } from './plan-shape';

const AT = Date.parse('2026-03-02T08:00:00Z');
const QUESTION = { at: AT, right: 'STREAM', audience: 'TEACHER' } as const;
const FIRST_PAGE: TitlePage = { search: null, filter: {}, first: 20, after: null };
const NEXT_PAGE: TitlePage = { ...FIRST_PAGE, after: { rank: 0, sortKey: '80000000', id: '10000' } };
const FIFTY = Array.from({ length: 50 }, (_, at) => `NW:S${1 + at}`);
const SEARCH: TitlePage = { ...FIRST_PAGE, search: searchOf('film a1b2') };

let database: TestDatabase;
const { busySchool, sparseSchool } = LARGE_INSTALLATION;
let caller: Caller;
const sources: Partial<Record<Service, DataSource>> = {};
/** A school with all licences in force, and one with a single licence. */
let busy: School;
let sparse: School;

interface School {
  readonly row: string;
  readonly id: string;
  readonly grants: SchoolGrants;
  readonly ruling: Ruling;
  /** The ruling as if every licence counted seats. */
  readonly withSeats: Ruling;
}

beforeAll(async () => {
  database = await createLargeInstallation();
  caller = {
    kind: 'lms',
    subject: 'test',
    scopes: SCOPES_OF_KIND.lms,
    bound: [`SCHOOL:${busySchool}`, `SCHOOL:${sparseSchool}`],
  };
  for (const service of SERVICES) {
    sources[service] = await connect(database.urlOf(service), { poolSize: 1, applicationName: service });
  }
  busy = await open(busySchool);
  sparse = await open(sparseSchool);
}, 180_000);
afterAll(async () => {
  for (const source of Object.values(sources)) await source.destroy();
  await database?.drop();
});

async function inSession<Result>(service: Service, work: (session: Session) => Promise<Result>): Promise<Result> {
  const session = new Session(sources[service] as DataSource, caller);
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

async function open(id: string): Promise<School> {
  const [schools, licences] = [sources.schools, sources.licences] as [DataSource, DataSource];
  const school = await openSchool(schools, id, caller.bound);
  const { row, timeline } = school;
  const grants = await grantsOf(licences, school);
  const terms = await inSession('licences', (session) => findLicenceTerms(session, licencesOf(grants)));
  const seated = grantsWith(
    timeline,
    terms.map((licence) => ({ ...licence, seats: 5 })),
  );
  return { row, id, grants, ruling: rulingOn(grants, QUESTION), withSeats: rulingOn(seated, QUESTION) };
}

/** Explains each statement that it receives, and answers it with no rows. */
function explaining(db: Transaction, plans: PlanNode[]): Session {
  const transaction: Transaction = {
    async query({ text }, parameters) {
      const [row] = await db.query(
        plain<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(`explain (format json, costs off) ${text}`),
        parameters,
      );
      plans.push((row as NonNullable<typeof row>)['QUERY PLAN'][0]?.Plan as PlanNode);
      return [];
    },
  };
  return transaction as Session;
}

/** Returns the plan of the only statement that the work sends. */
async function planOf(service: Service, work: (db: Session) => Promise<unknown>): Promise<PlanNode> {
  const plans: PlanNode[] = [];
  await inSession(service, (session) => work(explaining(session, plans)));
  expect(plans).toHaveLength(1);
  return plans[0] as PlanNode;
}

async function planOfRecording(count: number): Promise<PlanNode> {
  const plans: PlanNode[] = [];
  const uses = Array.from({ length: count }, (_, at): Use => {
    const id = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
    const usedAt = new Date('2025-03-11T08:00:00Z');
    const session = `session ${at}`;
    return {
      id,
      school: `SCHOOL:${busy.id}`,
      title: '1',
      action: 'STREAM',
      audience: 'TEACHER',
      usedAt,
      right: 'STREAM',
      session,
      userAgent: null,
    };
  });
  await inSession('usage', (session) =>
    session.write(async (transaction) => {
      await ensureMonths(transaction, ['2025-03-11']);
      const sessions = uses.map(({ session }) => Buffer.from(String(session).padEnd(16)));
      const { statement, parameters } = insertionOf(
        uses,
        { caller: { ...caller, kind: 'lms' }, client: 'lms', isReported: true },
        sessions,
      );
      await explaining(transaction, plans).query(statement, parameters);
    }, false),
  );
  return plans[0] as PlanNode;
}

const ALL_SCHOOLS = readSchoolFilter('filter', {}, AT);
const parametersOf = (db: Session) => entitlementParameters(db, caller, readEntitlementFilter('filter', {}, AT));
const START = { first: 20, after: null };

const CHECKED = Array.from({ length: 500 }, (_, at) => String(1 + at * 37));
const MONTHS = ['2025-01', '2025-02', '2025-03'];

const STATEMENTS: Readonly<Record<string, () => Promise<PlanNode>>> = {
  'a school by its number': () => planOf('schools', (db) => findSchools(db, [busy.id])),
  'the schools under a media centre': () =>
    planOf('schools', (db) => listSchoolsUnder(db, [{ organisation: 'MEDIA_CENTRE:NW:M7', first: 20, after: null }])),
  'the schools in reach': () =>
    planOf('schools', (db) =>
      listSchoolsInReach(db, caller, ALL_SCHOOLS, { order: { by: 'NUMBER', direction: 'ASC' }, ...START }),
    ),
  'the school authorities in reach': () =>
    planOf('schools', (db) => listAuthorities(db, caller, { search: ALL_SCHOOLS.search, city: null }, START)),
  'the entitlements in reach': () =>
    planOf('schools', async (db) => db.query(BY_END.sorted.ASC(caller), [...(await parametersOf(db)), null, 21])),
  'the entitlements in reach, in their order': () =>
    planOf('schools', async (db) => db.query(BY_END.inOrder.ASC(caller), [...(await parametersOf(db)), null, 21])),
  '20 titles by number': () => planOf('licences', (db) => findTitlesByNumber(db, CHECKED.slice(0, 20)).then(() => [])),
  'a school with its timeline': () => planOf('schools', (db) => findSchools(db, [busy.id], [busy.id])),
  '50 schools with their timelines': () => planOf('schools', (db) => findSchools(db, FIFTY, FIFTY)),
  'the paths to three titles': () => planOf('schools', (db) => findTitlePaths(db, busy.row, CHECKED.slice(0, 3), AT)),
  'the catalogue: first page': () => planOf('licences', (db) => listTitles(db, FIRST_PAGE)),
  'the catalogue: next page': () => planOf('licences', (db) => listTitles(db, NEXT_PAGE)),
  'the catalogue: search': () => planOf('licences', (db) => listTitles(db, SEARCH)),
  'licensed titles, many licences: first page': () =>
    planOf('licences', (db) => listLicensedTitles(db, busy.ruling, FIRST_PAGE)),
  'licensed titles, many licences: next page': () =>
    planOf('licences', (db) => listLicensedTitles(db, busy.ruling, NEXT_PAGE)),
  'licensed titles, many licences: search': () =>
    planOf('licences', (db) => listLicensedTitles(db, busy.ruling, SEARCH)),
  'licensed titles, many licences: count': () =>
    planOf('licences', (db) => countLicensedTitles(db, busy.ruling, FIRST_PAGE)),
  'licensed titles, many licences, all with seats: first page': () =>
    planOf('licences', (db) => listLicensedTitles(db, busy.withSeats, FIRST_PAGE)),
  'licensed titles, one licence: first page': () =>
    planOf('licences', (db) => listLicensedTitles(db, sparse.ruling, FIRST_PAGE)),
  'licensed titles, one licence: next page': () =>
    planOf('licences', (db) => listLicensedTitles(db, sparse.ruling, NEXT_PAGE)),
  'licensed titles, one licence: search': () =>
    planOf('licences', (db) => listLicensedTitles(db, sparse.ruling, SEARCH)),
  'a check of 500 titles': () => planOf('licences', (db) => findTitlesWithPackages(db, busy.ruling, CHECKED)),
  'a check of 500 titles, all licences with seats': () =>
    planOf('licences', (db) => findTitlesWithPackages(db, busy.withSeats, CHECKED)),
  'the terms of 500 licences': () => planOf('licences', (db) => findLicenceTerms(db, licencesOf(busy.grants))),
  'the terms of one licence': () => planOf('licences', (db) => findLicenceTerms(db, licencesOf(sparse.grants))),
  'how 50 licences stand to a caller': () =>
    planOf('licences', (db) => findLicenceRelations(db, caller.bound, CHECKED.slice(0, 50))),
  'recording 100 uses': () => planOfRecording(100),
  'recording 1,000 uses': () => planOfRecording(1_000),
  'the sums of a school': () =>
    planOf('usage', (db) => sumsOfSchools(db, [{ of: `SCHOOL:${busy.id}`, months: MONTHS }])),
  'the sums of an authority': () =>
    planOf('usage', (db) => sumsOfAuthorities(db, [{ of: 'AUTHORITY:NW:A7', months: MONTHS }])),
  'the sums of a title': () =>
    planOf('usage', (db) => sumsOfTitles(db, [{ of: '7', months: MONTHS }], { ...caller, kind: 'reporting' })),
};

const plan = (name: string) => (STATEMENTS[name] as () => Promise<PlanNode>)();

test.each(Object.keys(STATEMENTS))('%s', async (name) => {
  expect(shapeOf(await plan(name))).toMatchSnapshot();
});

test('how licences stand to a caller is found without reading all memberships', async () => {
  const scans = nodesOf(await plan('how 50 licences stand to a caller'));
  const whole = scans.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);
  expect(scans.map((node) => node['Relation Name'])).toContain('membership');
  expect(whole).not.toContain('membership');
});

const PAGES_AND_CHECKS = Object.keys(STATEMENTS).filter((name) => /^(licensed titles.* page|a check)/.test(name));

test.each(PAGES_AND_CHECKS)('%s: neither titles nor contents of packages are read from end to end', async (name) => {
  const scans = nodesOf(await plan(name)).filter((node) => node['Node Type'] === 'Seq Scan');
  const tables = scans.map((node) => node['Relation Name']);
  expect(tables).not.toContain('title');
  expect(tables).not.toContain('package_title');
});

test.each(PAGES_AND_CHECKS.filter((name) => /many licences: (first|next) page/.test(name)))(
  '%s goes through the titles in their order, and sorts nothing',
  async (name) => {
    const nodes = nodesOf(await plan(name));
    expect(nodes.map((node) => node['Index Name'])).toContain('title_order');
    expect(nodes.filter((node) => /Sort/.test(node['Node Type']))).toEqual([]);
  },
);

test('no index of an exclusion constraint is taken for a lookup', async () => {
  const guards = await database.query<{ name: string }>(
    "select conindid::regclass::text as name from pg_constraint where contype = 'x'",
  );
  const names = guards.map(({ name }) => name.replace(/^\w+\./, ''));
  expect(names).toContain('membership_one_per_level');
  for (const name of Object.keys(STATEMENTS)) {
    const taken = nodesOf(await plan(name)).flatMap((node) => node['Index Name'] ?? []);
    expect({ name, taken: taken.filter((index) => names.includes(index)) }).toEqual({ name, taken: [] });
  }
});
