/**
 * Syncs random desired states of a source, one after another. The entitlements become each of them, and the same state
 * once more changes nothing. A reader between any two statements of a sync sees no school without a licence that it had
 * and keeps.
 */
import fc from 'fast-check';
import { Client } from 'pg';
import { ownerTransaction, type Queryable } from '../database/queryable';
import type { FileRecord } from '../services/import-file/file-record';
import { syncEntitlements } from '../services/schools/entitlement-file/sync-entitlements';
import { tableRow } from '../services/schools/entitlement-file/sync-record';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';

const DAY_MS = 86_400_000;
const SCHOOLS = ['Erste', 'Zweite', 'Dritte'];
const HOLDERS = ['Stadt', ...SCHOOLS];
const LICENCES = ['L1', 'L2'];
const RIGHTS = ['', 'STREAM', 'STREAM DOWNLOAD'];

let database: TestDatabase;
let world: SeededWorld;
let reader: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  const rights = ['STREAM', 'DOWNLOAD'] as const;
  const licence = {
    owner: 'Stadt',
    heldAt: ['AUTHORITY', 'SCHOOL'] as const,
    rights,
    packages: [{ package: 'Paket' }],
  };
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: Object.fromEntries(SCHOOLS.map((name) => [name, { belongsTo: [{ to: 'Stadt' }] }])),
    titles: { Bienen: {} },
    packages: { Paket: [{ title: 'Bienen' }] },
    licences: { L1: licence, L2: licence },
    entitlements: {},
  });
  reader = new Client({ connectionString: database.ownerUrl });
  await reader.connect();
  await database.keep();
});
afterAll(async () => {
  await reader?.end();
  await database?.drop();
});

/** A row of a desired state: days from now; null where it has none. */
interface Wanted {
  readonly from: number | null;
  readonly until: number | null;
  readonly rights: string;
}
/** By licence and holder. */
type Desired = Readonly<Record<string, Wanted>>;

const PAIRS = LICENCES.flatMap((licence) => HOLDERS.map((holder) => `${licence} ${holder}`));
const wanted: fc.Arbitrary<Wanted> = fc.record({
  from: fc.constantFrom(null, -30, 10),
  until: fc.constantFrom(null, 60, 400),
  rights: fc.constantFrom(...RIGHTS),
});
const desired: fc.Arbitrary<Desired> = fc
  .record(Object.fromEntries(PAIRS.map((pair) => [pair, fc.option(wanted)])))
  .map((all) => Object.fromEntries(Object.entries(all).flatMap(([pair, row]) => (row ? [[pair, row]] : []))));

const dateIn = (days: number | null, now: number) =>
  days === null ? '' : new Date(now + days * DAY_MS).toISOString().slice(0, 10);
function* recordsOf(state: Desired, now: number): Generator<FileRecord> {
  for (const [at, [pair, { from, until, rights }]] of Object.entries(state).entries()) {
    const [licence, holder] = pair.split(' ') as [string, string];
    const key = holder === 'Stadt' ? `AUTHORITY:${world.organisation(holder)}` : world.organisation(holder);
    const record = { licence, holder: key, from: dateIn(from, now), until: dateIn(until, now), rights, note: '' };
    yield { record, line: at + 2, element: null };
  }
}

/** @param look called between any two statements */
function sync(state: Desired, now: Date, look: () => Promise<void> = async () => undefined) {
  return ownerTransaction(database.ownerUrl, (db) => {
    const watched: Queryable = {
      async query(statement, parameters) {
        const rows = await db.query(statement, parameters);
        await look();
        return rows;
      },
    };
    const records = (async function* () {
      yield* recordsOf(state, now.getTime());
    })();
    return syncEntitlements(watched, records, {
      source: 'land',
      now,
      createdBy: 'import',
      skipBad: false,
      confirmedLosses: null,
      overrideSuspended: null,
      mostTold: 100,
      schema: tableRow,
    });
  });
}

interface Standing {
  readonly pair: string;
  readonly rights: string;
  readonly from: number;
  readonly until: number | null;
}

/** Returns what is in force at any time from this instant on, by pair. */
async function standing(at: Date): Promise<Standing[]> {
  const { rows } = await reader.query(
    `select c.number || ' ' || o.name as pair, array_to_string(e.rights, ' ') as rights,
       extract(epoch from lower(span))::float8 * 1000 as from, extract(epoch from upper(span))::float8 * 1000 as until
     from schools.entitlement e join licences.contract c on c.licence_id = e.licence_id
     join schools.organisation o on o.id = e.holder_id
     cross join lateral (select e.valid * tstzrange(null, e.revoked_at) as span) held
     where not isempty(span) and (upper_inf(span) or upper(span) > $1) order by 1, 3`,
    [at],
  );
  return rows;
}

const covered = (all: readonly Standing[], pair: string, at: number) =>
  all.some((one) => one.pair === pair && one.from <= at && (one.until === null || at < one.until));

test('the entitlements become what is wanted, in one step or not at all, and the same again changes nothing', async () => {
  const losses = (error: unknown) => {
    if (!String(error).includes('would end them')) throw error;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(desired, { minLength: 2, maxLength: 4 }), async (states) => {
      await database.reset();
      for (const state of states) {
        const now = new Date();
        const before = await standing(now);
        const kept = PAIRS.filter((pair) => state[pair] && covered(before, pair, now.getTime()));
        let looks = 0;
        const look = async () => {
          looks += 1;
          const at = Date.now();
          const seen = await standing(new Date(at));
          expect(kept.filter((pair) => !covered(seen, pair, at))).toEqual([]);
        };
        const refused = await sync(state, now, look).then(
          () => false,
          (error) => losses(error) ?? true,
        );
        expect(looks).toBeGreaterThan(5);
        const after = await standing(now);
        if (refused) {
          expect(after).toEqual(before);
          continue;
        }
        expect([...new Set(after.map(({ pair }) => pair))].sort()).toEqual(Object.keys(state).sort());
        /** Each licence that is kept goes on without a gap, until its last entitlement ends. */
        for (const pair of kept) {
          const spans = after.filter((one) => one.pair === pair);
          expect(spans[0]?.from).toBeLessThanOrEqual(now.getTime());
          for (const [place, next] of spans.slice(1).entries()) expect(next.from).toBe(spans[place]?.until);
        }
        for (const [pair, { from, until, rights }] of Object.entries(state)) {
          if (from === -30) expect(covered(after, pair, now.getTime())).toBe(true);
          const last = after.filter((one) => one.pair === pair).at(-1);
          expect(last?.until === null).toBe(until === null);
          if (rights !== '') expect(last?.rights.split(' ').sort()).toEqual(rights.split(' ').sort());
        }
        const again = await sync(state, new Date());
        expect(again).toMatchObject({ added: 0, replaced: 0, ended: 0 });
        expect(await standing(now)).toEqual(after);
      }
    }),
    { numRuns: 25 },
  );
}, 600_000);
