/** Entitlements that are alike stand for one another: what is made of the oldest of them is what all of them would say. */
import fc from 'fast-check';
import { ALWAYS, holds, intersection, type Period } from '../../../access/period';
import { decide, type Path, type Question, type TitleFacts } from '../../../access/rule';
import type { AlikeEntitlements } from '../../../access/timeline';
import { holdingOf } from './holding';
import type { LicenceTerms } from './licence-terms';
import { likenessOf, rulingOn, scopeOf, type TitleContents } from './scope';

/** Few instants and few rights, so that much is alike and much touches. */
const period: fc.Arbitrary<Period> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(ALWAYS) },
  fc
    .tuple(fc.constantFrom(-Infinity, 1, 2, 3), fc.integer({ min: 1, max: 4 }))
    .map(([from, length]) => ({ from, until: Math.max(from, 0) + length })),
);
const rights = fc.constantFrom(1, 3);

const terms = (id: string): fc.Arbitrary<LicenceTerms> =>
  fc
    .record({
      term: period,
      heldAt: fc.constantFrom(['STATE', 'SCHOOL'] as const, ['SCHOOL'] as const),
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
      likeness: JSON.stringify(facts),
      seats,
      packages,
    }));

const LICENCES = ['1', '2', '3', '4'];
const holding: fc.Arbitrary<AlikeEntitlements[]> = fc
  .record({
    level: fc.constantFrom('STATE' as const, 'SCHOOL' as const),
    membership: period,
    groups: fc.array(
      fc.record({
        period,
        revokedAt: fc.constantFrom(Infinity, Infinity, 2),
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
const world = fc.record({
  operating: period,
  holdings: fc.array(holding, { minLength: 1, maxLength: 2 }),
  terms: fc.tuple(...LICENCES.map(terms)),
  facts: fc.record({ playout: period, withdrawnAt: fc.constantFrom(Infinity, 3), rights }) as fc.Arbitrary<TitleFacts>,
  contents,
  taken: fc.constantFrom(...LICENCES, null),
  order: fc.boolean(),
  right: fc.constantFrom('STREAM', 'DOWNLOAD'),
  audience: fc.constantFrom('TEACHER', 'PUPIL'),
});

test('a title is decided as by every single way to it, and a package is open where a single one opens it', () => {
  fc.assert(
    fc.property(world, (given) => {
      const byId = new Map<string, LicenceTerms | null>(given.terms.map((one) => [one.id, one]));
      const numbered = given.holdings.map((groups, of) =>
        groups.map((group, at) => withIds(group, of * 2 + at, given.order)),
      );
      const scope = scopeOf(
        { operating: given.operating },
        numbered.map((groups) => holdingOf(groups, byId)),
      );
      const seatFreeFrom = new Map<string, number>();
      if (given.taken && byId.get(given.taken)?.seats) seatFreeFrom.set(given.taken, 3);
      const held = { title: { facts: given.facts }, contents: given.contents };
      const title: TitleContents = { ...held, likeness: likenessOf(held), seatFreeFrom };
      for (const at of [0, 1, 2, 3, 4, 2]) {
        const question = { at, right: given.right, audience: given.audience } as Question;
        const ways = everyWay(numbered.flat(), byId);
        const ruling = rulingOn(scope, question);
        const paths = ways.flatMap(({ path, package: of }) =>
          given.contents
            .filter((one) => one.package === of)
            .map(({ valid }) => {
              const freeFrom = seatFreeFrom.get(path.entitlement.licence) ?? -Infinity;
              const licence = { ...path.licence, seatFreeFrom: freeFrom };
              return { ...path, licence, coverage: intersection(path.coverage, valid) };
            }),
        );
        expect(ruling.decide(title)).toEqual(decide(question, scope.school, given.facts, paths));
        const anyTitle = { playout: ALWAYS, withdrawnAt: Infinity, rights: 255 };
        const open = new Set(
          ways
            .filter(({ path }) => holds(path.coverage, at))
            .filter(({ path }) => decide(question, scope.school, anyTitle, [path]).outcome === 'ALLOWED')
            .map((one) => one.package),
        );
        const { free, seated } = ruling.packages;
        expect(new Set([...free, ...seated.map((one) => one.package)])).toEqual(open);
      }
    }),
    { numRuns: 500 },
  );
});

/** Ids that rise, or fall. */
function withIds({ facts, idsAndLicences }: AlikeEntitlements, group: number, rise: boolean): AlikeEntitlements {
  const idAt = (at: number) => 100 * (group + 1) + (rise ? at : -at);
  return { facts, idsAndLicences: idsAndLicences.map((one, at) => (at % 2 === 0 ? idAt(at) : one)) };
}

function everyWay(
  groups: readonly AlikeEntitlements[],
  byId: ReadonlyMap<string, LicenceTerms | null>,
): { readonly package: string; readonly path: Path }[] {
  return groups.flatMap(({ facts, idsAndLicences }) =>
    idsAndLicences.flatMap((id, at) => {
      const licence = at % 2 === 0 ? byId.get(String(idsAndLicences[at + 1])) : undefined;
      if (!licence) return [];
      const entitlement = { ...facts, id: String(id), licence: licence.id };
      return licence.packages.map((one) => ({
        package: one.id,
        path: { entitlement, licence: licence.facts, coverage: one.valid },
      }));
    }),
  );
}

test('a thousand entitlements that are alike are one way', () => {
  const facts = {
    level: 'SCHOOL',
    membership: ALWAYS,
    period: ALWAYS,
    revokedAt: Infinity,
    suspensions: [],
    rights: 1,
  } as const;
  const licence = (id: string): LicenceTerms => ({
    id,
    facts: { term: ALWAYS, heldAt: ['SCHOOL'], rights: 1, pupilRights: 0, seatFreeFrom: -Infinity },
    likeness: 'alike',
    seats: null,
    packages: [{ id: 'p', valid: ALWAYS, titles: 1 }],
  });
  const ids = Array.from({ length: 1_000 }, (_, at) => at + 1);
  const { names, paths } = holdingOf(
    [{ facts, idsAndLicences: ids.flatMap((id) => [2_000 - id, id]) }],
    new Map(ids.map((id) => [String(id), licence(String(id))])),
  );
  expect(names).toHaveLength(1_000);
  expect(paths.get('p')?.map(({ entitlement }) => entitlement.id)).toEqual(['1000']);
});
