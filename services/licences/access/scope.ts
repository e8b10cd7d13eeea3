/** The access rule applied to one school: all that decides but the titles and the seats taken, ready to be asked often. */
import { createHash } from 'node:crypto';
import { ALWAYS, holds, intersection, type Period } from '../../../access/period';
import { rightSet, USAGE_RIGHTS } from '../../../access/right';
import { type Decision, decide, type Path, pathAllows, type Question, type TitleFacts } from '../../../access/rule';
import { entitlementsByLicence, type Timeline } from '../../../access/timeline';
import type { LicenceTerms } from './licence-terms';

/** A school's timeline with the terms of every licence in it. */
export interface Scope {
  readonly timeline: Timeline;
  readonly licences: ReadonlyMap<string, LicenceTerms>;
  /** Whether any of them counts its seats: how many are taken is asked each time. */
  readonly countsSeats: boolean;
  /** By package: every way from the school to it, as to a title that it always held. */
  readonly paths: ReadonlyMap<string, readonly Path[]>;
}

export function scopeOf(timeline: Timeline, terms: readonly LicenceTerms[]): Scope {
  const entitlements = entitlementsByLicence(timeline);
  const paths = new Map<string, Path[]>();
  for (const { id, facts, packages } of terms) {
    for (const { id: packageId, valid } of packages) {
      const toPackage = paths.get(packageId) ?? [];
      paths.set(packageId, toPackage);
      for (const entitlement of entitlements.get(id) ?? []) {
        toPackage.push({ entitlement, licence: facts, coverage: valid });
      }
    }
  }
  const licences = new Map(terms.map((licence) => [licence.id, licence]));
  return { timeline, licences, countsSeats: terms.some(({ seats }) => seats !== null), paths };
}

export interface OpenPackages {
  /** Whoever counts no seats opens these. */
  readonly free: readonly string[];
  /** By it they are known again: it is the same where the free ones are. */
  readonly nameOfFree: string;
  /** These are open only while a seat is free. */
  readonly seated: readonly { readonly package: string; readonly licence: LicenceTerms }[];
  /** No more titles than this are in them. */
  readonly atMost: number;
}

/** The packages of which the rule allows any title that allows it itself; none while the school is closed. */
export function openPackages(scope: Scope, question: Question): OpenPackages {
  return standingAt(scope, question).packages;
}

/** A title, and what the rule needs to know of it. */
export interface TitleContents {
  readonly title: { readonly facts: TitleFacts };
  /** The packages that hold it, and when. */
  readonly contents: readonly { readonly package: string; readonly valid: Period }[];
  /** Of the licences whose seats are all taken: when one is free again. */
  readonly seatFreeFrom: ReadonlyMap<string, number>;
}

/** What the rule says of each title. Titles that differ in name only are decided once. */
export function decider(scope: Scope, question: Question): (given: TitleContents) => Decision {
  const { decisions } = standingAt(scope, question);
  return (given) => {
    const key = given.seatFreeFrom.size > 0 ? null : likenessOf(given);
    const known = key === null ? undefined : decisions.get(key);
    if (known) return known;
    const decision = decide(question, scope.timeline.school, given.title.facts, pathsTo(scope, given));
    if (key !== null) decisions.set(key, decision);
    return decision;
  };
}

/** Of titles that are kept, worked out once. */
const likenesses = new WeakMap<TitleContents['title'], string | null>();

/** Alike for titles on which every answer is the same; null where a title has instants of its own. */
function likenessOf({ title, contents }: TitleContents): string | null {
  const known = likenesses.get(title);
  if (known !== undefined) return known;
  const { withdrawnAt, playout, rights } = title.facts;
  const timeless = withdrawnAt === Infinity && isAlways(playout) && contents.every(({ valid }) => isAlways(valid));
  const likeness = timeless ? `${rights} ${contents.map((content) => content.package).join(' ')}` : null;
  likenesses.set(title, likeness);
  return likeness;
}

function isAlways({ from, until }: Period): boolean {
  return from === -Infinity && until === Infinity;
}

/** Every way from the school to a title. */
function pathsTo({ paths }: Scope, { contents, seatFreeFrom }: TitleContents): Path[] {
  const all = contents.flatMap(({ package: id, valid }) =>
    (paths.get(id) ?? []).map((path) => ({ ...path, coverage: intersection(path.coverage, valid) })),
  );
  if (seatFreeFrom.size === 0) return all;
  return all.map((path) => {
    const freeFrom = seatFreeFrom.get(path.entitlement.licence);
    return freeFrom === undefined ? path : { ...path, licence: { ...path.licence, seatFreeFrom: freeFrom } };
  });
}

/** What was found for one right and audience, and stands until the next instant at which anything in the scope changes. */
interface Standing {
  readonly during: Period;
  readonly packages: OpenPackages;
  readonly decisions: Map<string, Decision>;
}

const standings = new WeakMap<Scope, Map<string, Standing>>();

function standingAt(scope: Scope, question: Question): Standing {
  const known = standings.get(scope) ?? new Map<string, Standing>();
  standings.set(scope, known);
  const key = `${question.right} ${question.audience}`;
  const found = known.get(key);
  if (found && holds(found.during, question.at)) return found;
  const standing = {
    during: { from: question.at, until: nextChange(scope, question.at) },
    packages: findOpenPackages(scope, question),
    decisions: new Map<string, Decision>(),
  };
  known.set(key, standing);
  return standing;
}

/** The first instant after this one at which a period of the scope begins or ends. */
function nextChange({ timeline, licences }: Scope, at: number): number {
  let next = Infinity;
  const consider = ({ from, until }: Period) => {
    if (from > at && from < next) next = from;
    if (until > at && until < next) next = until;
  };
  consider(timeline.school.operating);
  for (const { membership, period, revokedAt, suspensions } of timeline.entitlements) {
    consider(membership);
    consider(period);
    consider({ from: -Infinity, until: revokedAt });
    suspensions.forEach(consider);
  }
  for (const { facts, packages } of licences.values()) {
    consider(facts.term);
    for (const { valid } of packages) consider(valid);
  }
  return next;
}

/** The title that allows everything: with it the rule says what a package opens, whatever is in it. */
const ANY_TITLE: TitleFacts = { playout: ALWAYS, withdrawnAt: Infinity, rights: rightSet(USAGE_RIGHTS) };

function findOpenPackages({ timeline, licences }: Scope, question: Question): OpenPackages {
  const free = new Map<string, number>();
  const seated: { package: string; licence: LicenceTerms; titles: number }[] = [];
  const operating = holds(timeline.school.operating, question.at);
  for (const [id, entitlements] of entitlementsByLicence(timeline)) {
    const licence = licences.get(id);
    if (!operating || !licence) continue;
    const opens = entitlements.some((entitlement) =>
      pathAllows(question, ANY_TITLE, { entitlement, licence: licence.facts, coverage: ALWAYS }),
    );
    if (!opens) continue;
    for (const { id: packageId, valid, titles } of licence.packages) {
      if (!holds(valid, question.at)) continue;
      if (licence.seats === null) free.set(packageId, titles);
      else seated.push({ package: packageId, licence, titles });
    }
  }
  const onlySeated = seated.filter((one) => !free.has(one.package));
  const atMost = [...free.values(), ...onlySeated.map(({ titles }) => titles)].reduce((sum, titles) => sum + titles, 0);
  const nameOfFree = createHash('sha256')
    .update([...free.keys()].sort().join())
    .digest('base64url');
  return { free: [...free.keys()], nameOfFree, seated: onlySeated, atMost };
}
