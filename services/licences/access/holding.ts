/**
 * What a school has of one holder, with the terms of the licences in it, ready to be asked often. Schools that belong to a
 * holder alike share it, and a change at another holder leaves it as it is.
 *
 * Of thousands of entitlements most are alike, and so are their licences. The rule says of one what it says of all that are
 * alike, and of those that allow the oldest decides; so of all that lead to a package alike the oldest stands for them. (5,000
 * licences in force: a page's titles were decided by 75 paths each, and are by three.)
 */
import { ALWAYS, holds, type Period } from '../../../access/period';
import { rightSet, USAGE_RIGHTS } from '../../../access/right';
import { type AccessRequest, type GrantPath, pathAllows, type TitleFacts } from '../../../access/rule';
import type { AlikeEntitlements } from '../../../access/timeline';
import type { CoveredPackage, LicenceTerms } from './licence-terms-queries';

export interface Holding {
  /** Of all its licences, also of those that are not there. */
  readonly names: readonly string[];
  readonly ways: readonly Way[];
  /** By package: every way to it, as to a title that it always held. */
  readonly paths: ReadonlyMap<string, readonly GrantPath[]>;
  /** At which anything in it begins or ends, in order, from -Infinity to Infinity. */
  readonly instants: readonly number[];
  /** Of its licences, those that count their seats. */
  readonly counting: readonly LicenceTerms[];
}

/** By entitlements that are alike, to what licences that are alike cover. One that counts its seats is a way by itself. */
interface Way {
  /** All but what it is of a single one of them. */
  readonly entitlement: AlikeEntitlements['facts'];
  readonly licence: LicenceTerms;
  readonly packages: readonly Led[];
}

/** A package, and who of those that are alike leads there first. */
interface Led {
  readonly to: CoveredPackage;
  /** The id of the oldest entitlement, and of its licence. */
  oldest: number;
  through: string;
}

/** A package that is open only while a seat is free. */
export interface SeatedPackage {
  readonly package: string;
  readonly licence: LicenceTerms;
  readonly titles: number;
}

/** The packages of which the rule allows any title that allows it itself, as long as the school operates. */
export interface Opened {
  /** As long as nothing begins or ends. */
  readonly during: Period;
  /** Whoever counts no seats opens these; with the most titles that each holds. */
  readonly free: ReadonlyMap<string, number>;
  readonly seated: readonly SeatedPackage[];
}

/** @param terms of its licences, by their ids; none of one that is not there */
export function holdingOf(
  entitlements: readonly AlikeEntitlements[],
  terms: ReadonlyMap<string, LicenceTerms | null>,
): Holding {
  const names = new Set<string>();
  const ways = entitlements.flatMap((alike) => waysOf(alike, terms, names));
  const counting = ways.map(({ licence }) => licence).filter(({ seats }) => seats !== null);
  return { names: [...names], ways, paths: pathsOf(ways), instants: instantsOf(ways), counting };
}

/** @param names gets those of the licences */
function waysOf(
  { facts, idsAndLicences }: AlikeEntitlements,
  terms: ReadonlyMap<string, LicenceTerms | null>,
  names: Set<string>,
): Way[] {
  const ways = new Map<string, { readonly licence: LicenceTerms; readonly led: Map<string, Led[]> }>();
  for (let at = 0; at < idsAndLicences.length; at += 2) {
    const id = idsAndLicences[at] as number;
    const name = String(idsAndLicences[at + 1]);
    names.add(name);
    const licence = terms.get(name);
    if (!licence) continue;
    const key = licence.seats === null ? licence.factsKey : name;
    const way = ways.get(key) ?? { licence, led: new Map() };
    ways.set(key, way);
    for (const to of licence.packages) lead(way.led, { to, oldest: id, through: name });
  }
  return [...ways.values()].map(({ licence, led }) => ({
    entitlement: facts,
    licence,
    packages: [...led.values()].flat(),
  }));
}

/** @param led by package, which may be covered in several stretches of time */
function lead(led: Map<string, Led[]>, one: Led): void {
  const { to, oldest, through } = one;
  const others = led.get(to.id);
  const alike = others?.find(({ to: { valid } }) => valid.from === to.valid.from && valid.until === to.valid.until);
  if (!others) led.set(to.id, [one]);
  else if (!alike) others.push(one);
  else if (oldest < alike.oldest) Object.assign(alike, { oldest, through });
}

function pathsOf(ways: readonly Way[]): Map<string, GrantPath[]> {
  const paths = new Map<string, GrantPath[]>();
  for (const { entitlement, licence, packages } of ways) {
    for (const { to, oldest, through } of packages) {
      const path = {
        entitlement: { ...entitlement, id: String(oldest), licence: through },
        licence: licence.facts,
        coverage: to.valid,
      };
      const others = paths.get(to.id);
      if (others) others.push(path);
      else paths.set(to.id, [path]);
    }
  }
  return paths;
}

function instantsOf(ways: readonly Way[]): number[] {
  const instants = new Set<number>([-Infinity, Infinity]);
  const consider = ({ from, until }: Period) => {
    instants.add(from).add(until);
  };
  for (const { entitlement, licence, packages } of ways) {
    const { membership, period, revokedAt, suspensions } = entitlement;
    [membership, period, ...suspensions, licence.facts.term].forEach(consider);
    instants.add(revokedAt);
    for (const { to } of packages) consider(to.valid);
  }
  return [...instants].sort((one, other) => one - other);
}

/** The title that allows everything: with it the rule says what a package opens, whatever is in it. */
const ANY_TITLE: TitleFacts = { playout: ALWAYS, withdrawnAt: Infinity, rights: rightSet(USAGE_RIGHTS) };

export function openedBy(holding: Holding, question: AccessRequest): Opened {
  return { during: stretchAt(holding.instants, question.at), ...findOpen(holding, question) };
}

function stretchAt(instants: readonly number[], at: number): Period {
  const next = instants.findIndex((instant) => instant > at);
  return { from: instants[next - 1] as number, until: instants[next] as number };
}

function findOpen({ ways }: Holding, question: AccessRequest): Pick<Opened, 'free' | 'seated'> {
  const free = new Map<string, number>();
  const seated: SeatedPackage[] = [];
  for (const { entitlement, licence, packages } of ways) {
    /** Nothing of a single one decides whether it allows. */
    const single = { ...entitlement, id: '', licence: licence.id };
    if (!pathAllows(question, ANY_TITLE, { entitlement: single, licence: licence.facts, coverage: ALWAYS })) continue;
    for (const { to } of packages) {
      if (!holds(to.valid, question.at)) continue;
      if (licence.seats === null) free.set(to.id, to.titles);
      else seated.push({ package: to.id, licence, titles: to.titles });
    }
  }
  return { free, seated };
}
