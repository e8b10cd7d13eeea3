/**
 * Random histories of everything that a list of licensed titles depends on. Changes, also of the past, are committed at
 * once or late, while the clock goes on, platforms ask, and the service restarts.
 */
import fc from 'fast-check';

import { LEVELS } from '../caller/caller';
import { arbitraryWorld, EVERY_INSTANT } from './arbitrary-world';
import type { World } from './world';

type Step =
  | { readonly what: 'change' | 'begin'; readonly sql: string }
  | { readonly what: 'commit' | 'roll back' | 'restart' }
  /** Worlds change months apart. Otherwise the kept lists would count as given out recently. */
  | { readonly what: 'clock'; readonly at: number; readonly ages: boolean }
  /** The change `between` happens after the first page. */
  | { readonly what: 'ask'; readonly platform: number; readonly first: number; readonly between: string | null };

export interface History {
  readonly world: World;
  readonly begins: number;
  readonly steps: readonly Step[];
}

/** What each platform is bound to and asks for: its own school, or any school as the operator does. */
export const PLATFORMS = [
  { school: 'school1', kind: 'lms', right: 'STREAM', audience: 'TEACHER' },
  { school: 'school1', kind: 'operator', right: 'STREAM', audience: 'TEACHER' },
  { school: 'school2', kind: 'lms', right: 'DOWNLOAD', audience: 'TEACHER' },
  { school: 'school2', kind: 'lms', right: 'STREAM', audience: 'PUPIL' },
] as const;

/** Picks one of the rows by a number. */
const one = (from: string, n: number, column = 'id') =>
  `(select ${column} from (select *, row_number() over (order by ${column}) - 1 as at, count(*) over () as of from ${from}) rows
    where at = ${n} % of limit 1)`;

const CONDITION = (column: string, from: string, n: number) => `${column} = ${one(from, n, column)}`;

type Form = (n: number, m: number, at: string, span: string, rights: string) => string;

const ENTITLEMENT = (n: number) => one('schools.entitlement', n);

