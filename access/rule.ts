/**
 * The access rule: may this school exercise this right on this title at this instant, for this audience?
 *
 * Pure and total; deny is the default. The facts come as *paths*: each is one way from the school to the title, through
 * an entitlement, its licence and a package that holds the title. A path allows if every one of its conditions holds;
 * the school may if some path allows. A title under an open licence needs no path. `cases.yaml` beside this file is the
 * table of cases that the rule, the SQL and the gateway are all held to.
 */
import { LEVELS, type Level } from '../caller/caller';
import { heldUntil, holds, intersection, isEmpty, type Period, without } from './period';
import { type Audience, grants, type RightSet, type UsageRight } from './right';

export interface AccessRequest {
  /** Epoch milliseconds, past or future. */
  readonly at: number;
  readonly right: UsageRight;
  readonly audience: Audience;
}

export interface SchoolFacts {
  /** When the school is in operation. */
  readonly operating: Period;
}

export interface TitleFacts {
  /** When the title may be shown at all. */
  readonly playout: Period;
  /** Infinity where it was never withdrawn. */
  readonly withdrawnAt: number;
  readonly rights: RightSet;
  /** Whether its open licence grants its rights to everybody: then no entitlement decides. */
  readonly openlyLicensed: boolean;
}

/**
 * When an entitlement is suspended. Also when it was revoked or had ended, if that was undone later: for that time the
 * denial stays.
 */
export interface Suspension extends Period {
  readonly denial?: 'REVOKED' | 'EXPIRED';
}

export interface EntitlementFacts {
  readonly id: string;
  readonly licence: string;
  /** The level of the holder. */
  readonly level: Level;
  /** When the school belongs to the holder: always, where it is the holder. */
  readonly membership: Period;
  readonly period: Period;
  /** Infinity where it was never revoked. */
  readonly revokedAt: number;
  readonly suspensions: readonly Suspension[];
  readonly rights: RightSet;
}

/** The terms of a licence. One that was amended has several, each with its time. */
export interface LicenceFacts {
  /** When these terms hold: from one amendment to the next. */
  readonly valid: Period;
  readonly term: Period;
  /** The levels at which the licence may be held. */
  readonly heldAt: readonly Level[];
  readonly rights: RightSet;
  /** The rights that are opened to pupils too. */
  readonly pupilRights: RightSet;
  /** While all seats are taken, the first instant at which one is known to be free again; else -Infinity. */
  readonly seatFreeFrom: number;
}

export interface GrantPath {
  readonly entitlement: EntitlementFacts;
  readonly licence: LicenceFacts;
  /** When the licence covers the title: the package holds the title, and the licence the package. */
  readonly coverage: Period;
}

/** From the least useful reason to the most useful: if several apply, the last one is given. See docs/decisions/0004. */
export const DENIAL_REASONS = [
  'NOT_LICENSED',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
  'SUSPENDED',
  'RIGHT_NOT_GRANTED',
  'NOT_FOR_PUPILS',
  'SEATS_TAKEN',
  'TITLE_WITHDRAWN',
  'SCHOOL_CLOSED',
] as const;
export type DenialReason = (typeof DENIAL_REASONS)[number];

export type Decision = Allowance | ({ readonly outcome: 'DENIED' } & Denial);

/** What allows a title. */
export type Basis =
  | { readonly basis: 'ENTITLEMENT'; readonly entitlement: string; readonly level: Level }
  | { readonly basis: 'OPEN_LICENCE'; readonly entitlement: null; readonly level: null };

export const BASES = ['ENTITLEMENT', 'OPEN_LICENCE'] as const satisfies readonly Basis['basis'][];

export type Allowance = Basis & {
  readonly outcome: 'ALLOWED';
  /** All rights that the paths in force grant together to this audience, now; of an open licence, those of the title. */
  readonly rights: RightSet;
  /** The first instant at which the answer changes to denied, all paths considered; Infinity where it never does. */
  readonly validUntil: number;
};

export interface Denial {
  readonly reason: DenialReason;
  /** Since when it is denied; null where the reason has no known beginning. */
  readonly since: number | null;
}

const NOT_LICENSED: Denial = { reason: 'NOT_LICENSED', since: null };
const RIGHT_NOT_GRANTED: Denial = { reason: 'RIGHT_NOT_GRANTED', since: null };

export function decide(
  question: AccessRequest,
  school: SchoolFacts,
  title: TitleFacts,
  paths: readonly GrantPath[],
): Decision {
  const refused = denialOfAll(question, school, title);
  if (refused) return { outcome: 'DENIED', ...refused };
  const lasts = Math.min(school.operating.until, title.playout.until, title.withdrawnAt);
  if (title.openlyLicensed) return openly(question, title, lasts);

  const { at } = question;
  const refusals = paths.map((path) => denialOf(question, title, path));
  const allowing = paths.filter((_, index) => refusals[index] === null);
  if (allowing.length === 0) return { outcome: 'DENIED', ...mostUseful(refusals as Denial[]) };

  const { entitlement } = inOrderOfDecision(allowing, at)[0] as GrantPath;
  const granting = paths.filter((path) => grantsTo(question, title, path));
  return {
    outcome: 'ALLOWED',
    basis: 'ENTITLEMENT',
    entitlement: entitlement.id,
    level: entitlement.level,
    rights: allowing.reduce((rights, path) => rights | effectiveRights(question.audience, title, path), 0),
    validUntil: Math.min(heldUntil(granting.flatMap(inForce), at), lasts),
  };
}

