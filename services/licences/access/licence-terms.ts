/** What the access rule needs to know of licences, and the packages that they cover. Nothing here is of an authority. */
import { ALWAYS, holds, intersection, type Period } from '../../../access/period';
import { rightSet, USAGE_RIGHTS } from '../../../access/right';
import { type LicenceFacts, type Path, pathAllows, type Question, type TitleFacts } from '../../../access/rule';
import { entitlementsByLicence, type Timeline } from '../../../access/timeline';
import type { Level } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/session';

export interface LicenceTerms {
  readonly id: string;
  readonly facts: Omit<LicenceFacts, 'seatFreeFrom'>;
  /** Null: it counts none. */
  readonly seats: number | null;
  readonly packages: readonly { readonly id: string; readonly valid: Period }[];
}

type Bounds = [from: number | null, until: number | null];

interface TermsRow {
  readonly id: string;
  readonly term: Bounds;
  readonly heldAt: Level[];
  readonly rights: string[];
  readonly pupilRights: string[];
  readonly seats: number | null;
  readonly packages: [id: string, from: number | null, until: number | null][];
}

/** The terms of licences by id. One statement for all. */
export async function findLicenceTerms(db: Transaction, ids: readonly string[]): Promise<LicenceTerms[]> {
  const rows = await db.query<TermsRow>(
    `select l.id, json_build_array(extract(epoch from lower(l.term)) * 1000, extract(epoch from upper(l.term)) * 1000) as term,
       l.holder_levels as "heldAt", l.rights, l.pupil_rights as "pupilRights", l.seats,
       json_agg(json_build_array(lp.package_id::text, extract(epoch from lower(lp.valid)) * 1000,
                                 extract(epoch from upper(lp.valid)) * 1000)) as packages
     from licences.licence l join licences.licence_package lp on lp.licence_id = l.id
     where l.id = any ($1) group by l.id`,
    [ids],
  );
  return rows.map(({ id, term, heldAt, rights, pupilRights, seats, packages }) => ({
    id,
    facts: { term: period(term), heldAt, rights: rightSet(rights), pupilRights: rightSet(pupilRights) },
    seats,
    packages: packages.map(([name, from, until]) => ({ id: name, valid: period([from, until]) })),
  }));
}

/** A school's timeline with the terms of every licence in it: all that decides but the titles and the seats taken. */
export interface Scope {
  readonly timeline: Timeline;
  readonly licences: ReadonlyMap<string, LicenceTerms>;
  /** By package: the licences of the timeline that cover it, and when. */
  readonly covering: ReadonlyMap<string, readonly { readonly licence: LicenceTerms; readonly valid: Period }[]>;
}

export function scopeOf(timeline: Timeline, terms: readonly LicenceTerms[]): Scope {
  const covering = new Map<string, { licence: LicenceTerms; valid: Period }[]>();
  for (const licence of terms) {
    for (const { id, valid } of licence.packages) {
      const licences = covering.get(id);
      if (licences) licences.push({ licence, valid });
      else covering.set(id, [{ licence, valid }]);
    }
  }
  return { timeline, licences: new Map(terms.map((licence) => [licence.id, licence])), covering };
}

export interface OpenPackages {
  /** Whoever counts no seats opens these. */
  readonly free: readonly string[];
  /** These are open only while a seat is free. */
  readonly seated: readonly { readonly package: string; readonly licence: LicenceTerms }[];
}

/** The title that allows everything: with it the rule says what a package opens, whatever is in it. */
const ANY_TITLE: TitleFacts = { playout: ALWAYS, withdrawnAt: Infinity, rights: rightSet(USAGE_RIGHTS) };

/** The packages of which the rule allows any title that allows it itself. */
export function openPackages({ timeline, licences }: Scope, question: Question): OpenPackages {
  const free = new Set<string>();
  const seated: { package: string; licence: LicenceTerms }[] = [];
  for (const [id, entitlements] of entitlementsByLicence(timeline)) {
    const licence = licences.get(id);
    for (const { id: packageId, valid } of licence?.packages ?? []) {
      if (!licence || free.has(packageId) || !holds(valid, question.at)) continue;
      const facts = { ...licence.facts, seatFreeFrom: -Infinity };
      const open = entitlements.some((entitlement) =>
        pathAllows(question, ANY_TITLE, { entitlement, licence: facts, coverage: valid }),
      );
      if (!open) continue;
      if (licence.seats === null) free.add(packageId);
      else seated.push({ package: packageId, licence });
    }
  }
  return { free: [...free], seated: seated.filter((one) => !free.has(one.package)) };
}

/** Every way from the school to a title that these packages hold. */
export function pathsBy(
  { timeline, covering }: Scope,
  contents: readonly { readonly package: string; readonly valid: Period }[],
  seatFreeFrom: ReadonlyMap<string, number>,
): Path[] {
  const entitlements = entitlementsByLicence(timeline);
  return contents.flatMap((content) =>
    (covering.get(content.package) ?? []).flatMap(({ licence, valid }) => {
      const facts = { ...licence.facts, seatFreeFrom: seatFreeFrom.get(licence.id) ?? -Infinity };
      const coverage = intersection(valid, content.valid);
      return (entitlements.get(licence.id) ?? []).map((entitlement) => ({ entitlement, licence: facts, coverage }));
    }),
  );
}

function period([from, until]: Bounds): Period {
  return { from: from ?? -Infinity, until: until ?? Infinity };
}
