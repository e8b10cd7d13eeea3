/** What the access rule needs to know of licences, and the packages that they cover. Nothing here is of an authority. */
import { ALWAYS, type Bounds, holds, intersection, type Period, periodOf } from '../../../access/period';
import { rightSet, USAGE_RIGHTS } from '../../../access/right';
import { type LicenceFacts, type Path, pathAllows, type Question, type TitleFacts } from '../../../access/rule';
import { entitlementsByLicence, type Timeline } from '../../../access/timeline';
import type { Level } from '../../../caller/caller';
import { boundsOf } from '../../subgraph/bounds';
import type { Transaction } from '../../subgraph/session';

export interface LicenceTerms {
  readonly id: string;
  /** As long as a seat is free. */
  readonly facts: LicenceFacts;
  /** Null: it counts none. */
  readonly seats: number | null;
  readonly packages: readonly CoveredPackage[];
}

interface CoveredPackage {
  readonly id: string;
  readonly valid: Period;
  /** How many titles it holds or held; counted up to some thousand. */
  readonly titles: number;
}

interface TermsRow {
  readonly id: string;
  readonly term: Bounds;
  readonly heldAt: Level[];
  readonly rights: string[];
  readonly pupilRights: string[];
  readonly seats: number | null;
  readonly packages: [id: string, valid: Bounds, titles: number][];
}

/** The terms of licences by id. One statement for all. */
export async function findLicenceTerms(db: Transaction, ids: readonly string[]): Promise<LicenceTerms[]> {
  const rows = await db.query<TermsRow>(
    `with covered as materialized (
       select lp.licence_id, lp.package_id, lp.valid from licences.licence_package lp where lp.licence_id = any ($1)),
     counted as materialized (
       select package_id, (select count(*) from (
         select from licences.package_title pt where pt.package_id = p.package_id limit 2000) held) as titles
       from (select distinct package_id from covered) p)
     select l.id, ${boundsOf('l.term')} as term,
       l.holder_levels as "heldAt", l.rights, l.pupil_rights as "pupilRights", l.seats,
       json_agg(json_build_array(lp.package_id::text, ${boundsOf('lp.valid')}, counted.titles)) as packages
     from covered lp join counted using (package_id) join licences.licence l on l.id = lp.licence_id
     group by l.id`,
    [ids],
  );
  return rows.map(({ id, term, heldAt, rights, pupilRights, seats, packages }) => ({
    id,
    facts: {
      term: periodOf(term),
      heldAt,
      rights: rightSet(rights),
      pupilRights: rightSet(pupilRights),
      seatFreeFrom: -Infinity,
    },
    seats,
    packages: packages.map(([name, valid, titles]) => ({ id: name, valid: periodOf(valid), titles })),
  }));
}

/** A school's timeline with the terms of every licence in it: all that decides but the titles and the seats taken. */
export interface Scope {
  readonly timeline: Timeline;
  readonly licences: ReadonlyMap<string, LicenceTerms>;
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
  return { timeline, licences: new Map(terms.map((licence) => [licence.id, licence])), paths };
}

export interface OpenPackages {
  /** Whoever counts no seats opens these. */
  readonly free: readonly string[];
  /** These are open only while a seat is free. */
  readonly seated: readonly { readonly package: string; readonly licence: LicenceTerms }[];
  /** No more titles than this are in them. */
  readonly atMost: number;
}

/** The title that allows everything: with it the rule says what a package opens, whatever is in it. */
const ANY_TITLE: TitleFacts = { playout: ALWAYS, withdrawnAt: Infinity, rights: rightSet(USAGE_RIGHTS) };

interface Opened {
  readonly packages: OpenPackages;
  /** The instants at which the answer is the same: from the one it was found for to just before the next change. */
  readonly same: Period;
}

const opened = new WeakMap<Scope, Map<string, Opened>>();

/**
 * The packages of which the rule allows any title that allows it itself. What was found for an instant stands until the
 * next instant at which anything in the scope begins or ends.
 */
export function openPackages(scope: Scope, question: Question): OpenPackages {
  const known = opened.get(scope) ?? new Map<string, Opened>();
  opened.set(scope, known);
  const key = `${question.right} ${question.audience}`;
  const found = known.get(key);
  if (found && holds(found.same, question.at)) return found.packages;
  const packages = findOpenPackages(scope, question);
  known.set(key, { packages, same: { from: question.at, until: nextChange(scope, question.at) } });
  return packages;
}

function nextChange({ timeline, licences }: Scope, at: number): number {
  let next = Infinity;
  const consider = ({ from, until }: Period) => {
    if (from > at && from < next) next = from;
    if (until > at && until < next) next = until;
  };
  for (const { membership, period: valid, revokedAt, suspensions } of timeline.entitlements) {
    consider(membership);
    consider(valid);
    consider({ from: -Infinity, until: revokedAt });
    suspensions.forEach(consider);
  }
  for (const { facts, packages } of licences.values()) {
    consider(facts.term);
    for (const { valid } of packages) consider(valid);
  }
  return next;
}

function findOpenPackages({ timeline, licences }: Scope, question: Question): OpenPackages {
  const free = new Map<string, number>();
  const seated: { package: string; licence: LicenceTerms; titles: number }[] = [];
  for (const [id, entitlements] of entitlementsByLicence(timeline)) {
    const licence = licences.get(id);
    if (!licence) continue;
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
  return { free: [...free.keys()], seated: onlySeated, atMost };
}

/** Every way from the school to a title that these packages hold. */
export function pathsBy(
  { paths }: Scope,
  contents: readonly { readonly package: string; readonly valid: Period }[],
  seatFreeFrom: ReadonlyMap<string, number>,
): Path[] {
  const all = contents.flatMap(({ package: id, valid }) => {
    const toPackage = paths.get(id) ?? [];
    const always = valid.from === -Infinity && valid.until === Infinity;
    return always ? toPackage : toPackage.map((path) => ({ ...path, coverage: intersection(path.coverage, valid) }));
  });
  if (seatFreeFrom.size === 0) return all;
  return all.map((path) => {
    const freeFrom = seatFreeFrom.get(path.entitlement.licence);
    return freeFrom === undefined ? path : { ...path, licence: { ...path.licence, seatFreeFrom: freeFrom } };
  });
}
