/**
 * The authority rule at the gateway: what each name in @policy means. The facts come from organisation-facts.ts; the functions of
 * caller/caller.ts decide, which the services use too. No facts are needed for what a caller is bound to by name, nor for an
 * operator.
 */
import {
  type Caller,
  contains,
  type Level,
  mayAmend,
  mayWrite,
  type OrganisationLine,
  organisationKey,
  reaches,
} from '../../caller/caller';
import {
  DEFAULT_STATE,
  readOrganisationId,
  readOrganisationOrSchool,
  requireOrganisationId,
} from '../../request/values/organisation-id';
import type { OrganisationFacts } from './organisation-facts';

export interface Policy {
  /** Whether it decides by the arguments of a field: such a policy cannot stand on a type, which has none. */
  readonly byArguments: boolean;
  /**
   * Whether it holds for a field that this caller asks for with these arguments, defaults filled in.
   *
   * @throws SUBGRAPH_UNAVAILABLE where the facts to decide by could not be asked; BAD_USER_INPUT where an argument is not
   * what it should name
   */
  holds(caller: Caller, given: Arguments, facts: OrganisationFacts): boolean | Promise<boolean>;
  /**
   * Of a list that is answered item by item: the organisations in it that do not lie within the caller. The services are
   * told, and refuse the items that name one of them, whatever they find themselves.
   *
   * @throws SUBGRAPH_UNAVAILABLE
   */
  refused?(caller: Caller, given: Arguments, facts: OrganisationFacts): Promise<readonly string[]>;
}

/** By the name that stands in @policy. */
export type Policies = Readonly<Record<string, Policy>>;
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * So many organisations of a list may be refused each by itself; a list with more of them is refused as a whole. Their
 * names travel in a header, of which Node takes 16 KB: 100 of the longest names, encoded, are 9.
 */
export const MOST_REFUSED = 100;

/** The lists of a report's filter that name organisations, and of which level. */
const LEVELS_OF_FILTER: readonly (readonly [string, Level])[] = [
  ['schools', 'SCHOOL'],
  ['authorities', 'AUTHORITY'],
  ['mediaCentres', 'MEDIA_CENTRE'],
  ['districts', 'DISTRICT'],
  ['regionalAssociations', 'REGIONAL_ASSOCIATION'],
  ['states', 'STATE'],
];

const NOTHING: OrganisationLine = { key: '', schools: [] };

