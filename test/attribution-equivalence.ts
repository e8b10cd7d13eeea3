/** Proves that a use is attributed to the licence that access/rule.ts names, for random worlds and uses. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { AUDIENCES, type Audience, rightSet, USAGE_RIGHTS } from '../access/right';
import { type EntitlementFacts, pathsToSeats } from '../access/rule';
import { countUses } from '../services/usage/counting/count-uses';
import { arbitraryQuestion, arbitraryWorld, EVERY_INSTANT } from './arbitrary-world';
import type { UsageWorld } from './usage-world';
import { factsOf, type World } from './world';

const ACTIONS = ['STREAM', 'VIEW', 'NOT_LICENSED', 'LIMIT_EXCEEDED'] as const;

const arbitraryUse = fc.record({
  question: arbitraryQuestion,
  saysRight: fc.boolean(),
  action: fc.constantFrom(...ACTIONS),
  accessType: fc.oneof({ weight: 9, arbitrary: fc.constant('CONTROLLED') }, fc.constant('OPEN')),
  pair: fc.nat(),
  /** Most random pairs of a school and a title are covered by no licence. */
  isCovered: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  /** Nothing opens most random uses. This number picks one of those that several entitlements open instead. */
  opened: fc.oneof(fc.nat(), fc.constant(null)),
});
type ArbitraryUse = typeof arbitraryUse extends fc.Arbitrary<infer Use> ? Use : never;

const ALL_RIGHTS = rightSet(USAGE_RIGHTS);

interface AttributedUse {
  readonly school: string;
  readonly title: string;
  readonly at: number;
  /** Null where the platform named no right: then any right will do. */
  readonly right: string | null;
  readonly audience: Audience;
  readonly action: string;
  readonly accessType: string;
}

/** Returns the entitlements that would open a use by the rule, whatever their seats. The first one decides. */
export function openingEntitlements(
  { school, title: asked, paths }: ReturnType<typeof factsOf>,
  { at, right: said, audience, action, accessType }: AttributedUse,
): EntitlementFacts[] {
  if (action === 'NOT_LICENSED' || accessType === 'OPEN') return [];
  /** A use that an open licence did not open is attributed to an entitlement, even if the title has an open licence. */
  const title = { ...asked, openlyLicensed: false };
  const rights = said === null ? USAGE_RIGHTS : USAGE_RIGHTS.filter((right) => right === said);
  const allowing = paths.filter((path) =>
    rights.some((right) => pathsToSeats({ at, audience, right }, school, title, [path]).length > 0),
  );
  const granting = allowing.map(({ entitlement, licence, coverage }) => ({
    entitlement: { ...entitlement, rights: ALL_RIGHTS },
    licence: { ...licence, rights: ALL_RIGHTS, pupilRights: ALL_RIGHTS },
    coverage,
  }));
  const open = { ...title, rights: ALL_RIGHTS };
  return pathsToSeats({ at, audience, right: 'STREAM' }, school, open, granting).map(({ entitlement }) => entitlement);
}

/**
 * Returns the uses of a world that several entitlements open. Where there is none, it returns those that one
 * entitlement opens.
 */
function contestedUses(world: World): { uses: AttributedUse[]; isContested: boolean } {
  const opened = Object.keys(world.schools).flatMap((school) =>
    Object.keys(world.titles).flatMap((title) => {
      const facts = factsOf(world, school, title, 0);
      if (facts.paths.length === 0) return [];
      const uses = EVERY_INSTANT.flatMap((at) =>
        AUDIENCES.flatMap((audience) =>
          (['STREAM', 'DOWNLOAD', null] as const).map((right) => {
            const use = { school, title, at, audience, right, action: 'STREAM', accessType: 'CONTROLLED' };
            return { use, by: new Set(openingEntitlements(facts, use).map(({ id }) => id)).size };
          }),
        ),
      );
      return uses.filter(({ by }) => by > 0);
    }),
  );
  const contested = opened.filter(({ by }) => by > 1);
  const isContested = contested.length > 0;
  return { uses: (isContested ? contested : opened).map(({ use }) => use), isContested };
}

/**
 * @throws Error with the smallest world found in which a use is attributed to another entitlement
 * @returns how many uses were attributed to an entitlement
 */