/** Decides by the title's own rights. No path can add to them, so paths are not considered. */
function openly({ right }: AccessRequest, { rights }: TitleFacts, validUntil: number): Decision {
  if (!grants(rights, right)) return { outcome: 'DENIED', ...RIGHT_NOT_GRANTED };
  return { outcome: 'ALLOWED', basis: 'OPEN_LICENCE', entitlement: null, level: null, rights, validUntil };
}

/** Whether this path allows a title that may be shown, at a school in operation. */
export function pathAllows(question: AccessRequest, title: TitleFacts, path: GrantPath): boolean {
  return denialOf(question, title, path) === null;
}

/** The paths that allow if a seat is free, the best one first. Empty where no seat is needed. */
export function pathsToSeats(
  question: AccessRequest,
  school: SchoolFacts,
  title: TitleFacts,
  paths: readonly GrantPath[],
): GrantPath[] {
  if (title.openlyLicensed || denialOfAll(question, school, title)) return [];
  return inOrderOfDecision(
    paths
      .map((path) => ({ ...path, licence: { ...path.licence, seatFreeFrom: -Infinity } }))
      .filter((path) => denialOf(question, title, path) === null),
    question.at,
  );
}

/** Why no path can allow, whatever its facts; null where a path may. */
function denialOfAll({ at }: AccessRequest, { operating }: SchoolFacts, title: TitleFacts): Denial | null {
  if (!holds(operating, at)) return { reason: 'SCHOOL_CLOSED', since: at >= operating.until ? operating.until : null };
  const gone = Math.min(title.withdrawnAt, title.playout.until);
  if (at >= gone) return { reason: 'TITLE_WITHDRAWN', since: gone };
  if (at < title.playout.from) return { reason: 'NOT_YET_VALID', since: null };
  return null;
}

/** Why this path does not allow, as the first of its conditions that fails; null where it allows. */
function denialOf(question: AccessRequest, title: TitleFacts, path: GrantPath): Denial | null {
  const { at, right, audience } = question;
  const { entitlement, licence } = path;
  const window = intersection(entitlement.period, licence.term, path.coverage);
  const ever = intersection(window, entitlement.membership);
  if (isEmpty(ever) || !holds(entitlement.membership, at)) return NOT_LICENSED;
  if (!holds(licence.valid, at) || !licence.heldAt.includes(entitlement.level)) return NOT_LICENSED;

  const undone = entitlement.suspensions.find((period) => period.denial && holds(period, at));
  if (undone?.denial) return { reason: undone.denial, since: undone.from };
  const { revokedAt } = entitlement;
  if (at >= revokedAt && revokedAt < window.until) return { reason: 'REVOKED', since: revokedAt };
  if (at >= window.until) return { reason: 'EXPIRED', since: window.until };
  if (at < window.from) return { reason: 'NOT_YET_VALID', since: null };
  const suspension = entitlement.suspensions.find((period) => holds(period, at));
  if (suspension) return { reason: 'SUSPENDED', since: Math.max(suspension.from, window.from) };

  if (!grants(entitlement.rights & licence.rights & title.rights, right)) return RIGHT_NOT_GRANTED;
  if (audience === 'PUPIL' && !grants(licence.pupilRights, right)) return { reason: 'NOT_FOR_PUPILS', since: null };
  if (at < licence.seatFreeFrom) return { reason: 'SEATS_TAKEN', since: null };
  return null;
}

/** The stretches of time in which this path is in force, whatever the right. */
function inForce({ entitlement, licence, coverage }: GrantPath): Period[] {
  const beforeRevocation = { from: -Infinity, until: entitlement.revokedAt };
  const window = intersection(
    entitlement.membership,
    entitlement.period,
    beforeRevocation,
    licence.valid,
    licence.term,
    coverage,
  );
  const seatless = licence.seatFreeFrom > -Infinity ? [{ from: -Infinity, until: licence.seatFreeFrom }] : [];
  return without(window, [...entitlement.suspensions, ...seatless]);
}

function grantsTo({ right, audience }: AccessRequest, title: TitleFacts, path: GrantPath): boolean {
  return path.licence.heldAt.includes(path.entitlement.level) && grants(effectiveRights(audience, title, path), right);
}

function effectiveRights(audience: Audience, title: TitleFacts, { entitlement, licence }: GrantPath): RightSet {
  const rights = entitlement.rights & licence.rights & title.rights;
  return audience === 'PUPIL' ? rights & licence.pupilRights : rights;
}

/** Of the paths that allow, the one that lasts longest decides; then the one at the widest level; then the oldest. */
function inOrderOfDecision(allowing: readonly GrantPath[], at: number): GrantPath[] {
  return allowing
    .map((path) => ({ path, until: lasts(path, at) }))
    .sort((a, b) => (a.until === b.until ? byLevelAndAge(a.path, b.path) : b.until - a.until))
    .map(({ path }) => path);
}

/** Until when a path that is in force at an instant stays so. */
function lasts(path: GrantPath, at: number): number {
  return (inForce(path).find((period) => holds(period, at)) as Period).until;
}

function byLevelAndAge({ entitlement: a }: GrantPath, { entitlement: b }: GrantPath): number {
  if (a.level !== b.level) return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level);
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}

/** The reason that comes closest to an allow; of several equal ones, the one that began last. */
function mostUseful(refusals: readonly Denial[]): Denial {
  const reason = DENIAL_REASONS.findLast((one) => refusals.some((refused) => refused.reason === one));
  if (!reason) return NOT_LICENSED;
  const beginnings = refusals.flatMap((refused) => (refused.reason === reason ? (refused.since ?? []) : []));
  return { reason, since: beginnings.length > 0 ? Math.max(...beginnings) : null };
}
