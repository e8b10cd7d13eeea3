/**
 * Decides who may see and change what, from the table “Who may see what” of the design and over the rows of the oracle.
 * It shares no code with the system that it checks.
 */
import { type EntitlementRow, type LicenceRow, lasts, type Oracle, type OrganisationRow, overlap } from './oracle';

export interface Asker {
  readonly kind: 'lms' | 'licensing' | 'reporting' | 'operator';
  readonly subject: string;
  /** The scopes of the token. Those that its kind may not have do not count. */
  readonly scopes: readonly string[];
  readonly bound: readonly string[];
}

export const ALL_SCOPES = [
  'titles:read',
  'schools:read',
  'access:read',
  'entitlements:read',
  'entitlements:write',
  'usage:read',
  'usage:write',
  'prices:read',
] as const;
export type Scope = (typeof ALL_SCOPES)[number];

const MAY: Record<Asker['kind'], readonly Scope[]> = {
  lms: ['titles:read', 'schools:read', 'access:read', 'usage:write'],
  licensing: ALL_SCOPES.filter((scope) => scope !== 'usage:write'),
  reporting: ['titles:read', 'schools:read', 'usage:read', 'prices:read'],
  operator: ALL_SCOPES,
};
const WIDTH = ['STATE', 'REGIONAL_ASSOCIATION', 'DISTRICT', 'MEDIA_CENTRE', 'AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'];

export interface Rights {
  readonly asker: Asker;
  has(scope: Scope): boolean;
  /** Rows of the schools in reach now. */
  readonly reach: ReadonlySet<string>;
  /** Rows of the organisations that it may see: its own, and those that a school in reach belongs to now. */
  readonly organisations: ReadonlySet<string>;
  /**
   * Rows of organisations whose names it may read: those that it may see, and those that hold or own something that it
   * may see.
   */
  readonly named: ReadonlySet<string>;
  /**
   * Rows of schools that ever belonged to its own organisations, and of what these belonged to. Figures of that time
   * have their names.
   */
  readonly ever: ReadonlySet<string>;
  /** Rows of organisations that ever had a school together with what it is bound to. Uses may name both. */
  readonly stoodWith: ReadonlySet<string>;
  /**
   * Rows of the school groups that it may see, because of their schools or as staff of their owners; and of those that
   * it may change.
   */
  readonly groups: ReadonlySet<string>;
  readonly ownGroups: ReadonlySet<string>;
  /** Rows of the organisations that it is bound to. */
  readonly bound: ReadonlySet<string>;
  readonly entitlements: ReadonlySet<string>;
  readonly licences: ReadonlySet<string>;
  /** Rows of the organisations that lie within what it is bound to, which it may write for. */
  readonly within: ReadonlySet<string>;
  mayWrite(owner: string, holder: string): boolean;
  /**
   * Whether it may revoke or narrow an entitlement, also one of its own organisations' whose holder has moved to
   * another.
   */
  mayAmend(owner: string, holder: string): boolean;
}