export async function proveAttribution(world: UsageWorld, parameters: fc.Parameters<[World, ArbitraryUse[]]>) {
  const report = { uses: 0, opened: 0 };
  const worlds = fc.oneof(
    { weight: 1, arbitrary: arbitraryWorld },
    { weight: 4, arbitrary: arbitraryWorld.filter((tried) => contestedUses(tried).isContested) },
  );
  const property = fc.asyncProperty(
    worlds,
    fc.array(arbitraryUse, { minLength: 20, maxLength: 40 }),
    async (tried, uses) => {
      const wrong = await disagreement(world, tried, uses, report);
      if (wrong) throw new Error(wrong);
    },
  );
  await fc.assert(property, parameters);
  return report;
}

async function disagreement(
  world: UsageWorld,
  tried: World,
  uses: readonly ArbitraryUse[],
  report: { uses: number; opened: number },
): Promise<string | undefined> {
  const seeded = await world.seed(tried);
  const pairs = Object.keys(tried.schools).flatMap((school) =>
    Object.keys(tried.titles).map((title) => ({ school, title })),
  );
  const covered = pairs.filter(({ school, title }) => factsOf(tried, school, title, 0).paths.length > 0);
  const contested = contestedUses(tried).uses;
  /** Each use has a client of its own, which identifies its sum. */
  const asked = uses.map(({ question, saysRight, action, accessType, pair, isCovered, opened }, index) => ({
    client: `use ${index}`,
    ...((isCovered && covered[pair % covered.length]) || (pairs[pair % pairs.length] as (typeof pairs)[number])),
    at: question.at,
    right: saysRight ? question.right : null,
    audience: question.audience,
    action,
    accessType,
    ...(opened !== null && contested[opened % contested.length]),
  }));
  await world.query(
    `select usage.ensure_month(month) from (
       select distinct date_trunc('month', used_at at time zone 'Europe/Berlin')::date as month
       from unnest($1::timestamptz[]) used_at) months`,
    [asked.map(({ at }) => new Date(at).toISOString())],
  );
  await world.query(
    `with event as (
       insert into usage.event (authority_id, event_id, used_at, school_id, district_id, state_id, title_id, action,
                                usage_right, audience, client, access_type)
       select 1, event_id, used_at, school.id, 1, 1, title_id, action, usage_right, audience, client, access_type
       from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::text[])
         as sent (event_id, used_at, school, title_id, action, usage_right, audience, client, access_type)
       join directory.organisation school on school.key = 'SCHOOL:' || sent.school
       returning *)
     insert into usage.coverage (authority_id, school_id, client, month, last_used_at, last_reported_at)
     select authority_id, school_id, client, date_trunc('month', used_at at time zone 'Europe/Berlin')::date, used_at, now()
     from event`,
    [
      asked.map(() => randomUUID()),
      asked.map(({ at }) => new Date(at).toISOString()),
      asked.map(({ school }) => seeded.organisation(school)),
      asked.map(({ title }) => seeded.title(title)),
      asked.map(({ action }) => action),
      asked.map(({ right }) => right),
      asked.map(({ audience }) => audience),
      asked.map(({ client }) => client),
      asked.map(({ accessType }) => accessType),
    ],
  );
  await countUses(world.transact);
  const found = await world.query<{ client: string; what: string }>(
    `select client, concat_ws(' ', entitlement_id, licence_id, level, usage_right, views + streams + not_licensed + limit_exceeded)
       as what from usage.licence_sum`,
  );
  const foundOf = new Map(found.map(({ client, what }) => [client, what]));
  for (const use of asked) {
    const [decided] = openingEntitlements(factsOf(tried, use.school, use.title, use.at), use);
    const whom = decided
      ? [seeded.entitlement(decided.id), seeded.licence(decided.licence), decided.level]
      : ['0', '0', ''];
    const expected = [...whom, use.right ?? '', '1'].join(' ');
    if (foundOf.get(use.client) !== expected)
      return `${JSON.stringify({ ...use, at: new Date(use.at).toISOString() })} falls to “${foundOf.get(use.client)}”, by the rule to “${expected}”`;
    report.uses += 1;
    if (decided) report.opened += 1;
  }
  return found.length === asked.length ? undefined : `${found.length} sums of ${asked.length} uses`;
}