const SIMPLE_POLICIES = {
  /** Arguments state, number: a school in the caller's reach. */
  'school-in-reach': forOperatorAnd((caller, { state, number }, facts) =>
    containsSchool(caller, 'number', number, facts, state),
  ),
  /** Argument school, the id of a school in the caller's reach. */
  'school-argument-in-reach': forOperatorAnd((caller, { school }, facts) =>
    containsSchool(caller, 'school', school, facts),
  ),
  /** Argument input with school, the id of a school in the caller's reach. */
  'school-of-input-in-reach': forOperatorAnd((caller, { input }, facts) =>
    containsSchool(caller, 'input.school', (input as Arguments | undefined)?.school, facts),
  ),
  /** Arguments state, number: an authority that the caller is bound to, or one school of which is in its reach. */
  'authority-in-reach': forOperatorAnd(async (caller, { state, number }, facts) => {
    const id = requireOrganisationId('number', 'AUTHORITY', String(number), String(state));
    const [line] = await linesOf(caller, [organisationKey('AUTHORITY', id)], facts);
    return mayRead(caller, line ?? NOTHING);
  }),
  /** Arguments level, id: an organisation within the caller. */
  'organisation-within': forOperatorAnd(async (caller, { level, id }, facts) => {
    const key = organisationKey(level as Level, requireOrganisationId('id', level as Level, String(id)));
    const [line] = await linesOf(caller, [key], facts);
    return contains(caller, line ?? NOTHING);
  }),
  /** Argument events, each with the id of a school: item by item, those of schools in the caller's reach. */
  'events-in-reach': itemByItem(({ events }) => {
    const schools = new Set(listOf(events).map(({ school }) => school));
    return [...schools].map((school) => keyOf('SCHOOL', school));
  }),
  /** Argument input with holders, and with those of a selection: item by item, those within the caller. */
  'holders-in-reach': itemByItem(({ input }) => {
    const { holders, selection } = (input ?? {}) as Arguments;
    const { holders: selected } = (selection ?? {}) as Arguments;
    return [...listOf(holders), ...listOf(selected)].map(({ level, id }) => keyOf(level as Level, id));
  }),
  /** Argument input with rows, each with a holder: item by item, those within the caller. */
  'sync-holders-in-reach': itemByItem(({ input }) =>
    listOf(((input ?? {}) as Arguments).rows).map(({ holder }) => readOrganisationOrSchool(String(holder))),
  ),
  /** Argument input with licenceIds: licences of owners within the caller, all of them. */
  'licences-in-reach': forOperatorAnd(async (caller, { input }, facts) => {
    const { licenceIds } = (input ?? {}) as Arguments;
    const owners = await facts.licenceOwners(caller, listOf<string>(licenceIds).map(String));
    return (await linesOf(caller, owners, facts)).every((line) => mayWrite(caller, line, line));
  }),
  /** Argument input with licenceId: a licence of an owner within the caller. */
  'licence-of-input-within': forOperatorAnd(async (caller, { input }, facts) => {
    const { licenceId } = (input ?? {}) as Arguments;
    const [line] = await linesOf(caller, await facts.licenceOwners(caller, [String(licenceId)]), facts);
    return mayWrite(caller, line ?? NOTHING, line ?? NOTHING);
  }),
  /** Argument input with packageId: a package of an owner within the caller. One that nobody owns is for operators. */
  'package-of-input-within': forOperatorAnd(async (caller, { input }, facts) => {
    const { packageId } = (input ?? {}) as Arguments;
    const [owners] = await facts.objectOwners(caller, [`PACKAGE:${packageId}`]);
    const [line] = await linesOf(caller, owners ?? [], facts);
    return mayWrite(caller, line ?? NOTHING, line ?? NOTHING);
  }),
  /** Argument input with owner: an organisation within the caller. */
  'owner-of-input-within': forOperatorAnd(async (caller, { input }, facts) => {
    const owner = (input as Arguments | undefined)?.owner;
    if (owner == null) return false;
    const { level, id } = owner as { level: Level; id: unknown };
    const key = organisationKey(level, requireOrganisationId('input.owner.id', level, String(id)));
    const [line] = await linesOf(caller, [key], facts);
    return mayWrite(caller, line ?? NOTHING, line ?? NOTHING);
  }),
  /** Argument input with entitlementIds, entitlements or selection.ids: the caller may end, shorten, suspend and resume each of them. */
  'entitlements-in-reach': everyEntitlement(mayAmend),
  /** The same: the caller may also prolong each of them, and give it to somebody else. */
  'entitlements-writable': everyEntitlement(mayWrite),
  /** Argument input with holder, which lies within the caller. */
  'holder-of-input-within': forOperatorAnd(async (caller, { input }, facts) => {
    const { level, id } = (((input ?? {}) as Arguments).holder ?? {}) as { level: Level; id: unknown };
    const key = organisationKey(level, requireOrganisationId('input.holder.id', level, String(id)));
    const [line] = await linesOf(caller, [key], facts);
    return contains(caller, line ?? NOTHING);
  }),
  /** Argument id: a school group of an owner within the caller, or to which a school in its reach belongs. */
  'group-readable': forOperatorAnd(async (caller, { id }, facts) => {
    const key = organisationKey('SCHOOL_GROUP', requireOrganisationId('id', 'SCHOOL_GROUP', String(id)));
    const [owner = null] = await facts.schoolGroupOwners(caller, [key]);
    const [ownerLine, line] = await linesOf(caller, [owner, key], facts);
    return contains(caller, ownerLine ?? NOTHING) || mayRead(caller, line ?? NOTHING);
  }),
  /** Argument input with group: a school group of an owner within the caller. */
  'group-in-reach': forOperatorAnd(async (caller, { input }, facts) => {
    const { group } = (input ?? {}) as Arguments;
    const key = organisationKey('SCHOOL_GROUP', requireOrganisationId('input.group', 'SCHOOL_GROUP', String(group)));
    const [line] = await linesOf(caller, await facts.schoolGroupOwners(caller, [key]), facts);
    return mayWrite(caller, line ?? NOTHING, line ?? NOTHING);
  }),
  /** Argument input with organisation, where it is given: one that the caller is bound to. */
  'own-organisation-of-input': {
    byArguments: true,
    holds({ bound }, { input }) {
      const { organisation } = (input ?? {}) as Arguments;
      if (organisation == null) return true;
      const { level, id } = organisation as { level: Level; id: unknown };
      return bound.includes(organisationKey(level, requireOrganisationId('input.organisation.id', level, String(id))));
    },
  },
  /** Argument input with id, or argument id: a survey that an organisation asks which the caller is bound to. */
  'own-survey': forOperatorAnd((caller, { input, id }, facts) =>
    areOwn(caller, [`SURVEY:${((input ?? {}) as Arguments).id ?? id}`], facts),
  ),
  /** Argument ids: subscriptions to notices of organisations that the caller is bound to. */
  'own-subscriptions': forOperatorAnd((caller, { ids }, facts) =>
    areOwn(
      caller,
      listOf(ids).map((id) => `SUBSCRIPTION:${id}`),
      facts,
    ),
  ),
  /** Argument change: one that the caller may read all of, and that was made to licences of owners within it alone. */
  'change-within': forOperatorAnd(async (caller, { change }, facts) => {
    const [owners = null] = await facts.objectOwners(caller, [`CHANGE:${change}`]);
    return owners !== null && (await linesOf(caller, owners, facts)).every((line) => contains(caller, line));
  }),
  /** School and holder of argument filter, where they are given: a school within the caller, an organisation that it may read. */
  'listed-entitlements-in-reach': forOperatorAnd(async (caller, { filter }, facts) => {
    const { school, holder } = (filter ?? {}) as Arguments;
    if (school != null && !(await containsSchool(caller, 'filter.school', school, facts))) return false;
    if (holder == null) return true;
    const { level, id } = holder as { level: Level; id: unknown };
    const key = organisationKey(level, requireOrganisationId('filter.holder.id', level, String(id)));
    const [line] = await linesOf(caller, [key], facts);
    return mayRead(caller, line ?? NOTHING);
  }),
  /** Argument id: an entitlement that the caller owns, or that applies to a school in its reach. */
  'entitlement-in-reach': forOperatorAnd(async (caller, { id }, facts) => {
    const [found] = await facts.entitlementLines(caller, [String(id)]);
    const [owner] = await linesOf(caller, [found?.owner ?? null], facts);
    const [holder] = await linesOf(caller, [found?.holder ?? null], facts);
    return contains(caller, owner ?? NOTHING) || mayRead(caller, holder ?? NOTHING);
  }),
  /** Argument filter: all organisations in it stood at some time in one line with what the caller is bound to. */
  'report-filter-in-reach': forOperatorAnd(async (caller, { filter }, facts) => {
    const given = (filter ?? {}) as Arguments;
    const keys = LEVELS_OF_FILTER.flatMap(([name, level]) =>
      listOf<string>(given[name]).map((id) =>
        organisationKey(level, requireOrganisationId(`filter.${name}`, level, id)),
      ),
    );
    const foreign = keys.filter((key) => !caller.bound.includes(key));
    const lines = await facts.linesOfUses(caller, [...new Set(foreign)]);
    return lines.every((line) => line?.schools.some((together) => reaches(caller, together)));
  }),
} satisfies Policies;

