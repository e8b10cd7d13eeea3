/**
 * Who is calling, and what that caller may reach. Pure: no database, no HTTP.
 *
 * The gateway makes a Caller of a verified token, signs it into each subgraph request, and every subgraph gets exactly this.
 */

export const CALLER_KINDS = ['lms', 'licensing', 'reporting', 'operator'] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];

/** The levels at which an organisation stands, widest first. A licence is held, and a caller bound, at one of them. */
export const LEVELS = [
  'STATE',
  'REGIONAL_ASSOCIATION',
  'DISTRICT',
  'MEDIA_CENTRE',
  'AUTHORITY',
  'SCHOOL_GROUP',
  'SCHOOL',
] as const;
export type Level = (typeof LEVELS)[number];

/** Names an organisation everywhere outside the database: `AUTHORITY:NW:10182`, `SCHOOL:NW:100000`, `STATE:NW`. */
export type OrganisationKey = `${Level}:${string}`;

export interface Caller {
  readonly kind: CallerKind;
  /** The token's subject: a client or a person at a desk. Kept in audit columns, never in usage. */
  readonly subject: string;
  /**
   * The application that the token was given to, never a person, because it is stored with uses. Left out where no
   * claim names one.
   */
  readonly client?: string;
  /**
   * On whose behalf the subject says that it acts, where a claim names somebody. For the audit trail alone: it decides nothing,
   * and no use is recorded with it.
   */
  readonly endUser?: string;
  readonly scopes: readonly string[];
  /** The organisations the token is bound to. Empty for the operator, who is bound to the installation. */
  readonly bound: readonly OrganisationKey[];
}

/** The scopes of each kind. A token may carry fewer scopes than its kind allows, and never more. */
export const SCOPES_OF_KIND: Record<CallerKind, readonly string[]> = {
  lms: ['titles:read', 'schools:read', 'access:read', 'usage:write'],
  licensing: [
    'titles:read',
    'schools:read',
    'access:read',
    'entitlements:read',
    'entitlements:write',
    'usage:read',
    'prices:read',
  ],
  reporting: ['titles:read', 'schools:read', 'usage:read', 'prices:read'],
  operator: [
    'titles:read',
    'schools:read',
    'access:read',
    'entitlements:read',
    'entitlements:write',
    'usage:read',
    'usage:write',
    'prices:read',
  ],
};

/** The levels of the organisations that a token of each kind may be bound to. */
export const LEVELS_OF_KIND: Record<CallerKind, readonly Level[]> = {
  lms: ['SCHOOL', 'AUTHORITY'],
  licensing: ['SCHOOL', 'AUTHORITY', 'MEDIA_CENTRE', 'REGIONAL_ASSOCIATION', 'STATE'],
  reporting: ['AUTHORITY', 'MEDIA_CENTRE', 'STATE'],
  operator: [],
};

/** `organisationKey('AUTHORITY', 'NW:10182')` is `AUTHORITY:NW:10182`; the id is the GraphQL id of that organisation. */
export function organisationKey(level: Level, id: string): OrganisationKey {
  return `${level}:${id}`;
}

/** The level and the GraphQL id in a key, or null where the text is no organisation key. */
export function parseOrganisationKey(key: string): { level: Level; id: string } | null {
  const colon = key.indexOf(':');
  const level = key.slice(0, colon) as Level;
  const id = key.slice(colon + 1);
  if (!LEVELS.includes(level)) return null;
  const wellFormed = level === 'STATE' ? /^[A-Z]{2}$/ : /^[A-Z]{2}:[A-Za-z0-9-]{1,40}$/;
  return wellFormed.test(id) ? { level, id } : null;
}

/**
 * The rule of reach: a school lies in a caller's reach if one of the organisations that the school belongs to at the
 * moment of asking (itself among them) is one the caller is bound to.
 */
export function reaches(caller: Caller, organisationsOfSchool: readonly string[]): boolean {
  return caller.kind === 'operator' || caller.bound.some((key) => organisationsOfSchool.includes(key));
}

/** An organisation, and for each school under it the organisations that the school belongs to at the moment of asking. */
export interface OrganisationLine {
  readonly key: string;
  /** One entry for each school that belongs to it at that moment; for a school group, also for those that will. */
  readonly schools: readonly (readonly string[])[];
  /** For a school group that staff maintain and that has no schools yet: its owner. */
  readonly preparedBy?: OrganisationLine | null;
}

/**
 * An organisation lies within what a caller is bound to if the caller is bound to it, or to an organisation at its
 * level or a wider one above every school under it. Never upward: a media centre that happens to serve one city's
 * schools only is not the city's. A school group that has no schools yet lies within the caller if its owner does.
 */
export function contains(caller: Caller, { key, schools, preparedBy = null }: OrganisationLine): boolean {
  if (caller.kind === 'operator' || caller.bound.some((bound) => bound === key)) return true;
  const wideEnough = caller.bound.filter((bound) => rankOf(bound) <= rankOf(key));
  const isCovered = schools.every((keys) => wideEnough.some((bound) => keys.includes(bound)));
  return isCovered && (preparedBy === null ? schools.length > 0 : contains(caller, preparedBy));
}

/** The position of an organisation's level in {@link LEVELS}: a wider level has a smaller one. */
function rankOf(key: string): number {
  return LEVELS.indexOf(key.slice(0, key.indexOf(':')) as Level);
}

/** The rule of making entitlements: the licence's owner and every school under the entitlement's holder lie within the caller. */
export function mayWrite(caller: Caller, owner: OrganisationLine, holder: OrganisationLine): boolean {
  return caller.scopes.includes('entitlements:write') && contains(caller, owner) && contains(caller, holder);
}

/**
 * Who may revoke, shorten, suspend or resume an entitlement: who may write it, and always the licence's owner, whoever
 * its holder belongs to now. The database says the same in `directory.may_amend`.
 */
export function mayAmend(caller: Caller, owner: OrganisationLine, holder: OrganisationLine): boolean {
  const owns = caller.bound.some((key) => key === owner.key) && caller.scopes.includes('entitlements:write');
  return owns || mayWrite(caller, owner, holder);
}