export function rightsOf(asker: Asker, oracle: Oracle): Rights {
  const all = asker.kind === 'operator';
  const now = oracle.readAt;
  const bound = new Set(oracle.organisations.filter(({ key }) => asker.bound.includes(key)).map(({ row }) => row));
  const current = oracle.memberships.filter((membership) => lasts(membership, now));
  const schools = oracle.organisations.filter(({ level }) => level === 'SCHOOL').map(({ row }) => row);
  const aboveNow = new Map(schools.map((school) => [school, new Set<string>()]));
  for (const { school, organisation } of current) aboveNow.get(school)?.add(organisation);
  const above = (school: string) => [...(aboveNow.get(school) ?? [])];

  const reach = new Set(schools.filter((school) => all || above(school).some((row) => bound.has(row))));
  const everything = oracle.organisations.map(({ row }) => row);
  const organisations = new Set(all ? everything : [...bound, ...[...reach].flatMap(above)]);

  const schoolsEver = new Set(
    oracle.memberships.filter(({ organisation }) => all || bound.has(organisation)).map(({ school }) => school),
  );
  const aboveEver = oracle.memberships.filter(({ school }) => schoolsEver.has(school));

  const widthOf = new Map(oracle.organisations.map(({ row, level }) => [row, WIDTH.indexOf(level)]));
  const width = (row: string) => widthOf.get(row) as number;
  const toCome = oracle.memberships.filter(
    ({ level, from }) => level === 'SCHOOL_GROUP' && from !== null && from > now,
  );
  function liesWithin(row: string): boolean {
    if (all || bound.has(row)) return true;
    const under = schools.filter((school) => aboveNow.get(school)?.has(row));
    const later = toCome.filter(({ organisation }) => organisation === row).map(({ school }) => school);
    const covers = (school: string) => above(school).some((up) => bound.has(up) && width(up) <= width(row));
    if (![...under, ...later].every(covers)) return false;
    /** A group that is kept by staff and has no schools is treated as its owner. */
    const kept = oracle.groups.find((group) => group.row === row && group.keptBy === 'DESK' && group.closedAt === null);
    return under.length > 0 || (kept?.owner != null && liesWithin(kept.owner));
  }
  const within = new Set(everything.filter(liesWithin));

  /**
   * A school that has left still counts in the figures of its former organisations, and so does what it belonged to
   * then.
   */
  const own = oracle.memberships.filter(({ organisation }) => bound.has(organisation));
  const beside = oracle.memberships.filter((one) =>
    own.some((mine) => mine.school === one.school && overlap(mine, one)),
  );
  const stoodWith = new Set(all ? everything : [...bound, ...beside.map(({ organisation }) => organisation)]);

  const readable = ({ holder, owner }: EntitlementRow) => organisations.has(holder) || within.has(owner);
  const entitlements = oracle.entitlements.filter(readable);
  const served = new Set(oracle.entitlements.filter(({ holder }) => organisations.has(holder)).map((e) => e.licence));
  const licences = oracle.licences.filter(({ row, owner }) => served.has(row) || within.has(owner));
  const owns = asker.kind === 'licensing';
  const ownGroups = oracle.groups.filter(({ owner }) => all || (owns && owner !== null && within.has(owner)));
  const groups = oracle.groups.filter((group) => organisations.has(group.row) || ownGroups.includes(group));
  const ofGroups = groups.flatMap(({ row, owner }) => (owner === null ? [row] : [row, owner]));
  const partners = [...ofGroups, ...entitlements.map(({ holder }) => holder), ...licences.map(({ owner }) => owner)];
  const writes = (asker.kind === 'licensing' || all) && asker.scopes.includes('entitlements:write');
  const mayWrite = (owner: string, holder: string) => writes && within.has(owner) && within.has(holder);
  return {
    asker,
    bound,
    has: (scope) => asker.scopes.includes(scope) && MAY[asker.kind].includes(scope),
    reach,
    organisations,
    within,
    ever: new Set([...schoolsEver, ...aboveEver.map(({ organisation }) => organisation)]),
    stoodWith,
    named: new Set([...organisations, ...within, ...partners, ...stoodWith]),
    groups: new Set(groups.map(({ row }) => row)),
    ownGroups: new Set(writes ? ownGroups.map(({ row }) => row) : []),
    entitlements: new Set(entitlements.map(({ row }) => row)),
    licences: new Set(licences.map(({ row }) => row)),
    mayWrite,
    mayAmend: (owner, holder) => (writes && bound.has(owner)) || mayWrite(owner, holder),
  };
}

/** Returns the entitlements that ever apply to a school, under its organisations of that time. */
export function entitlementsOfSchool(oracle: Oracle, school: string): EntitlementRow[] {
  const lines = oracle.memberships.filter((membership) => membership.school === school);
  return oracle.entitlements.filter((entitlement) =>
    lines.some((line) => line.organisation === entitlement.holder && overlap(line, entitlement)),
  );
}

/** Returns what a school belongs to now at a level. */
export function lineOf(oracle: Oracle, school: string, level: string): OrganisationRow | undefined {
  const found = oracle.memberships.find((m) => m.school === school && m.level === level && lasts(m, oracle.readAt));
  return found && oracle.organisations.find(({ row }) => row === found.organisation);
}

export function licenceOf(oracle: Oracle, row: string): LicenceRow | undefined {
  return oracle.licences.find((licence) => licence.row === row);
}

/** Returns whether the caller may see a row of this list about this object. The catalogue is not secret. */
export function mayNote(rights: Rights, list: string, object: string): boolean {
  if (list === 'IN_DEMAND') return true;
  return (['UNUSED', 'SEATS_FULL', 'NOTICE_DUE'].includes(list) ? rights.licences : rights.entitlements).has(object);
}