/** By what each member of a change is decided: as the mutation of that name is. */
const POLICIES_OF_CHANGE: Readonly<Record<string, readonly (keyof typeof SIMPLE_POLICIES)[]>> = {
  amend: ['entitlements-in-reach'],
  move: ['entitlements-writable', 'holder-of-input-within'],
  resume: ['entitlements-in-reach'],
  revoke: ['entitlements-in-reach'],
  suspend: ['entitlements-in-reach'],
  undo: ['change-within'],
};

export const POLICIES: Policies = {
  ...SIMPLE_POLICIES,
  /** Argument input with one change: by the policies of the mutation that makes it. One that is unknown here is refused. */
  'change-in-reach': {
    byArguments: true,
    async holds(caller, { input }, facts) {
      const named = Object.entries((input ?? {}) as Arguments).filter(([, change]) => change != null);
      const decided = named.map(async ([name, change]) => {
        const policies = POLICIES_OF_CHANGE[name];
        const given = { ...(change as Arguments), input: change };
        return policies !== undefined && everyHolds(policies, caller, given, facts);
      });
      return (await Promise.all(decided)).every(Boolean);
    },
  },
};

async function everyHolds(
  names: readonly (keyof typeof SIMPLE_POLICIES)[],
  caller: Caller,
  given: Arguments,
  facts: OrganisationFacts,
): Promise<boolean> {
  const held = await Promise.all(names.map((name) => SIMPLE_POLICIES[name].holds(caller, given, facts)));
  return held.every(Boolean);
}