/** The changes of everything that the rule reads. */
const FORMS: readonly Form[] = [
  (n, _, at) => `update schools.entitlement set revoked_at = ${at} where id = ${ENTITLEMENT(n)}`,
  (n) => `update schools.entitlement set revoked_at = null where id = ${ENTITLEMENT(n)}`,
  (n, _, at) =>
    `update schools.entitlement set valid = tstzrange(lower(valid), ${at}) where id = ${ENTITLEMENT(n)} and lower(valid) < ${at}`,
  (n, _, at) =>
    `update schools.entitlement set valid = tstzrange(${at}, upper(valid)) where id = ${ENTITLEMENT(n)} and coalesce(upper(valid), 'infinity') > ${at}`,
  (n, _, __, span) =>
    `delete from schools.entitlement_suspension where entitlement_id = ${ENTITLEMENT(n)};
     insert into schools.entitlement_suspension (entitlement_id, valid, created_by) values (${ENTITLEMENT(n)}, ${span}, 'test')`,
  (n) => `delete from schools.entitlement_suspension where entitlement_id = ${ENTITLEMENT(n)}`,
  (n, m, at) =>
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select c.licence_id, c.owner_id, ${one('schools.organisation', m)}, tstzrange(${at}, null), t.rights, 'test'
     from licences.contract c join licences.licence_terms t on t.licence_id = c.licence_id
     where c.licence_id = ${one('licences.contract', n, 'licence_id')} limit 1`,
  (n) =>
    `delete from schools.seat_lease;
     delete from schools.entitlement_suspension where entitlement_id = ${ENTITLEMENT(n)};
     delete from schools.entitlement where id = ${ENTITLEMENT(n)}`,
  (n, m, _, span) =>
    `insert into licences.package_title (package_id, title_id, valid)
     values (${one('licences.package', n)}, ${one('licences.title', m)}, ${span}) on conflict do nothing`,
  (n, m) =>
    `delete from licences.package_title
     where package_id = ${one('licences.package', n)} and title_id = ${one('licences.title', m)}`,
  (n, m, _, span) =>
    `insert into licences.licence_package (licence_id, package_id, valid)
     values (${one('licences.licence', n)}, ${one('licences.package', m)}, ${span}) on conflict do nothing`,
  (n) => `delete from licences.licence_package where ${CONDITION('licence_id', 'licences.licence_package', n)}`,
  (n, _, __, ___, rights) =>
    `update licences.licence_terms set rights = ${rights}, pupil_rights = '{}' where ${CONDITION('licence_id', 'licences.licence_terms', n)}`,
  (n) =>
    `update licences.licence_terms set pupil_rights = rights where ${CONDITION('licence_id', 'licences.licence_terms', n)}`,
  (n, _, __, span) =>
    `update licences.licence_terms set term = ${span} where ${CONDITION('licence_id', 'licences.licence_terms', n)}`,
  (n, m) =>
    `update licences.licence_terms set seats = nullif(${m} % 3, 0) where ${CONDITION('licence_id', 'licences.licence_terms', n)}`,
  (n, _, __, ___, rights) => `update licences.title set rights = ${rights} where id = ${one('licences.title', n)}`,
  (n, m) =>
    `update licences.title set open_licence = case ${m} % 2 when 0 then 'CC-BY-4.0' end where id = ${one('licences.title', n)}`,
  (n, _, __, span) => `update licences.title set playout = ${span} where id = ${one('licences.title', n)}`,
  (n, _, at) => `update licences.title set withdrawn_at = ${at} where id = ${one('licences.title', n)}`,
  (n) => `update licences.title set withdrawn_at = null where id = ${one('licences.title', n)}`,
  (n) =>
    `update licences.title set name = name || '!', version = version + 1, changed_at = now() where id = ${one('licences.title', n)}`,
  (n) =>
    `delete from licences.package_title where title_id = ${one('licences.title', n)};
     delete from licences.title where id = ${one('licences.title', n)} and (select count(*) from licences.title) > 3`,
  (n, m) =>
    `update schools.membership set organisation_id = ${one("schools.organisation where level = 'AUTHORITY'", m)}
     where level = 'AUTHORITY' and school_id = ${one('schools.school', n)}`,
  (n, _, at) =>
    `update schools.membership set valid = tstzrange(lower(valid), ${at})
     where level = 'AUTHORITY' and school_id = ${one('schools.school', n)} and coalesce(lower(valid), '-infinity') < ${at}`,
  (n, m, _, span) =>
    `delete from schools.membership where level = 'SCHOOL_GROUP' and school_id = ${one('schools.school', n)};
     insert into schools.membership (school_id, organisation_id, level, valid)
     select ${one('schools.school', n)}, id, level, ${span} from schools.organisation where level = 'SCHOOL_GROUP' and ${m} % 3 > 0`,
  (n, _, __, span) => `update schools.school set operating = ${span} where id = ${one('schools.school', n)}`,
];

const instant = fc.constantFrom(...EVERY_INSTANT);
const written = instant.map((at) => `'${new Date(at).toISOString()}'::timestamptz`);
const span = fc.tuple(instant, instant, fc.boolean(), fc.boolean()).map(([one, other, open, endless]) => {
  const [from, until] = [Math.min(one, other), Math.max(one, other)].map((at) => `'${new Date(at).toISOString()}'`);
  return `tstzrange(${open ? 'null' : from}, ${endless || from === until ? 'null' : until})`;
});
const rights = fc
  .subarray(['STREAM', 'DOWNLOAD', 'PUBLIC_PERFORMANCE'], { minLength: 1 })
  .map((some) => `'{${some.join(',')}}'`);

const change = fc
  .tuple(fc.constantFrom(...FORMS), fc.nat(9), fc.nat(9), written, span, rights)
  .map(([form, ...given]) => form(...given));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: change.map((sql) => ({ what: 'change' as const, sql })) },
  { weight: 2, arbitrary: change.map((sql) => ({ what: 'begin' as const, sql })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { what: 'commit' as const },
      { what: 'commit' as const },
      { what: 'roll back' as const },
    ),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'restart' as const }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(instant, fc.constantFrom(-1, 0, 1), fc.nat(4))
      .map(([at, by, n]) => ({ what: 'clock' as const, at: at + by, ages: n === 0 })),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('ask' as const),
      platform: fc.nat(PLATFORMS.length - 1),
      first: fc.integer({ min: 1, max: 4 }),
      between: fc.option(change, { nil: null, freq: 2 }),
    }),
  },
);

/** A random world whose lists are not empty: it has two entitlements to the same package, of which one ends. */
const world = arbitraryWorld.map(
  ({ titles, packages, licences, entitlements, ...rest }): World => ({
    ...rest,
    titles,
    packages: { ...packages, package1: Object.keys(titles).map((title) => ({ title })) },
    licences: {
      ...licences,
      licence1: {
        owner: 'STATE',
        heldAt: LEVELS,
        rights: ['STREAM', 'DOWNLOAD'],
        pupilRights: ['STREAM'],
        packages: [{ package: 'package1' }],
      },
    },
    entitlements: {
      ...entitlements,
      ending: { licence: 'licence1', holder: 'STATE', from: '2024-08-01', until: '2027-08-01' },
      endless: { licence: 'licence1', holder: 'DISTRICT', from: '2026-08-01' },
    },
  }),
);

/** The clock may also go back. */
export const arbitraryHistory: fc.Arbitrary<History> = fc.record({
  world,
  begins: instant,
  steps: fc.array(step, { minLength: 5, maxLength: 25 }),
});
