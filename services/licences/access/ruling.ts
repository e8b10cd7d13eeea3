/**
 * What the access rule says about one school: which packages it opens, and whether it allows a title. Pure and
 * without memory: ruling-cache.ts caches what takes long.
 */
import { createHash } from 'node:crypto';
import { holds, intersection, isAlways, type Period } from '../../../access/period';
import {
  type AccessRequest,
  type Decision,
  decide,
  type GrantPath,
  type SchoolFacts,
  type TitleFacts,
} from '../../../access/rule';
import type { Level } from '../../../caller/caller';
import { type Holding, type Opened, openedBy, type SeatedPackage } from './holding';
import type { LicenceTerms } from './licence-terms-queries';

/** A school's timeline with the terms of every licence in it. */
export interface SchoolGrants {
  readonly school: SchoolFacts;
  readonly holdings: readonly Holding[];
}

export interface OpenPackages {
  /** The packages that are open without a seat. */
  readonly free: readonly string[];
  /** Fingerprint of `free`. */
  readonly fingerprint: string;
  /** The packages that are open only while a seat is free. */
  readonly seated: readonly SeatedPackage[];
  /** They hold no more titles than this. */
  readonly atMost: number;
  /** Whether titles with an open licence are also open. */
  readonly withOpenLicences: boolean;
}

/** A title, and what the rule needs to know about it. */
export interface TitleContents {
  readonly title: { readonly facts: TitleFacts };
  /** The packages that hold it, and when. */
  readonly contents: readonly { readonly package: string; readonly valid: Period }[];
  /** The result of {@link decisionKeyOf}. */
  readonly decisionKey: string | null;
  /** For licences whose seats are all taken: when one is free again. */
  readonly seatFreeFrom: ReadonlyMap<string, number>;
}

/** What is open to one school, right and audience, until anything in its grants begins or ends. */
export interface AccessState {
  readonly during: Period;
  /** Whether the school is in operation; otherwise nothing is open to it, not even titles with an open licence. */
  readonly operates: boolean;
  /** The packages of which the rule allows every title that itself allows the use; none while the school is closed. */
  readonly packages: OpenPackages;
}

/**
 * The rule applied to one school and one request. A field makes it once and passes it on to the code that lists the
 * titles, and to the code that decides each of them.
 */
export interface Ruling extends AccessState {
  readonly question: AccessRequest;
  /** The same for rulings that say the same as long as nothing begins or ends; null where it is not known. */
  readonly identity: string | null;
  /** The licences that count their seats: how many are taken is read each time. */
  readonly counting: readonly LicenceTerms[];
  /** Returns all packages that anything grants, open or not: what the rule may look at for a title. */
  granted(): readonly string[];
  decide(title: TitleContents): Decision;
  /** Returns the packages that entitlements of this level open, for a list of that level. */
  opensAt(level: Level): OpenPackages;
}

/** @param state where it is known */
export function rulingOn(
  grants: SchoolGrants,
  question: AccessRequest,
  { during, operates, packages }: AccessState = accessStateAt(grants, question),
): Ruling {
  const { school, holdings } = grants;
  const counted = holdings.flatMap(({ counting }) => counting).filter(({ facts }) => holds(facts.valid, question.at));
  const counting = new Map(counted.map((licence) => [licence.id, licence]));
  return {
    question,
    identity: null,
    during,
    operates,
    packages,
    counting: [...counting.values()],
    granted: () => [...new Set(holdings.flatMap(({ paths }) => [...paths.keys()]))],
    decide: (title) => decide(question, school, title.title.facts, pathsTo(holdings, title)),
    opensAt: (level) => {
      const own = holdings.filter(({ groups }) => groups[0]?.entitlement.level === level);
      return { ...accessStateAt({ school, holdings: own }, question).packages, withOpenLicences: false };
    },
  };
}

/** Returns the same ruling as if no seat were taken. */
export function withoutSeats(ruling: Ruling): Ruling {
  const { free, seated } = ruling.packages;
  const packages = {
    ...ruling.packages,
    free: [...new Set([...free, ...seated.map((one) => one.package)])],
    seated: [],
  };
  return { ...ruling, packages, counting: [] };
}

export function accessStateAt({ school, holdings }: SchoolGrants, question: AccessRequest): AccessState {
  const opened = holdings.map((holding) => openedBy(holding, question));
  const { from, until } = school.operating;
  const operates = holds(school.operating, question.at);
  const before = question.at < from ? { from: -Infinity, until: from } : { from: until, until: Infinity };
  return {
    during: intersection(operates ? school.operating : before, ...opened.map(({ during }) => during)),
    operates,
    packages: together(operates ? opened : []),
  };
}

function together(opened: readonly Opened[]): OpenPackages {
  const free = new Map(opened.flatMap((one) => [...one.free]));
  const seated = new Map<string, SeatedPackage>();
  for (const one of opened.flatMap((each) => each.seated)) {
    if (!free.has(one.package)) seated.set(`${one.package} ${one.licence.id}`, one);
  }
  const onlySeated = [...seated.values()];
  const atMost = [...free.values(), ...onlySeated.map(({ titles }) => titles)].reduce((sum, titles) => sum + titles, 0);
  const fingerprint = createHash('sha256')
    .update([...free.keys()].sort().join())
    .digest('base64url');
  return { free: [...free.keys()], fingerprint, seated: onlySeated, atMost, withOpenLicences: true };
}

/** Returns every path from the school to a title. */
function pathsTo(holdings: readonly Holding[], { contents, seatFreeFrom }: TitleContents): GrantPath[] {
  const all: GrantPath[] = [];
  for (const { package: id, valid } of contents) {
    for (const { paths } of holdings) {
      for (const { entitlement, licence, coverage } of paths.get(id) ?? []) {
        const freeFrom = seatFreeFrom.get(entitlement.licence);
        all.push({
          entitlement,
          licence: freeFrom === undefined ? licence : { ...licence, seatFreeFrom: freeFrom },
          coverage: intersection(coverage, valid),
        });
      }
    }
  }
  return all;
}

/**
 * Returns a key that is the same for titles on which every decision of an {@link AccessState} is the same, as long as
 * no seats are taken; null where a title has instants of its own.
 */
export function decisionKeyOf({ title, contents }: Pick<TitleContents, 'title' | 'contents'>): string | null {
  const { withdrawnAt, playout, rights, openlyLicensed } = title.facts;
  const timeless = withdrawnAt === Infinity && isAlways(playout) && contents.every(({ valid }) => isAlways(valid));
  return timeless
    ? `${rights} ${openlyLicensed ? 'open' : contents.map((content) => content.package).join(' ')}`
    : null;
}
