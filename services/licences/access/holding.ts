/**
 * What a school has from one holder, with the terms of the licences in it, prepared for frequent questions. Schools
 * with the same membership in a holder share it, and a change at another holder leaves it unchanged.
 *
 * Of thousands of entitlements most are alike, and so are their licences. The rule decides the same for all that are
 * alike and names the oldest, so of each group only the oldest is kept. (5,000 licences in force: a page's titles
 * were decided by 75 paths each, and are by three.)
 */
import { ALWAYS, holds, type Period } from '../../../access/period';
import { rightSet, USAGE_RIGHTS } from '../../../access/right';
import { type AccessRequest, type GrantPath, pathAllows, type TitleFacts } from '../../../access/rule';
import type { EqualEntitlements } from '../../../access/timeline';
import type { CoveredPackage, LicenceTerms } from './licence-terms-queries';

export interface Holding {
  /** The names of all its licences, also of those that do not exist. */
  readonly names: readonly string[];
  readonly groups: readonly GrantGroup[];
  /** By package: every path to it, as to a title that it always held. */
  readonly paths: ReadonlyMap<string, readonly GrantPath[]>;
  /** The instants at which anything in it begins or ends, in order, from -Infinity to Infinity. */
  readonly instants: readonly number[];
  /** Those of its licences that count their seats. */
  readonly counting: readonly LicenceTerms[];
}

/**
 * What entitlements that are alike grant through licences that are alike. A licence that counts its seats has a group
 * of its own.
 */
interface GrantGroup {
  /** What all of them have in common. */
  readonly entitlement: EqualEntitlements['facts'];
  readonly licence: LicenceTerms;
  readonly packages: readonly GrantedPackage[];
}

/** A package, and the oldest entitlement of the group that grants it. */
interface GrantedPackage {
  readonly covered: CoveredPackage;
  /** The id of the entitlement, and of its licence. */
  oldest: number;
  through: string;
}

/** A package that is open only while a seat is free. */
export interface SeatedPackage {
  readonly package: string;
  readonly licence: LicenceTerms;
  readonly titles: number;
}

/** The packages of which the rule allows every title that itself allows the use, as long as the school operates. */
export interface Opened {
  /** The period in which nothing begins or ends. */
  readonly during: Period;
  /** The packages that are open without a seat, with the largest number of titles in each. */
  readonly free: ReadonlyMap<string, number>;
  readonly seated: readonly SeatedPackage[];
}

/** @param terms of its licences, by their ids */
export function holdingOf(
  entitlements: readonly EqualEntitlements[],
  terms: ReadonlyMap<string, readonly LicenceTerms[]>,
): Holding {
  const names = new Set<string>();
  const groups = entitlements.flatMap((alike) => groupsOf(alike, terms, names));
  const counting = groups.map(({ licence }) => licence).filter(({ seats }) => seats !== null);
  return { names: [...names], groups, paths: pathsOf(groups), instants: instantsOf(groups), counting };
}

/** @param names receives the names of the licences */
function groupsOf(
  { facts, idsAndLicences }: EqualEntitlements,
  terms: ReadonlyMap<string, readonly LicenceTerms[]>,
  names: Set<string>,
): GrantGroup[] {
  const groups = new Map<string, { readonly licence: LicenceTerms; readonly granted: Map<string, GrantedPackage[]> }>();
  for (let at = 0; at < idsAndLicences.length; at += 2) {
    const id = idsAndLicences[at] as number;
    const name = String(idsAndLicences[at + 1]);
    names.add(name);
    for (const licence of terms.get(name) ?? []) {
      const key = licence.seats === null ? licence.factsKey : `${name} ${licence.factsKey}`;
      const group = groups.get(key) ?? { licence, granted: new Map() };
      groups.set(key, group);
      for (const covered of licence.packages) addPackage(group.granted, { covered, oldest: id, through: name });
    }
  }
  return [...groups.values()].map(({ licence, granted }) => ({
    entitlement: facts,
    licence,
    packages: [...granted.values()].flat(),
  }));
}

/** @param granted by package, which may be covered in several periods */
function addPackage(granted: Map<string, GrantedPackage[]>, one: GrantedPackage): void {
  const { covered, oldest, through } = one;
  const others = granted.get(covered.id);
  const alike = others?.find(
    ({ covered: { valid } }) => valid.from === covered.valid.from && valid.until === covered.valid.until,
  );
  if (!others) granted.set(covered.id, [one]);
  else if (!alike) others.push(one);
  else if (oldest < alike.oldest) Object.assign(alike, { oldest, through });
}

function pathsOf(groups: readonly GrantGroup[]): Map<string, GrantPath[]> {
  const paths = new Map<string, GrantPath[]>();
  for (const { entitlement, licence, packages } of groups) {
    for (const { covered, oldest, through } of packages) {
      const path = {
        entitlement: { ...entitlement, id: String(oldest), licence: through },
        licence: licence.facts,
        coverage: covered.valid,
      };
      const others = paths.get(covered.id);
      if (others) others.push(path);
      else paths.set(covered.id, [path]);
    }
  }
  return paths;
}

function instantsOf(groups: readonly GrantGroup[]): number[] {
  const instants = new Set<number>([-Infinity, Infinity]);
  const consider = ({ from, until }: Period) => {
    instants.add(from).add(until);
  };
  for (const { entitlement, licence, packages } of groups) {
    const { membership, period, revokedAt, suspensions } = entitlement;
    [membership, period, ...suspensions, licence.facts.valid, licence.facts.term].forEach(consider);
    instants.add(revokedAt);
    for (const { covered } of packages) consider(covered.valid);
  }
  return [...instants].sort((one, other) => one - other);
}

/** A title that allows everything: for it the rule says what a package opens, whatever titles are in it. */
const ANY_TITLE: TitleFacts = {
  playout: ALWAYS,
  withdrawnAt: Infinity,
  rights: rightSet(USAGE_RIGHTS),
  openlyLicensed: false,
};

export function openedBy(holding: Holding, question: AccessRequest): Opened {
  return { during: stretchAt(holding.instants, question.at), ...findOpen(holding, question) };
}

function stretchAt(instants: readonly number[], at: number): Period {
  const next = instants.findIndex((instant) => instant > at);
  return { from: instants[next - 1] as number, until: instants[next] as number };
}

function findOpen({ groups }: Holding, question: AccessRequest): Pick<Opened, 'free' | 'seated'> {
  const free = new Map<string, number>();
  const seated: SeatedPackage[] = [];
  for (const { entitlement, licence, packages } of groups) {
    /** The decision does not depend on which entitlement of the group it is. */
    const single = { ...entitlement, id: '', licence: licence.id };
    if (!pathAllows(question, ANY_TITLE, { entitlement: single, licence: licence.facts, coverage: ALWAYS })) continue;
    for (const { covered } of packages) {
      if (!holds(covered.valid, question.at)) continue;
      if (licence.seats === null) free.set(covered.id, covered.titles);
      else seated.push({ package: covered.id, licence, titles: covered.titles });
    }
  }
  return { free, seated };
}
