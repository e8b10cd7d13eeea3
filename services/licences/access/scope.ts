/** The access rule applied to one school: all that decides but the titles and the seats taken, ready to be asked often. */
import { createHash } from 'node:crypto';
import { holds, intersection, type Period } from '../../../access/period';
import {
  type Decision,
  decide,
  type Path,
  type Question,
  type SchoolFacts,
  type TitleFacts,
} from '../../../access/rule';
import { type Holding, type Opened, openedBy, type SeatedPackage } from './holding';
import type { LicenceTerms } from './licence-terms-queries';

/** A school's timeline with the terms of every licence in it. */
export interface Scope {
  readonly school: SchoolFacts;
  readonly holdings: readonly Holding[];
  /** The licences that count their seats: how many are taken is asked each time. */
  readonly counting: readonly LicenceTerms[];
  /** By right and audience, what was found last. */
  readonly standings: Map<string, Standing>;
}

export function scopeOf(school: SchoolFacts, holdings: readonly Holding[]): Scope {
  const counting = new Map<string, LicenceTerms>();
  for (const { licence } of holdings.flatMap(({ ways }) => ways)) {
    if (licence.seats !== null) counting.set(licence.id, licence);
  }
  return { school, holdings, counting: [...counting.values()], standings: new Map() };
}

export interface OpenPackages {
  /** Whoever counts no seats opens these. */
  readonly free: readonly string[];
  /** By it they are known again: it is the same where the free ones are. */
  readonly nameOfFree: string;
  /** These are open only while a seat is free. */
  readonly seated: readonly SeatedPackage[];
  /** No more titles than this are in them. */
  readonly atMost: number;
}

/** A title, and what the rule needs to know of it. */
export interface TitleContents {
  readonly title: { readonly facts: TitleFacts };
  /** The packages that hold it, and when. */
  readonly contents: readonly { readonly package: string; readonly valid: Period }[];
  /** As {@link likenessOf} says. */
  readonly likeness: string | null;
  /** Of the licences whose seats are all taken: when one is free again. */
  readonly seatFreeFrom: ReadonlyMap<string, number>;
}

/**
 * What the rule says at one school of one question. It is asked for once for a field of a client's, and handed on from there:
 * to who lists what the packages hold, and to who shows what of it is allowed.
 */
export interface Ruling {
  readonly question: Question;
  /** The packages of which the rule allows any title that allows it itself; none while the school is closed. */
  readonly packages: OpenPackages;
  readonly counting: readonly LicenceTerms[];
  /** Titles that differ in name only are decided once. */
  decide(title: TitleContents): Decision;
}

export function rulingOn(scope: Scope, question: Question): Ruling {
  const { packages, decisions } = standingAt(scope, question);
  return {
    question,
    packages,
    counting: scope.counting,
    decide(title) {
      const key = title.seatFreeFrom.size > 0 ? null : title.likeness;
      const known = key === null ? undefined : decisions.get(key);
      if (known) return known;
      const decision = decide(question, scope.school, title.title.facts, pathsTo(scope, title));
      if (key !== null) decisions.set(key, decision);
      return decision;
    },
  };
}

/** Alike for titles on which every answer is the same; null where a title has instants of its own. */
export function likenessOf({ title, contents }: Pick<TitleContents, 'title' | 'contents'>): string | null {
  const { withdrawnAt, playout, rights } = title.facts;
  const timeless = withdrawnAt === Infinity && isAlways(playout) && contents.every(({ valid }) => isAlways(valid));
  return timeless ? `${rights} ${contents.map((content) => content.package).join(' ')}` : null;
}

function isAlways({ from, until }: Period): boolean {
  return from === -Infinity && until === Infinity;
}

/** Every way from the school to a title. */
function pathsTo({ holdings }: Scope, { contents, seatFreeFrom }: TitleContents): Path[] {
  const all: Path[] = [];
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

/** What was found for one right and audience, and stands until anything in the scope begins or ends. */
interface Standing {
  readonly during: Period;
  readonly packages: OpenPackages;
  readonly decisions: Map<string, Decision>;
}

function standingAt(scope: Scope, question: Question): Standing {
  const key = `${question.right} ${question.audience}`;
  const known = scope.standings.get(key);
  if (known && holds(known.during, question.at)) return known;
  const standing = findStanding(scope, question);
  scope.standings.set(key, standing);
  return standing;
}

function findStanding({ school, holdings }: Scope, question: Question): Standing {
  const opened = holdings.map((holding) => openedBy(holding, question));
  const { from, until } = school.operating;
  const operates = holds(school.operating, question.at);
  const before = question.at < from ? { from: -Infinity, until: from } : { from: until, until: Infinity };
  return {
    during: intersection(operates ? school.operating : before, ...opened.map(({ during }) => during)),
    packages: together(operates ? opened : []),
    decisions: new Map(),
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
  const nameOfFree = createHash('sha256')
    .update([...free.keys()].sort().join())
    .digest('base64url');
  return { free: [...free.keys()], nameOfFree, seated: onlySeated, atMost };
}
