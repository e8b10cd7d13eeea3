/**
 * Worlds are small sets of facts, as data that a licence lawyer could read, for the pure rule and for the database
 * alike.
 *
 * An instant is written as a day (midnight in Berlin, `2026-08-01`) or in RFC 3339. A period without an end is open,
 * and a list that is left out holds all.
 */
import { midnight } from '../access/calendar';
import { ALWAYS, holds, intersection, type Period } from '../access/period';
import { rightSet, USAGE_RIGHTS, type UsageRight } from '../access/right';
import type { EntitlementFacts, GrantPath, LicenceFacts, SchoolFacts, TitleFacts } from '../access/rule';
import type { Level } from '../caller/caller';

export interface Span {
  readonly from?: string;
  readonly until?: string;
}

/** What a licence grants, and when. */
interface Terms {
  readonly heldAt: readonly Level[];
  readonly rights: readonly UsageRight[];
  readonly pupilRights?: readonly UsageRight[];
  readonly term?: Span;
  readonly seats?: number;
}

export interface World {
  /** The organisations by name, without the schools. */
  readonly organisations: Readonly<Record<string, Level>>;
  readonly schools: Readonly<
    Record<string, { readonly operating?: Span; readonly belongsTo: readonly ({ readonly to: string } & Span)[] }>
  >;
  readonly titles: Readonly<
    Record<
      string,
      {
        readonly rights?: readonly UsageRight[];
        readonly playout?: Span;
        readonly withdrawn?: string;
        readonly kind?: 'VIDEO' | 'AUDIO';
        /** Whether it has an open licence. */
        readonly open?: boolean;
      }
    >
  >;
  readonly packages: Readonly<Record<string, readonly ({ readonly title: string } & Span)[]>>;
  readonly licences: Readonly<
    Record<
      string,
      Terms & {
        readonly owner: string;
        /** Replaces all of its terms from some instant on. */
        readonly amended?: Terms & { readonly from: string };
        /** The periods of its leases, in the past and now. */
        readonly leases?: readonly { readonly from: string; readonly until: string }[];
        readonly packages: readonly ({ readonly package: string } & Span)[];
      }
    >
  >;
  readonly entitlements: Readonly<
    Record<
      string,
      {
        readonly licence: string;
        /** The name of an organisation or a school. */
        readonly holder: string;
        readonly from: string;
        readonly until?: string;
        readonly rights?: readonly UsageRight[];
        readonly revoked?: string;
        readonly suspended?: readonly Span[];
      }
    >
  >;
}

/** Returns the terms of a licence, one after the other. */
export function termsOf(licence: World['licences'][string]): readonly (Terms & { readonly valid: Span })[] {
  const { amended } = licence;
  if (!amended) return [{ ...licence, valid: {} }];
  return [
    { ...licence, valid: { until: amended.from } },
    { ...amended, valid: { from: amended.from } },
  ];
}

/** Instants are cached, because worlds name few of them and proofs read them a thousand times. */
const instants = new Map<string, number>();

export function instantOf(text: string): number {
  const known = instants.get(text);
  if (known !== undefined) return known;
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? midnight(text) : Date.parse(text);
  instants.set(text, instant);
  return instant;
}

export function periodOf(span: Span | undefined): Period {
  return {
    from: span?.from ? instantOf(span.from) : -Infinity,
    until: span?.until ? instantOf(span.until) : Infinity,
  };
}

/** Puts every school into the STATE and the DISTRICT, unless the world says otherwise. */
export function complete(world: World): World {
  const organisations: Record<string, Level> = { STATE: 'STATE', DISTRICT: 'DISTRICT', ...world.organisations };
  const schools = Object.entries(world.schools).map(([name, school]) => {
    const levels = school.belongsTo.map(({ to }) => organisations[to]);
    const implied = ['STATE', 'DISTRICT'].filter((level) => !levels.includes(level as Level)).map((to) => ({ to }));
    return [name, { ...school, belongsTo: [...school.belongsTo, ...implied] }];
  });
  return { ...world, organisations, schools: Object.fromEntries(schools) };
}

/** Returns the rule's input for a world, with names for entitlements and licences instead of ids. */
export function factsOf(
  given: World,
  school: string,
  title: string,
  at: number,
): { school: SchoolFacts; title: TitleFacts; paths: GrantPath[] } {
  const world = complete(given);
  const { operating, belongsTo } = world.schools[school] as World['schools'][string];
  const { rights, playout, withdrawn, open = false } = world.titles[title] as World['titles'][string];
  const memberships = [
    ...belongsTo.map((membership) => ({ holder: membership.to, period: periodOf(membership) })),
    { holder: school, period: ALWAYS },
  ];
  const paths = Object.entries(world.entitlements).flatMap(([id, entitled]): GrantPath[] => {
    const licence = world.licences[entitled.licence] as World['licences'][string];
    const entitlements = memberships
      .filter(({ holder }) => holder === entitled.holder)
      .map(
        ({ period }): EntitlementFacts => ({
          id,
          licence: entitled.licence,
          level: world.organisations[entitled.holder] ?? 'SCHOOL',
          membership: period,
          period: periodOf(entitled),
          revokedAt: entitled.revoked ? instantOf(entitled.revoked) : Infinity,
          suspensions: (entitled.suspended ?? []).map(periodOf),
          rights: rightSet(entitled.rights ?? licence.rights),
        }),
      );
    const coverages = licence.packages.flatMap((covered) =>
      (world.packages[covered.package] ?? [])
        .filter((content) => content.title === title)
        .map((content) => intersection(periodOf(covered), periodOf(content))),
    );
    const seatsAt = termsOf(licence).find(({ valid }) => holds(periodOf(valid), at))?.seats;
    const terms = termsOf(licence).map(
      ({ valid, term, heldAt, rights, pupilRights }): LicenceFacts => ({
        valid: periodOf(valid),
        term: periodOf(term),
        heldAt,
        rights: rightSet(rights),
        pupilRights: rightSet(pupilRights ?? []),
        seatFreeFrom: seatFreeFrom(seatsAt, licence.leases, at),
      }),
    );
    return entitlements.flatMap((entitlement) =>
      terms.flatMap((one) => coverages.map((coverage) => ({ entitlement, licence: one, coverage }))),
    );
  });
  return {
    school: { operating: periodOf(operating) },
    title: {
      playout: periodOf(playout),
      withdrawnAt: withdrawn ? instantOf(withdrawn) : Infinity,
      rights: rightSet(rights ?? USAGE_RIGHTS),
      openlyLicensed: open,
    },
    paths,
  };
}

/** Returns the first instant at which fewer leases than seats are left. */
function seatFreeFrom(seats = Infinity, leases: World['licences'][string]['leases'] = [], at: number): number {
  const ends = leases
    .map(periodOf)
    .filter((lease) => lease.from <= at && at < lease.until)
    .map((lease) => lease.until)
    .sort((a, b) => a - b);
  return ends.length < seats ? -Infinity : (ends[ends.length - seats] as number);
}
