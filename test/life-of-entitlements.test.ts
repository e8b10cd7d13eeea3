/**
 * After any changes of entitlements, in any order, the answers of the access rule about earlier times stay as they
 * were. Undoing a change restores the former answers from then on.
 */
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { type Decision, decide } from '../access/rule';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { amendEntitlements } from '../services/schools/amendment/amend-entitlements';
import type { AmendmentAsked } from '../services/schools/amendment/amend-request';
import { undoChange } from '../services/schools/amendment/undo-change';
import { findTitlePaths } from '../services/schools/seat/path-queries';
import { Session } from '../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from './database';
import { plain } from './plain-statement';
import { type SeededWorld, seedWorld } from './seed-world';

const DAY = 24 * 3_600_000;
const HOLDERS = ['Stadt', 'Verbund', 'Schule 1', 'Schule 2'] as const;
const SCHOOLS = ['Schule 1', 'Schule 2'] as const;
/** The test's time starts here, so that none of its instants is before the database's own time. */
const START = Date.now() + 60_000;

let database: TestDatabase;
let world: SeededWorld;
let source: DataSource;
let operator: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
  const day = (days: number) => new Date(START + days * DAY).toISOString();
  const licence = {
    owner: 'Stadt',
    heldAt: ['AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'] as const,
    packages: [{ package: 'Alles' }],
  };
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY', Verbund: 'SCHOOL_GROUP' },
    schools: {
      'Schule 1': { belongsTo: [{ to: 'Stadt' }, { to: 'Verbund' }] },
      'Schule 2': { belongsTo: [{ to: 'Stadt' }] },
    },
    titles: { Film: {} },
    packages: { Alles: [{ title: 'Film' }] },
    licences: {
      Lizenz: {
        ...licence,
        heldAt: [...licence.heldAt],
        rights: ['STREAM', 'DOWNLOAD'],
        term: { from: day(-99), until: day(99) },
      },
      Andere: { ...licence, heldAt: [...licence.heldAt], rights: ['STREAM'] },
    },
    entitlements: {
      'der Stadt': { licence: 'Lizenz', holder: 'Stadt', from: day(-20), until: day(40) },
      'des Verbunds': { licence: 'Andere', holder: 'Verbund', from: day(-10), until: day(20), rights: ['STREAM'] },
      'der Schule': { licence: 'Lizenz', holder: 'Schule 1', from: day(-5), rights: ['STREAM'] },
      später: { licence: 'Andere', holder: 'Schule 2', from: day(6) },
      geschlossen: { licence: 'Andere', holder: 'Schule 1', from: day(-9), suspended: [{ from: day(-3) }] },
    },
  });
  await database.keep();
  source = await connect(database.urlOf('schools'), {
    poolSize: 2,
    waitMs: 5_000,
    applicationName: 'life of entitlements',
  });
  operator = { kind: 'operator', subject: 'Pult', scopes: SCOPES_OF_KIND.operator, bound: [] };
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

interface Step {
  readonly kind: AmendmentAsked['kind'] | 'UNDO';
  /** Days since the step before; for planned changes, days from now. */
  readonly pause: number;
  readonly ahead: number;
  readonly lasts: number | null;
  readonly which: readonly number[];
  readonly to: (typeof HOLDERS)[number];
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('REVOKE', 'SUSPEND', 'RESUME', 'END', 'MOVE', 'UNDO', 'UNDO'),
  pause: fc.constantFrom(0.5, 1, 3, 8),
  ahead: fc.constantFrom(0, 0, 0, 2, 5),
  lasts: fc.constantFrom(null, null, 1, 4, 30),
  which: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 }),
  to: fc.constantFrom(...HOLDERS),
});

interface Answer extends Record<string, unknown> {
  readonly outcome: string;
  readonly reason?: string;
}
/** By school, right and instant. */
type Answers = ReadonlyMap<string, { readonly at: number; readonly answer: Answer }>;

async function answersAt(instants: readonly number[]): Promise<Answers> {
  const answers = new Map<string, { at: number; answer: Answer }>();
  const session = new Session(source, operator);
  for (const name of SCHOOLS) {
    const [row] = await session.query(plain<{ id: string }>('select id from schools.organisation where key = $1'), [
      `SCHOOL:${world.organisation(name)}`,
    ]);
    const [found] = await findTitlePaths(session, row?.id as string, [world.title('Film')], START);
    if (!found) throw new Error('the title has no paths');
    for (const right of ['STREAM', 'DOWNLOAD'] as const) {
      for (const at of instants) {
        const decision: Decision = decide({ at, right, audience: 'TEACHER' }, found.school, found.title, found.paths);
        answers.set(`${name} ${right} ${at - START}`, { at, answer: { ...decision } });
      }
    }
  }
  await session.end();
  return answers;
}

