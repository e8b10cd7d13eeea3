/** Makes random worlds of few names and few instants, so that combinations of all of them occur. */
import fc from 'fast-check';
import { AUDIENCES, USAGE_RIGHTS, type UsageRight } from '../access/right';
import type { AccessRequest } from '../access/rule';
import { LEVELS, type Level } from '../caller/caller';
import { instantOf, type Span, type World } from './world';

/** Both clock changes of a year, a leap day, the start of a school year, and moments within a day. */
const INSTANTS = [
  '2026-01-01',
  '2026-03-29',
  '2026-03-29T03:00:00+02:00',
  '2026-08-01',
  '2026-10-25',
  '2026-10-25T02:30:00+01:00',
  '2026-11-11T11:11:11Z',
  '2027-08-01',
  '2028-02-29',
  '2028-03-01',
];

/** Nothing in a random world begins or ends between two of these instants. */
export const EVERY_INSTANT: readonly number[] = INSTANTS.map(instantOf);

const ORGANISATIONS: World['organisations'] = {
  association: 'REGIONAL_ASSOCIATION',
  centreA: 'MEDIA_CENTRE',
  centreB: 'MEDIA_CENTRE',
  authorityA: 'AUTHORITY',
  authorityB: 'AUTHORITY',
  group: 'SCHOOL_GROUP',
};
const SCHOOLS = ['school1', 'school2'];
const HOLDERS = ['STATE', 'DISTRICT', ...Object.keys(ORGANISATIONS), ...SCHOOLS];
/** The search `atom` orders these differently by name, by rank and by number. */
const TITLES = ['atom', 'atombau', 'biene', 'delta', 'eiszeit', 'zum atom'];
export const SEARCHES: readonly string[] = ['atom', 'zum', 'b'];
const FEW_RIGHTS: readonly UsageRight[] = ['STREAM', 'DOWNLOAD', 'PUBLIC_PERFORMANCE'];

const fromUntil = (first: number, second: number, openFrom: boolean, openUntil: boolean): Span => {
  const [from, until] = first < second ? [first, second] : [second, first];
  return {
    ...(openFrom ? {} : { from: INSTANTS[from] }),
    ...(openUntil || from === until ? {} : { until: INSTANTS[until] }),
  };
};
const index = fc.nat(INSTANTS.length - 1);
const span = fc.tuple(index, index, fc.boolean(), fc.boolean()).map((parts) => fromUntil(...parts));
const mostlyAlways = fc.oneof({ weight: 3, arbitrary: fc.constant<Span>({}) }, { weight: 2, arbitrary: span });
const startedSpan = fc
  .tuple(index, index, fc.boolean())
  .map(([a, b, open]) => fromUntil(a, b, false, open) as Span & { from: string });
const someRights = fc.oneof(fc.constant([...FEW_RIGHTS]), fc.subarray([...FEW_RIGHTS], { minLength: 1 }));
const someLevels = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Level[]>([...LEVELS]) },
  { weight: 1, arbitrary: fc.subarray<Level>([...LEVELS], { minLength: 1 }) },
);

/** Makes a period of one of two holders, of the other one, or of both one after the other. */
function changing(first: string, second: string) {
  return fc.oneof(
    fc.constant([{ to: first }]),
    fc.constant([{ to: second }]),
    index.map((change) => [
      { to: first, until: INSTANTS[change] },
      { to: second, from: INSTANTS[change] },
    ]),
  );
}

const school = fc
  .tuple(
    mostlyAlways,
    changing('authorityA', 'authorityB'),
    fc.oneof(fc.constant([]), changing('centreA', 'centreB')),
    fc.oneof(
      fc.constant([]),
      span.map((inGroup) => [{ to: 'group', ...inGroup }]),
    ),
    fc.constant([{ to: 'association' }]),
  )
  .map(([operating, ...belongsTo]) => ({ operating, belongsTo: belongsTo.flat() }));

