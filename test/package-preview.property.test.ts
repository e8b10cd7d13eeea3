/** The preview of a change of a package shows the difference between the access rule's answers before and after it. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { AUDIENCES, USAGE_RIGHTS } from '../access/right';
import { decide } from '../access/rule';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { findAccessChanges } from '../services/licences/package/effect-queries';
import { type AmendRequest, amendPackage } from '../services/licences/package/write-package';
import { Session } from '../services/subgraph/database/session';
import { arbitraryWorld, EVERY_INSTANT } from './arbitrary-world';
import { createTestDatabase, type TestDatabase } from './database';
import { clearWorld, seedWorld } from './seed-world';
import { factsOf, instantOf, type World } from './world';

let database: TestDatabase;
/** Connects as the owner of the tables, who may change the past: all instants of a world lie in one year. */
let owner: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = await new DataSource({ type: 'postgres', url: database.ownerUrl, poolSize: 2 }).initialize();
});
afterAll(async () => {
  await owner?.destroy();
  await database?.drop();
});

interface Change {
  readonly world: World;
  readonly package: string;
  /** The index of its instant. The instants at which titles join and leave are not earlier. */
  readonly at: number;
  readonly add: readonly Wish[];
  readonly remove: readonly Wish[];
  readonly closedFrom: number | null;
  readonly isOperator: boolean;
}
interface Wish {
  readonly title: string;
  readonly from: number;
  readonly until: number | null;
}

const LAST = EVERY_INSTANT.length - 1;
const change: fc.Arbitrary<Change> = fc
  .tuple(arbitraryWorld, fc.nat(LAST - 1))
  .chain(([world, at]) => {
    const change = fc
      .tuple(
        fc.constantFrom(...Object.keys(world.titles)),
        fc.integer({ min: at, max: LAST }),
        fc.option(fc.integer({ min: 1, max: LAST })),
      )
      .map(([title, from, until]): Wish => ({ title, from, until: until !== null && until > from ? until : null }));
    return fc.record({
      world: fc.constant(seatless(world)),
      package: fc.constantFrom(...Object.keys(world.packages)),
      at: fc.constant(at),
      add: fc.array(change, { maxLength: 4 }),
      remove: fc.array(change, { maxLength: 3 }),
      closedFrom: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.integer({ min: at, max: LAST })),
      isOperator: fc.boolean(),
    });
  })
  /** A closed package accepts no titles for later. */
  .map((one) => (one.closedFrom === null ? one : { ...one, add: [] }));

/** A preview does not depend on free seats. */
function seatless(world: World): World {
  const entries = Object.entries(world.licences).map(([name, { seats: _, amended, ...licence }]) => {
    const { seats: __, ...later } = amended ?? { from: '' };
    return [name, { ...licence, ...(amended && { amended: later }) }];
  });
  return { ...world, licences: Object.fromEntries(entries) };
}

const instant = (place: number) => EVERY_INSTANT[place] as number;
const dated = ({ title, from, until }: Wish) => ({
  title,
  from: new Date(instant(from)),
  until: until === null ? null : new Date(instant(until)),
});

/** Returns by `title school` and instant which audiences and rights are allowed. */
function allowedIn(world: World, schools: readonly string[], from: number): Map<string, Map<number, Set<string>>> {
  const allowed = new Map<string, Map<number, Set<string>>>();
  for (const school of schools) {
    for (const title of Object.keys(world.titles)) {
      const byInstant = new Map<number, Set<string>>();
      for (const at of EVERY_INSTANT.filter((one) => one >= from)) {
        const { school: facts, title: about, paths } = factsOf(world, school, title, at);
        const questions = USAGE_RIGHTS.flatMap((right) => AUDIENCES.map((audience) => ({ at, right, audience })));
        const open = questions.filter((question) => decide(question, facts, about, paths).outcome === 'ALLOWED');
        byInstant.set(at, new Set(open.map(({ right, audience }) => `${audience} ${right}`)));
      }
      allowed.set(`${title} ${school}`, byInstant);
    }
  }
  return allowed;
}

/** Returns in the form of the preview what each title and school gains, from when until when. */
function gained(before: ReturnType<typeof allowedIn>, after: ReturnType<typeof allowedIn>, kind: string) {
  return [...after].flatMap(([pair, byInstant]) => {
    const instants = [...byInstant].map(([at, open]) => ({
      at,
      gained: [...open].filter((one) => !before.get(pair)?.get(at)?.has(one)),
    }));
    const first = instants.findIndex((one) => one.gained.length > 0);
    const last = instants.findLastIndex((one) => one.gained.length > 0);
    if (first < 0) return [];
    const rights = [...new Set(instants.flatMap((one) => one.gained))].sort();
    return [{ pair, kind, from: instants[first]?.at, until: instants[last + 1]?.at ?? null, rights }];
  });
}

