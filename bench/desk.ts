/**
 * Measures assigning 5,500 schools × 20 licences against a bare `INSERT … SELECT` of the same rows into the same table,
 * with the same keys, checks and indexes but without the triggers that notify listeners and write the audit trail. It
 * also compares the times of access checks while it is applied with those of an idle run.
 */
import type { DataSource } from 'typeorm';
import { type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { assignEntitlements } from '../services/schools/assignment/assign-entitlements';
import type { AssignRequest } from '../services/schools/assignment/assign-request';
import { Session } from '../services/subgraph/database/session';
import type { TestDatabase } from '../test/database';
import { type System, startSystem, tokenOf } from '../test/system';
import { makeLargeWorld } from './large-world';
import { pidOf, type Timing, timed } from './server-time';
import { ratiosTo, type Spread, spreadOf, spreadText } from './statistics';

const LICENCES = 20;
/** The number of checks, which are sent one after another. */
const CHECKS = 200;

interface DeskFigures {
  readonly desk: {
    readonly pairs: number;
    readonly bareMs: Spread;
    readonly previewMs: Spread;
    readonly applyMs: Spread;
    readonly previewRatio: Spread;
    readonly applyRatio: Spread;
    /** The ratio of the server's processor times. Other work on the machine hardly affects it. */
    readonly previewRatioByProcessor: Spread;
    readonly applyRatioByProcessor: Spread;
    /** By how many MB the heap of the service grew while it applied. */
    readonly heapMb: Spread;
    readonly accessIdleMs: { readonly p50: number; readonly p99: number };
    readonly accessWhileAppliedMs: { readonly p50: number; readonly p99: number; readonly wrong: number };
  };
}

const STAFF: Caller = { kind: 'licensing', subject: 'desk', scopes: SCOPES_OF_KIND.licensing, bound: ['STATE:NW'] };

const SCHOOLS = `
  with made as (
    insert into schools.organisation (level, state, number, name)
    select 'SCHOOL', 'NW', (200000 + n)::text, 'Schule ' || n from generate_series(1, $1::int) n returning id),
  school as (
    insert into schools.school (id, short_name, form_code, legal_form_code, municipality_ags, postcode, city, street, operation_code, operating)
    select id, '', '20', '1', '05001000', '', '', '', '1', '(,)' from made returning id)
  insert into schools.membership (school_id, organisation_id, level, valid)
  select s.id, o.id, o.level, tstzrange(null, null) from school s
  join (select id, level from schools.organisation where level in ('STATE', 'DISTRICT', 'AUTHORITY')) o on true
  union all select id, id, 'SCHOOL', tstzrange(null, null) from school`;

const BARE = `
  insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
  select l.id, l.owner_id, o.id, tstzrange(now(), null), l.rights, 'bare'
  from directory.licence l
  join schools.organisation o on o.level = 'SCHOOL' and o.number >= '200000'
  where l.id <= $1`;

const TRIGGERS = ['notify_insert', 'audit_insert'];

export async function benchDesk(
  database: TestDatabase,
  quick: boolean,
  say: (line: string) => void,
): Promise<DeskFigures> {
  const schools = quick ? 500 : 5_500;
  const rounds = quick ? 3 : 5;
  say(`assigning ${LICENCES} licences to ${schools} schools, and a bare INSERT of the same rows`);
  await makeLargeWorld(database.query, 1_000, 2 * LICENCES);
  await database.query(SCHOOLS, [schools]);
  await database.query('vacuum analyze');
  const service = await connect(database.urlOf('schools'), { poolSize: 1, applicationName: 'bench desk' });
  const system = await startSystem(database);
  try {
    const request = await everyLicenceForEverySchool(database);
    const bare: Timing[] = [];
    const previews: Timing[] = [];
    const applied: Timing[] = [];
    const heap: number[] = [];
    const whileApplied: Checks = { ms: [], wrong: 0 };
    // The first round plans statements and grows the files, and does not count.
    for (let round = -1; round < rounds; round += 1) {
      const inserted = await bareInsert(database);
      const previewed = await timedAt(service, { ...request, preview: true });
      const before = usedHeap();
      const made = await timedAt(service, request);
      const grown = (usedHeap() - before) / 2 ** 20;
      await clear(database);
      if (round < 0) continue;
      bare.push(inserted);
      previews.push(previewed);
      applied.push(made);
      heap.push(grown);
    }
    const checks = checkUntil(system, whileApplied);
    await assign(service, request);
    await checks.stop();
    const idle: Checks = { ms: [], wrong: 0 };
    await check(system, idle, CHECKS);
    const of = (times: readonly Timing[], unit: keyof Timing) => times.map((one) => one[unit]);
    return {
      desk: {
        pairs: schools * LICENCES,
        bareMs: spreadOf(of(bare, 'ms')),
        previewMs: spreadOf(of(previews, 'ms')),
        applyMs: spreadOf(of(applied, 'ms')),
        previewRatio: ratiosTo(of(bare, 'ms'), of(previews, 'ms')),
        applyRatio: ratiosTo(of(bare, 'ms'), of(applied, 'ms')),
        previewRatioByProcessor: ratiosTo(of(bare, 'cpuMs'), of(previews, 'cpuMs')),
        applyRatioByProcessor: ratiosTo(of(bare, 'cpuMs'), of(applied, 'cpuMs')),
        heapMb: spreadOf(heap),
        accessIdleMs: percentiles(idle.ms),
        accessWhileAppliedMs: { ...percentiles(whileApplied.ms), wrong: whileApplied.wrong },
      },
    };
  } finally {
    await system.stop();
    await service.destroy();
  }
}

async function everyLicenceForEverySchool({ query }: TestDatabase): Promise<AssignRequest> {
  const keys = await query<{ key: OrganisationKey }>(
    "select key from schools.organisation where level = 'SCHOOL' and number >= '200000' order by key",
  );
  return {
    licenceIds: Array.from({ length: LICENCES }, (_, at) => String(at + 1)),
    holders: keys.map(({ key }) => key),
    selection: null,
    requested: { from: null, until: null, rights: null },
    note: null,
    preview: false,
    skipRefused: true,
    overrideSuspended: false,
    idempotencyKey: null,
    previewToken: null,
  };
}

async function assign(service: DataSource, request: AssignRequest): Promise<void> {
  const session = new Session(service, STAFF, undefined, undefined, { longestStatementMs: 600_000 });
  const { counts } = await assignEntitlements(session, STAFF, request, { now: Date.now() });
  await session.end();
  const made = counts.find(({ outcome }) => outcome === 'ASSIGNED')?.count ?? 0;
  if (made !== request.licenceIds.length * request.holders.length)
    throw new Error(`assigned: ${JSON.stringify(counts)}`);
}

/** Looks up the server process for each call, because an idle connection is closed after a while. */
async function timedAt(service: DataSource, request: AssignRequest): Promise<Timing> {
  return timed(await pidOf((text) => service.query(text)), () => assign(service, request));
}

async function bareInsert({ query }: TestDatabase): Promise<Timing> {
  for (const trigger of TRIGGERS) await query(`alter table schools.entitlement disable trigger ${trigger}`);
  const took = await timed(await pidOf((text) => query(text)), () => query(BARE, [LICENCES]));
  for (const trigger of TRIGGERS) await query(`alter table schools.entitlement enable trigger ${trigger}`);
  await clear({ query });
  return took;
}

/** Restores the tables to their former state, including dead rows and statistics. */
async function clear({ query }: Pick<TestDatabase, 'query'>): Promise<void> {
  await query('alter table schools.entitlement disable trigger user');
  await query("delete from schools.entitlement where created_by in ('bare', 'desk')");
  await query('alter table schools.entitlement enable trigger user');
  await query('delete from schools.assignment');
  await query('vacuum analyze schools.entitlement');
}

interface Checks {
  readonly ms: number[];
  wrong: number;
}

const ACCESS = `query ($number: String!, $titles: [ID!]!) {
  school(number: $number) { access(titleIds: $titles) { outcome } } }`;

/** Checks access at a school whose entitlements nobody changes, so its answers must stay the same. */
async function check(system: System, into: Checks, times: number, isOver: () => boolean = () => false): Promise<void> {
  const token = await tokenOf('lms', 'SCHOOL:NW:100000');
  const ask = () => system.ask(token, ACCESS, { number: '100000', titles: ['1', '2', '3', '5', '7'] });
  const expected = JSON.stringify((await ask()).data);
  for (let at = 0; at < times && !isOver(); at += 1) {
    const began = performance.now();
    const answer = JSON.stringify((await ask()).data);
    into.ms.push(performance.now() - began);
    if (answer !== expected) into.wrong += 1;
  }
}

function checkUntil(system: System, into: Checks): { stop(): Promise<void> } {
  let over = false;
  const running = check(system, into, Number.POSITIVE_INFINITY, () => over);
  return {
    async stop() {
      over = true;
      await running;
    },
  };
}

function usedHeap(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
}

function percentiles(ms: readonly number[]): { p50: number; p99: number } {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p99: at(0.99) };
}

export function describeDesk({ desk }: DeskFigures): string {
  const { accessIdleMs: idle, accessWhileAppliedMs: busy } = desk;
  return [
    `Assigning ${desk.pairs} pairs of licence and school, against a bare INSERT … SELECT of the same rows:`,
    `  bare      ${spreadText(desk.bareMs, 0)} ms`,
    `  preview   ${spreadText(desk.previewMs, 0)} ms, ${spreadText(desk.previewRatio, 2)} times as long, ${spreadText(desk.previewRatioByProcessor, 2)} by the server's processor time`,
    `  apply     ${spreadText(desk.applyMs, 0)} ms, ${spreadText(desk.applyRatio, 2)} times as long, ${spreadText(desk.applyRatioByProcessor, 2)} by the server's processor time`,
    `  heap      ${spreadText(desk.heapMb, 1)} MB more after an apply`,
    `  access    p50 ${idle.p50} ms, p99 ${idle.p99} ms idle; p50 ${busy.p50} ms, p99 ${busy.p99} ms while it is applied; ${busy.wrong} wrong answers`,
  ].join('\n');
}