const title = fc.record({
  rights: someRights,
  playout: fc.oneof({ weight: 4, arbitrary: fc.constant<Span>({}) }, { weight: 1, arbitrary: span }),
  withdrawn: fc.option(
    index.map((at) => INSTANTS[at] as string),
    { nil: undefined, freq: 5 },
  ),
  kind: fc.constantFrom('VIDEO' as const, 'AUDIO' as const),
  open: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
});

const packageContents = fc
  .uniqueArray(fc.constantFrom(...TITLES), { maxLength: TITLES.length })
  .chain((titles) => fc.tuple(...titles.map((name) => mostlyAlways.map((when) => ({ title: name, ...when })))));

/** A lease ends some time after it has begun. */
const lease = fc
  .tuple(index, index)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ from: INSTANTS[Math.min(a, b)] as string, until: INSTANTS[Math.max(a, b)] as string }));

const PACKAGES = ['package1', 'package2', 'package3'];
const terms = fc
  .record({
    heldAt: someLevels,
    rights: someRights,
    term: mostlyAlways,
    seats: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined, freq: 2 }),
  })
  .chain((given) => fc.subarray([...given.rights]).map((pupilRights) => ({ ...given, pupilRights })));

const licence = fc
  .record({
    owner: fc.constantFrom('STATE', 'authorityA', 'authorityB', 'centreA'),
    terms,
    amended: fc.option(
      fc.tuple(terms, index).map(([given, at]) => ({ ...given, from: INSTANTS[at] as string })),
      { nil: undefined, freq: 2 },
    ),
    leases: fc.array(lease, { maxLength: 3 }),
    packages: fc
      .subarray(PACKAGES, { minLength: 1 })
      .chain((names) => fc.tuple(...names.map((name) => mostlyAlways.map((when) => ({ package: name, ...when }))))),
  })
  .map(({ terms: first, ...rest }) => ({ ...first, ...rest }));

const LICENCES = ['licence1', 'licence2', 'licence3', 'licence4'];
const entitlement = fc
  .record({
    licence: fc.constantFrom(...LICENCES),
    holder: fc.constantFrom(...HOLDERS),
    when: startedSpan,
    revoked: fc.option(
      index.map((at) => INSTANTS[at] as string),
      { nil: undefined, freq: 4 },
    ),
    suspended: fc.oneof(
      fc.constant<Span[]>([]),
      startedSpan.map((one) => [one]),
    ),
  })
  .map(({ when, ...rest }) => ({ ...rest, ...when }));

function named<Value>(names: readonly string[], value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  return fc
    .tuple(...names.map(() => value))
    .map((values) => Object.fromEntries(names.map((name, at) => [name, values[at] as Value])));
}

export const arbitraryWorld: fc.Arbitrary<World> = fc
  .record({
    organisations: fc.constant(ORGANISATIONS),
    schools: named(SCHOOLS, school),
    titles: named(TITLES, title),
    packages: named(PACKAGES, packageContents),
    licences: named(LICENCES, licence),
    entitlements: fc.array(entitlement, { minLength: 1, maxLength: 10 }),
  })
  .chain(({ entitlements, ...world }) =>
    fc
      .tuple(
        ...entitlements.map(({ licence: name }) =>
          fc.option(fc.subarray([...(world.licences[name]?.rights ?? [])], { minLength: 1 }), { nil: undefined }),
        ),
      )
      .map((rights) => ({
        ...world,
        entitlements: Object.fromEntries(
          entitlements.map((given, at) => [`entitlement${at}`, { ...given, rights: rights[at] }]),
        ),
      })),
  );

/** An access request at an instant of the pool, or right before or after one. */
export const arbitraryQuestion: fc.Arbitrary<AccessRequest> = fc.record({
  at: fc.tuple(index, fc.constantFrom(-1, 0, 1)).map(([at, shift]) => instantOf(INSTANTS[at] as string) + shift),
  right: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...FEW_RIGHTS) },
    { weight: 1, arbitrary: fc.constantFrom(...USAGE_RIGHTS) },
  ),
  audience: fc.constantFrom(...AUDIENCES),
});
