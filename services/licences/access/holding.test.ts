/** Entitlements that are alike stand for one another: what is made of the oldest of them is what all of them would say. */
import fc from 'fast-check';
import { ALWAYS, holds, intersection, type Period } from '../../../access/period';
import { type AccessRequest, decide, type GrantPath, type TitleFacts } from '../../../access/rule';
import type { EqualEntitlements } from '../../../access/timeline';
import { holdingOf, openedBy } from './holding';
import type { LicenceTerms } from './licence-terms-queries';
import { decisionKeyOf, rulingOn, type TitleContents } from './ruling';

/** Few instants and few rights, so that much is alike and much touches. */
const period: fc.Arbitrary<Period> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(ALWAYS) },
  fc
    .tuple(fc.constantFrom(-Infinity, 1, 2, 3), fc.integer({ min: 1, max: 4 }))
    .map(([from, length]) => ({ from, until: Math.max(from, 0) + length })),
);
const rights = fc.constantFrom(1, 3);

const terms = (id: string): fc.Arbitrary<LicenceTerms> =>
  fc
    .record({
      valid: period,
      term: period,
      heldAt: fc.constantFrom(['STATE', 'SCHOOL'] as const, ['STATE', 'SCHOOL'] as const, ['SCHOOL'] as const),
      rights,
      pupilRights: fc.constantFrom(0, 1),
      seats: fc.constantFrom(null, null, 5),
      packages: fc.array(fc.record({ id: fc.constantFrom('p', 'q'), valid: period, titles: fc.constant(1) }), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    .map(({ seats, packages, ...facts }) => ({
      id,
      facts: { ...facts, seatFreeFrom: -Infinity },
      factsKey: JSON.stringify(facts),
      seats,
      packages,
    }));

const LICENCES = ['1', '2', '3', '4'];
const holding: fc.Arbitrary<EqualEntitlements[]> = fc
  .record({
    level: fc.constantFrom('STATE' as const, 'SCHOOL' as const),
    membership: period,
    groups: fc.array(
      fc.record({
        period,
        revokedAt: fc.constantFrom(Infinity, Infinity, Infinity, 2),
        suspensions: fc.array(period, { maxLength: 1 }),
        rights,
        licences: fc.array(fc.constantFrom(...LICENCES, '5'), { minLength: 1, maxLength: 4 }),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ level, membership, groups }) =>
    groups.map(({ licences, ...facts }) => ({
      facts: { level, membership, ...facts },
      idsAndLicences: licences.flatMap((licence) => [0, Number(licence)]),
    })),
  );

const contents = fc.uniqueArray(fc.record({ package: fc.constantFrom('p', 'q'), valid: period }), {
  selector: (one) => one.package,
  maxLength: 2,
});
const facts: fc.Arbitrary<TitleFacts> = fc.record({
  playout: period,
  withdrawnAt: fc.constantFrom(Infinity, Infinity, Infinity, 3),
  rights,
  openlyLicensed: fc.constant(false),
});
const world = fc.record({
  operating: period,
  holdings: fc.array(holding, { minLength: 1, maxLength: 2 }),
  terms: fc.tuple(...LICENCES.map((id) => fc.array(terms(id), { maxLength: 2 }))),
  titles: fc.array(fc.record({ facts, contents }), { minLength: 1, maxLength: 4 }),
  taken: fc.constantFrom(...LICENCES, null),
  order: fc.boolean(),
  audience: fc.constantFrom('TEACHER', 'PUPIL'),
});

/** In no order, and one right after the other. */
const QUESTIONS = [0, 1, 2, 3, 4, 2].flatMap((at) =>
  (['STREAM', 'DOWNLOAD'] as const).map((right) => [at, right] as const),
);

test('a title is decided as by every single way to it, and a package is open where a single one opens it', () => {
  fc.assert(
    fc.property(world, (given) => {
      const byId = new Map(LICENCES.map((id, at) => [id, oneAfterTheOther(given.terms[at] as LicenceTerms[])]));
      const numbered = given.holdings.map((groups, of) =>
        groups.map((group, at) => withIds(group, of * 2 + at, given.order)),
      );
      const school = { operating: given.operating };
      const grants = { school, holdings: numbered.map((groups) => holdingOf(groups, byId)) };
      const seatFreeFrom = new Map<string, number>();
      if (given.taken && byId.get(given.taken)?.some(({ seats }) => seats !== null)) seatFreeFrom.set(given.taken, 3);
      const titles = given.titles.map(({ facts, contents }): TitleContents => {
        const held = { title: { facts }, contents };
        return { ...held, decisionKey: decisionKeyOf(held), seatFreeFrom };
      });
      const ways = everyWay(numbered.flat(), byId);
      for (const [at, right] of QUESTIONS) {
        const question: AccessRequest = { at, right, audience: given.audience };
        const ruling = rulingOn(grants, question);
        for (const title of titles) {
          const paths = pathsTo(title, ways);
          expect(ruling.decide(title)).toEqual(decide(question, school, title.title.facts, paths));
        }
        const anyTitle = { playout: ALWAYS, withdrawnAt: Infinity, rights: 255, openlyLicensed: false };
        const opening = ways.filter(
          ({ path }) => holds(path.coverage, at) && decide(question, school, anyTitle, [path]).outcome === 'ALLOWED',
        );
        const free = new Set(opening.filter(({ seats }) => seats === null).map((one) => one.package));
        const seated = opening
          .filter((one) => one.seats !== null && !free.has(one.package))
          .map((one) => `${one.package} ${one.path.entitlement.licence}`);
        const { packages } = ruling;
        expect(new Set(packages.free)).toEqual(free);
        expect(new Set(packages.seated.map((one) => `${one.package} ${one.licence.id}`))).toEqual(new Set(seated));
      }
    }),
    { numRuns: 400 },
  );
});

interface AnyWay {
  readonly package: string;
  readonly seats: number | null;
  readonly path: GrantPath;
}

function pathsTo({ contents, seatFreeFrom }: TitleContents, ways: readonly AnyWay[]): GrantPath[] {
  return ways.flatMap(({ path, package: of }) =>
    contents
      .filter((one) => one.package === of)
      .map(({ valid }) => {
        const freeFrom = seatFreeFrom.get(path.entitlement.licence) ?? -Infinity;
        const licence = { ...path.licence, seatFreeFrom: freeFrom };
        return { ...path, licence, coverage: intersection(path.coverage, valid) };
      }),
  );
}

/** Ids that rise, or fall. */
function withIds({ facts, idsAndLicences }: EqualEntitlements, group: number, rise: boolean): EqualEntitlements {
  const idAt = (at: number) => 100 * (group + 1) + (rise ? at : -at);
  return { facts, idsAndLicences: idsAndLicences.map((one, at) => (at % 2 === 0 ? idAt(at) : one)) };
}

function everyWay(groups: readonly EqualEntitlements[], byId: ReadonlyMap<string, readonly LicenceTerms[]>): AnyWay[] {
  return groups.flatMap(({ facts, idsAndLicences }) =>
    idsAndLicences.flatMap((id, at) => {
      const terms = at % 2 === 0 ? (byId.get(String(idsAndLicences[at + 1])) ?? []) : [];
      return terms.flatMap((licence) =>
        licence.packages.map((one) => ({
          package: one.id,
          seats: licence.seats,
          path: {
            entitlement: { ...facts, id: String(id), licence: licence.id },
            licence: licence.facts,
            coverage: one.valid,
          },
        })),
      );
    }),
  );
}

/** As in the database: the second terms of a licence begin where the first ones end. */
function oneAfterTheOther([first, second]: readonly LicenceTerms[]): LicenceTerms[] {
  if (!first) return [];
  const amended = second?.facts.valid.from ?? -Infinity;
  if (!second || amended === -Infinity) return [during(first, ALWAYS)];
  return [during(first, { from: -Infinity, until: amended }), during(second, { from: amended, until: Infinity })];
}

function during(terms: LicenceTerms, valid: Period): LicenceTerms {
  const facts = { ...terms.facts, valid };
  return { ...terms, facts, factsKey: JSON.stringify(facts) };
}

/** All that name it cover the package p, and are alike. */
function licence(id: string): LicenceTerms {
  return {
    id,
    facts: { valid: ALWAYS, term: ALWAYS, heldAt: ['SCHOOL'], rights: 1, pupilRights: 0, seatFreeFrom: -Infinity },
    factsKey: 'alike',
    seats: null,
    packages: [{ id: 'p', valid: ALWAYS, titles: 1 }],
  };
}

test('what is open stays what it is until anything begins or ends', () => {
  const facts = {
    level: 'SCHOOL',
    membership: ALWAYS,
    period: { from: 5, until: 9 },
    revokedAt: 9,
    suspensions: [],
    rights: 1,
  } as const;
  const held = holdingOf([{ facts, idsAndLicences: [1, 1] }], new Map([['1', [licence('1')]]]));
  const foundAt = (at: number) => openedBy(held, { at, right: 'STREAM', audience: 'TEACHER' });
  const stretches = [
    [-3, 4, { from: -Infinity, until: 5 }],
    [5, 8, { from: 5, until: 9 }],
    [9, 12, { from: 9, until: Infinity }],
  ] as const;
  for (const [first, last, during] of stretches) {
    const found = foundAt(first);
    expect(found.during).toEqual(during);
    expect(foundAt(last)).toEqual(found);
  }
});

test('of those that lead to a package alike the oldest decides, in whatever order they come, in each stretch of time', () => {
  const facts = {
    level: 'SCHOOL',
    membership: ALWAYS,
    period: ALWAYS,
    revokedAt: Infinity,
    suspensions: [],
    rights: 1,
  } as const;
  const early = { from: -Infinity, until: 5 };
  const late = { from: 5, until: Infinity };
  const covering = (id: string, valid: Period): [string, LicenceTerms[]] => [
    id,
    [{ ...licence(id), packages: [{ id: 'p', valid, titles: 1 }] }],
  ];
  const terms = new Map([covering('1', ALWAYS), covering('2', early), covering('3', late), covering('4', ALWAYS)]);
  for (const idsAndLicences of [
    [11, 1, 12, 4, 13, 2, 14, 3],
    [14, 3, 13, 2, 12, 4, 11, 1],
  ]) {
    const { paths } = holdingOf([{ facts, idsAndLicences }], terms);
    const ways = paths.get('p')?.map(({ entitlement, coverage }) => [entitlement.id, entitlement.licence, coverage]);
    expect(new Set(ways)).toEqual(
      new Set([
        ['11', '1', ALWAYS],
        ['13', '2', early],
        ['14', '3', late],
      ]),
    );
  }
});

test('a thousand entitlements that are alike are one way', () => {
  const facts = {
    level: 'SCHOOL',
    membership: ALWAYS,
    period: ALWAYS,
    revokedAt: Infinity,
    suspensions: [],
    rights: 1,
  } as const;
  const ids = Array.from({ length: 1_000 }, (_, at) => at + 1);
  const { names, paths } = holdingOf(
    [{ facts, idsAndLicences: ids.flatMap((id) => [2_000 - id, id]) }],
    new Map(ids.map((id) => [String(id), [licence(String(id))]])),
  );
  expect(names).toHaveLength(1_000);
  expect(paths.get('p')?.map(({ entitlement }) => entitlement.id)).toEqual(['1000']);
});