/** Returns all instants at which anything begins or ends, and those one millisecond before and after. */
async function edges(more: readonly number[]): Promise<number[]> {
  const rows = await database.query<{ at: number }>(
    `select distinct floor(extract(epoch from at) * 1000)::float8 as at from (
       select unnest(array[lower(valid), upper(valid), revoked_at]) as at from schools.entitlement
       union all select unnest(array[lower(valid), upper(valid)]) from schools.entitlement_suspension) edge where at is not null`,
  );
  return [...new Set([...rows.map(({ at }) => at), ...more].flatMap((at) => [at - 1, at, at + 1]))];
}

/**
 * Returns the part of an answer that later changes must not alter. How long an allow lasts, which of several
 * entitlements decides because it lasts longest, and that something is to begin are statements about later times.
 */
function answeredOf({ outcome, reason, since, rights }: Answer): unknown {
  if (outcome === 'ALLOWED') return { outcome, rights };
  return reason === 'NOT_LICENSED' || reason === 'NOT_YET_VALID' ? { outcome } : { outcome, reason, since };
}

/**
 * A denial because something is still to begin hides one because something has ended. A move creates something that
 * begins.
 */
function hidesDenial({ reason }: Answer, { kind }: Step): boolean {
  return reason === 'NOT_YET_VALID' && kind === 'MOVE';
}

/** What a move gave to the new holder stays on record when the move is undone, and denies with a reason of its own. */
function isDeniedByMoved(before: Answer, after: Answer, { kind }: Step): boolean {
  return kind === 'MOVE' && before.outcome === 'DENIED' && after.outcome === 'DENIED';
}

/** The change had opened something for a while, so the denial that returns begins when the change is undone. */
function beginsAnew(before: Answer, after: Answer, { kind }: Step, now: number): boolean {
  const wasClosed = before.outcome === 'DENIED' && typeof before.since === 'number' && before.since < now;
  return (kind === 'RESUME' || kind === 'END') && wasClosed && after.since === now;
}

let compared = 0;
let undone = 0;
const applied = new Map<string, number>();

async function live(steps: readonly Step[]): Promise<void> {
  let now = START;
  let last: { change: string; before: Answers; step: Step; instants: number[] } | undefined;
  for (const one of steps) {
    now += one.pause * DAY;
    const planned = now + one.ahead * DAY;
    const lasting = one.lasts === null ? Infinity : planned + one.lasts * DAY;
    const instants = await edges([now, planned, START + 500 * DAY, ...(Number.isFinite(lasting) ? [lasting] : [])]);
    const before = await answersAt(instants);
    const session = new Session(source, operator);
    const context = { now, afterwards: false };
    let change: string | null = null;
    if (one.kind === 'UNDO') {
      if (last) {
        const request = { change: last.change, reason: null, preview: false, ofOthers: false, overrideSuspended: true };
        const result = await undoChange(session, operator, request, context);
        if (result.applied) {
          const after = await answersAt(last.instants);
          for (const [name, { at, answer }] of last.before) {
            if (at < now) continue;
            const is = after.get(name)?.answer as Answer;
            const was = beginsAnew(answer, is, last.step, now) ? { ...answer, since: now } : answer;
            if (!isDeniedByMoved(answer, is, last.step)) expect({ name, ...is }).toEqual({ name, ...was });
            undone += 1;
          }
        }
        change = result.change;
        last = undefined;
      }
    } else {
      const rows = await database.query<{ id: string }>('select id from schools.entitlement order by id');
      const ids = [...new Set(one.which.map((at) => rows[at % rows.length]?.id as string))];
      const level = one.to === 'Stadt' ? 'AUTHORITY' : one.to === 'Verbund' ? 'SCHOOL_GROUP' : 'SCHOOL';
      const amendment = {
        REVOKE: { kind: 'REVOKE', at: planned },
        SUSPEND: { kind: 'SUSPEND', at: planned, until: lasting },
        RESUME: { kind: 'RESUME', at: planned },
        END: { kind: 'END', until: lasting },
        MOVE: { kind: 'MOVE', at: planned, to: `${level}:${world.organisation(one.to)}` },
      }[one.kind] as AmendmentAsked;
      const request = { amendment, ids, versions: [], selection: null, reason: null, preview: false };
      const how = { skipRefused: true, overrideSuspended: true, idempotencyKey: null, previewToken: null };
      const result = await amendEntitlements(session, operator, { ...request, ...how }, context);
      change = result.change;
      last = change ? { change, before, step: one, instants } : undefined;
    }
    await session.end();
    if (change) applied.set(one.kind, (applied.get(one.kind) ?? 0) + 1);

    const after = await answersAt(instants);
    for (const [name, { at, answer }] of before) {
      if (at >= now) continue;
      const is = after.get(name)?.answer as Answer;
      if (!hidesDenial(is, one)) expect({ name, is: answeredOf(is) }).toEqual({ name, is: answeredOf(answer) });
      compared += 1;
    }
  }
}

test('earlier answers stay, and undoing restores the answers before the change', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), live).beforeEach(() => database.reset()),
    { numRuns: 25 },
  );
  expect([...applied.keys()].sort()).toEqual(['END', 'MOVE', 'RESUME', 'REVOKE', 'SUSPEND', 'UNDO']);
  expect(compared).toBeGreaterThan(1_000);
  expect(undone).toBeGreaterThan(100);
}, 300_000);