async function areOwn(caller: Caller, objects: readonly string[], facts: OrganisationFacts): Promise<boolean> {
  const owners = await facts.objectOwners(caller, objects);
  return owners.every((keys) => keys?.every((key) => caller.bound.some((own) => own === key)) ?? false);
}

/** An operator may; anybody else as this says. */
function forOperatorAnd(holds: Policy['holds']): Policy {
  return {
    byArguments: true,
    holds: (caller, given, facts) => caller.kind === 'operator' || holds(caller, given, facts),
  };
}

/** @param named the organisations of the items, null for what is none: the service says what is wrong with that item */
function itemByItem(named: (given: Arguments) => readonly (string | null)[]): Policy {
  async function refused(caller: Caller, given: Arguments, facts: OrganisationFacts): Promise<readonly string[]> {
    if (caller.kind === 'operator') return [];
    const keys = [...new Set(named(given))].filter((key) => key !== null);
    const lines = await linesOf(caller, keys, facts);
    return keys.filter((_, index) => !contains(caller, lines[index] ?? NOTHING));
  }
  return {
    ...forOperatorAnd(async (...asked) => (await refused(...asked)).length <= MOST_REFUSED),
    refused,
  };
}

/** Of input, that are named in any way. What a filter of a selection finds, the service decides one by one. */
function everyEntitlement(may: typeof mayAmend): Policy {
  return forOperatorAnd(async (caller, { input }, facts) => {
    const { entitlementIds, entitlements, selection } = (input ?? {}) as Arguments;
    const { ids: selected } = (selection ?? {}) as Arguments;
    const versioned = listOf(entitlements).map(({ id }) => id);
    const ids = [...listOf(entitlementIds), ...versioned, ...listOf(selected)].map(String);
    const found = await facts.entitlementLines(caller, ids);
    const owners = await linesOf(
      caller,
      found.map((line) => line?.owner ?? null),
      facts,
    );
    const holders = await linesOf(
      caller,
      found.map((line) => line?.holder ?? null),
      facts,
    );
    return owners.every((owner, index) => may(caller, owner, holders[index] ?? NOTHING));
  });
}

function mayRead(caller: Caller, line: OrganisationLine): boolean {
  return contains(caller, line) || line.schools.some((keys) => reaches(caller, keys));
}

/** Of a school that the caller is bound to by name, it is known at once. */
function containsSchool(
  caller: Caller,
  place: string,
  text: unknown,
  facts: OrganisationFacts,
  state?: unknown,
): boolean | Promise<boolean> {
  const id = requireOrganisationId(place, 'SCHOOL', String(text), state === undefined ? DEFAULT_STATE : String(state));
  const key = organisationKey('SCHOOL', id);
  if (caller.bound.includes(key)) return true;
  const lines = facts.organisationLines(caller, [key]);
  const holds = ([line]: readonly (OrganisationLine | null)[]) => contains(caller, line ?? NOTHING);
  return lines instanceof Promise ? lines.then(holds) : holds(lines);
}

/** In the order of the keys; what does not exist is an organisation without schools, which nobody contains. */
async function linesOf(
  caller: Caller,
  keys: readonly (string | null)[],
  facts: OrganisationFacts,
): Promise<OrganisationLine[]> {
  const lines = new Map<string | null, OrganisationLine | null | undefined>();
  for (const key of caller.bound) lines.set(key, { ...NOTHING, key });
  const foreign = [...new Set(keys)].filter((key) => key !== null && !lines.has(key)) as string[];
  const found = await facts.organisationLines(caller, foreign);
  for (const [index, key] of foreign.entries()) lines.set(key, found[index]);
  return keys.map((key) => lines.get(key) ?? NOTHING);
}

/** Null where it names none: the service says what is wrong with that item. */
function keyOf(level: Level, text: unknown): string | null {
  const id = readOrganisationId(level, String(text));
  return id && organisationKey(level, id);
}

function listOf<Item = Arguments>(value: unknown): Item[] {
  return Array.isArray(value) ? value : [];
}