async function disagreement(given: Change): Promise<string | undefined> {
  const { world, isOperator } = given;
  await clearWorld(database.query);
  await database.query('delete from licences.package_change');
  const seeded = await seedWorld(database.query, world);
  const [row] = await database.query<{ id: string }>('select id from licences.package where number = $1', [
    given.package,
  ]);
  const packageId = row?.id as string;
  if (!isOperator)
    await database.query(
      `update licences.package set owner_id = (select id from schools.organisation where name = 'school1') where id = $1`,
      [packageId],
    );
  const at = instant(given.at);
  const caller: Caller = {
    kind: isOperator ? 'operator' : 'licensing',
    subject: 'test',
    scopes: SCOPES_OF_KIND[isOperator ? 'operator' : 'licensing'],
    bound: isOperator ? [] : [`SCHOOL:${seeded.organisation('school1')}`],
  };
  const schools = isOperator ? Object.keys(world.schools) : ['school1'];
  const request: AmendRequest = {
    packageId,
    version: 1,
    number: undefined,
    name: undefined,
    add: given.add.map(dated),
    remove: given.remove.map(dated),
    closedFrom: given.closedFrom === null ? undefined : new Date(instant(given.closedFrom)),
    reason: null,
    preview: true,
    previewToken: null,
    idempotencyKey: null,
  };
  const session = new Session(owner, caller);
  try {
    const preview = await amendPackage(session, caller, request, at);
    const kept = preview.kept as NonNullable<typeof preview.kept>;
    const rows = await findAccessChanges(session, kept.id, 0, 1_000);
    const nameOf = (id: string, names: object, idOf: (name: string) => string) =>
      Object.keys(names).find((name) => idOf(name) === id);
    const told = rows
      .map((one) => ({
        pair: `${nameOf(one.titleId, world.titles, seeded.title)} ${nameOf(one.schoolId, world.schools, seeded.organisation)}`,
        kind: one.isOpening ? 'OPENS' : 'CLOSES',
        from: one.from.getTime(),
        until: one.until?.getTime() ?? null,
        rights: [
          ...one.rights.map((right) => `TEACHER ${right}`),
          ...one.pupilRights.map((right) => `PUPIL ${right}`),
        ].sort(),
      }))
      .sort(byPair);
    const applied = await amendPackage(session, caller, { ...request, preview: false, previewToken: kept.id }, at);
    if (applied.outcome !== preview.outcome) return `previewed as ${preview.outcome}, applied as ${applied.outcome}`;

    const contents = await database.query<{ title: string; from: Date | null; until: Date | null }>(
      `select t.number as title, lower(pt.valid) as "from", upper(pt.valid) as until
       from licences.package_title pt join licences.title t on t.id = pt.title_id where pt.package_id = $1`,
      [packageId],
    );
    const after: World = {
      ...world,
      packages: {
        ...world.packages,
        [given.package]: contents.map(({ title, from, until }) => ({
          title,
          ...(from && { from: from.toISOString() }),
          ...(until && { until: until.toISOString() }),
        })),
      },
    };
    const wrong = wrongContents(given, after);
    if (wrong) return wrong;
    const [was, is] = [allowedIn(world, schools, at), allowedIn(after, schools, at)];
    const expected = [...gained(was, is, 'OPENS'), ...gained(is, was, 'CLOSES')].sort(byPair);
    if (!isDeepStrictEqual(told, expected))
      return `the preview says ${JSON.stringify(told)}, the rule ${JSON.stringify(expected)}`;
    const counts = (kind: string) => told.filter((one) => one.kind === kind).length;
    const { pairsOpened, pairsClosed } = kept.effects;
    if (pairsOpened !== counts('OPENS') || pairsClosed !== counts('CLOSES'))
      return `counted ${pairsOpened} and ${pairsClosed}`;
  } finally {
    await session.end();
  }
  return undefined;
}

const byPair = (one: { pair: string; kind: string }, other: { pair: string; kind: string }) =>
  `${one.kind} ${one.pair}` < `${other.kind} ${other.pair}` ? -1 : 1;

/** At each instant the package holds its former titles and the added ones, without the removed ones. */
function wrongContents(given: Change, after: World): string | undefined {
  const covers = ({ from, until }: Wish, at: number) => instant(from) <= at && (until === null || at < instant(until));
  const holds = (world: World, title: string, at: number) =>
    (world.packages[given.package] ?? []).some(
      (one) =>
        one.title === title &&
        (one.from === undefined || instantOf(one.from) <= at) &&
        (one.until === undefined || at < instantOf(one.until)),
    );
  for (const title of Object.keys(given.world.titles)) {
    for (const at of [(EVERY_INSTANT[0] as number) - 1, ...EVERY_INSTANT]) {
      const named = (wishes: readonly Wish[]) => wishes.some((one) => one.title === title && covers(one, at));
      const isClosed = given.closedFrom !== null && at >= instant(given.closedFrom);
      const expected = !isClosed && ((holds(given.world, title, at) && !named(given.remove)) || named(given.add));
      if (holds(after, title, at) !== expected) return `${title} at ${new Date(at).toISOString()}: ${!expected}`;
    }
  }
  return undefined;
}

test('the preview is the difference of access, over random worlds and changes', async () => {
  const property = fc.asyncProperty(change, async (given) => {
    const wrong = await disagreement(given);
    if (wrong) throw new Error(wrong);
  });
  await fc.assert(property, { numRuns: 50 });
}, 300_000);
