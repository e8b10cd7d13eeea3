/** The list equals what a simple search in a random world finds: entitlement by entitlement, school by school, title by title. */
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { LEVELS } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { arbitraryWorld, EVERY_INSTANT } from '../../../test/arbitrary-world';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { clearWorld, seedWorld } from '../../../test/seed-world';
import { callerOf } from '../../../test/usage-world';
import { complete, instantOf, periodOf, type Span, termsOf, type World } from '../../../test/world';
import { Session } from '../../subgraph/database/session';
import { listCoveredTwice } from './covered-twice-queries';

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  source = await connect(database.urlOf('schools'), { poolSize: 2, applicationName: 'covered twice' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const OPERATOR = callerOf('operator');

interface Row {
  readonly name: string;
  readonly isComplete: boolean;
  readonly titles: number;
  readonly schools: number;
  readonly covers: readonly string[];
}

function expected(given: World, at: number): Row[] {
  const world = complete(given);
  const lasts = (span?: Span) => {
    const { from, until } = periodOf(span);
    return from <= at && at < until;
  };
  const schoolsOf = (holder: string) =>
    Object.entries(world.schools)
      .filter(([name, { belongsTo }]) => name === holder || belongsTo.some((one) => one.to === holder && lasts(one)))
      .map(([name]) => name);
  const titlesOf = (packages: World['licences'][string]['packages']) => {
    const open = packages.filter(lasts).flatMap((one) => (world.packages[one.package] ?? []).filter(lasts));
    return [...new Set(open.map(({ title }) => title))].filter((name) => {
      const { playout, withdrawn } = world.titles[name] as World['titles'][string];
      return lasts(playout) && (withdrawn === undefined || instantOf(withdrawn) > at);
    });
  };
  const held = Object.entries(world.entitlements).flatMap(([name, entitled]) => {
    const licence = world.licences[entitled.licence] as World['licences'][string];
    const terms = termsOf(licence).find(({ valid }) => lasts(valid));
    if (!terms) return [];
    const level = world.organisations[entitled.holder] ?? 'SCHOOL';
    const isHeld =
      lasts(entitled) &&
      lasts(terms.term) &&
      terms.heldAt.includes(level) &&
      (entitled.revoked === undefined || instantOf(entitled.revoked) > at) &&
      !(entitled.suspended ?? []).some(lasts);
    const rights = (entitled.rights ?? licence.rights).filter((right) => terms.rights.includes(right));
    const pupilRights = rights.filter((right) => terms.pupilRights?.includes(right));
    const facts = { ...entitled, name, rank: LEVELS.indexOf(level), rights, pupilRights, seats: terms.seats };
    return isHeld ? [{ ...facts, schools: schoolsOf(entitled.holder), titles: titlesOf(licence.packages) }] : [];
  });
  const both = <Value>(one: readonly Value[], other: readonly Value[]) => one.filter((value) => other.includes(value));
  const holdsAll = <Value>(one: readonly Value[], all: readonly Value[]) => both(all, one).length === all.length;
  return held.flatMap((narrow) => {
    const covers = held.filter(
      (wide) =>
        wide.rank < narrow.rank &&
        wide.licence !== narrow.licence &&
        both(narrow.schools, wide.schools).length > 0 &&
        both(narrow.titles, wide.titles).length > 0 &&
        both(narrow.rights, wide.rights).length > 0,
    );
    const isComplete = (wide: (typeof held)[number]) =>
      wide.seats === undefined &&
      holdsAll(wide.schools, narrow.schools) &&
      holdsAll(wide.titles, narrow.titles) &&
      holdsAll(wide.rights, narrow.rights) &&
      holdsAll(wide.pupilRights, narrow.pupilRights);
    const told = covers.map(
      (wide) =>
        `${wide.name}: ${both(narrow.titles, wide.titles).length} titles at ${both(narrow.schools, wide.schools).length} schools, ${isComplete(wide)}`,
    );
    if (covers.length === 0) return [];
    const { name, titles, schools } = narrow;
    return [
      {
        name,
        isComplete: covers.some(isComplete),
        titles: titles.length,
        schools: schools.length,
        covers: told.sort(),
      },
    ];
  });
}

/** A world with more overlaps: titles, contents and entitlements without an end, licences that may be held at any level. */
const full = (world: World): World => ({
  ...world,
  titles: Object.fromEntries(Object.keys(world.titles).map((name) => [name, {}])),
  packages: Object.fromEntries(
    Object.entries(world.packages).map(([name, titles]) => [name, titles.map(({ title }) => ({ title }))]),
  ),
  licences: Object.fromEntries(
    Object.entries(world.licences).map(([name, { amended: _, term: __, packages, ...licence }]) => [
      name,
      { ...licence, heldAt: LEVELS, packages: packages.map((one) => ({ package: one.package })) },
    ]),
  ),
  entitlements: Object.fromEntries(
    Object.entries(world.entitlements).map(([name, { licence, holder, rights }]) => [
      name,
      { licence, holder, rights, from: '2026-01-01' },
    ]),
  ),
});

test('what is covered twice, and by what, is what a simple search finds', async () => {
  let seen = { rows: 0, complete: 0 };
  await fc.assert(
    fc.asyncProperty(arbitraryWorld, fc.boolean(), fc.nat(EVERY_INSTANT.length - 1), async (any, isFull, instant) => {
      const given = isFull ? full(any) : any;
      const at = EVERY_INSTANT[instant] as number;
      await clearWorld(database.query);
      const world = await seedWorld(database.query, given);
      const session = new Session(source, OPERATOR);
      const asked = { isComplete: null, licence: null, amendable: null, state: 'ALL', now: at } as const;
      const { rows, count } = await listCoveredTwice(session, OPERATOR, asked, { first: 100, after: null });
      await session.end();
      const found = rows.map((row) => ({
        name: world.nameOfEntitlement(row.id),
        isComplete: row.isComplete,
        titles: row.titles,
        schools: row.schools,
        covers: row.covers
          .map(
            (by) => `${world.nameOfEntitlement(by.id)}: ${by.titles} titles at ${by.schools} schools, ${by.isComplete}`,
          )
          .sort(),
      }));
      const byName = (a: Row, b: Row) => (a.name < b.name ? -1 : 1);
      expect(found.toSorted(byName)).toEqual(expected(given, at).toSorted(byName));
      expect(count).toBe(found.length);
      seen = {
        rows: seen.rows + found.length,
        complete: seen.complete + found.filter(({ isComplete }) => isComplete).length,
      };
    }),
    { numRuns: 100 },
  );
  expect(seen.rows).toBeGreaterThan(20);
  expect(seen.complete).toBeGreaterThan(0);
}, 300_000);
