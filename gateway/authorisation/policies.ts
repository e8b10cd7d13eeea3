/**
 * The authority rule at the gateway: what each name in @policy means. The facts come from organisation-facts.ts; the
 * functions of caller/caller.ts decide, and the services use them too. No facts are needed for an operator, nor for
 * organisations that a caller is bound to by name. policy-forms.ts holds what policies have in common.
 */
import { type Caller, contains, type Level, mayAmend, mayWrite, organisationKey, reaches } from '../../caller/caller';
import {
  readOrganisationId,
  readOrganisationOrSchool,
  requireOrganisationId,
} from '../../request/values/organisation-id';
import type { OrganisationFacts } from './organisation-facts';
import { containsSchool, linesOf, mayRead, NO_LINE } from './organisation-lines';
import { type Arguments, forOperatorAnd, itemByItem, ofEach, type Policy } from './policy-forms';

/** Policies by the name that stands in @policy. */
export type Policies = Readonly<Record<string, Policy>>;

/** The lists in the filter of a report that name organisations, with their level. */
const LEVELS_OF_FILTER: readonly (readonly [string, Level])[] = [
  ['schools', 'SCHOOL'],
  ['authorities', 'AUTHORITY'],
  ['mediaCentres', 'MEDIA_CENTRE'],
  ['districts', 'DISTRICT'],
  ['regionalAssociations', 'REGIONAL_ASSOCIATION'],
  ['states', 'STATE'],
];

const SIMPLE_POLICIES = {
  /** Arguments `state` and `number`: a school in the caller's reach. */
  'school-in-reach': forOperatorAnd((caller, { state, number }, facts) =>
    containsSchool(caller, 'number', number, facts, state),
  ),
  /** Argument `school`: the id of a school in the caller's reach. */
  'school-argument-in-reach': forOperatorAnd((caller, { school }, facts) =>
    containsSchool(caller, 'school', school, facts),
  ),
  /** Argument `input` with `school`: the id of a school in the caller's reach. */
  'school-of-input-in-reach': forOperatorAnd((caller, { input }, facts) =>
    containsSchool(caller, 'input.school', (input as Arguments | undefined)?.school, facts),
  ),
  /**
   * Arguments `state` and `number`: an authority that the caller is bound to, or that has a school in the caller's
   * reach.
   */
  'authority-in-reach': forOperatorAnd(async (caller, { state, number }, facts) => {
    const id = requireOrganisationId('number', 'AUTHORITY', String(number), String(state));
    const [line] = await linesOf(caller, [organisationKey('AUTHORITY', id)], facts);
    return mayRead(caller, line ?? NO_LINE);
  }),
  /** Arguments `level` and `id`: an organisation within the caller. */
  'organisation-within': forOperatorAnd(async (caller, { level, id }, facts) => {
    const key = organisationKey(level as Level, requireOrganisationId('id', level as Level, String(id)));
    const [line] = await linesOf(caller, [key], facts);
    return contains(caller, line ?? NO_LINE);
  }),
  /** Argument `events`, each with the id of a school. Decided item by item: the school is in the caller's reach. */
  'events-in-reach': itemByItem(({ events }) => {
    const schools = new Set(listOf(events).map(({ school }) => school));
    return [...schools].map((school) => ({ argument: 'events', sent: String(school), key: keyOf('SCHOOL', school) }));
  }),
  /**
   * Argument `input` with `holders`, and with those of a `selection`. Decided item by item: the holder is within the
   * caller.
   */
  'holders-in-reach': itemByItem(({ input }) => {
    const { holders, selection } = (input ?? {}) as Arguments;
    const { holders: selected } = (selection ?? {}) as Arguments;
    const named = (argument: string, list: unknown) =>
      listOf(list).map(({ level, id }) => ({ argument, sent: `${level}:${id}`, key: keyOf(level as Level, id) }));
    return [...named('input.holders', holders), ...named('input.selection.holders', selected)];
  }),
  /** Argument `input` with `rows`, each with a holder. Decided item by item: the holder is within the caller. */
  'sync-holders-in-reach': itemByItem(({ input }) =>
    listOf(((input ?? {}) as Arguments).rows).map(({ holder }) => ({
      argument: 'input.rows',
      sent: String(holder),
      key: readOrganisationOrSchool(String(holder)),
    })),
  ),
  /** Argument `input` with `licenceIds`: all are licences of owners within the caller. */
  'licences-in-reach': ofEach(
    ({ input }) => [['input.licenceIds', listOf(((input ?? {}) as Arguments).licenceIds)]],
    async (caller, ids, facts) => {
      const owners = await facts.licenceOwners(caller, ids);
      return (await linesOf(caller, owners, facts)).map((line) => mayWrite(caller, line, line));
    },
  ),
  /** Argument `input` with `licenceId`: a licence of an owner within the caller. */
  'licence-of-input-within': forOperatorAnd(async (caller, { input }, facts) => {
    const { licenceId } = (input ?? {}) as Arguments;
    const [line] = await linesOf(caller, await facts.licenceOwners(caller, [String(licenceId)]), facts);
    return mayWrite(caller, line ?? NO_LINE, line ?? NO_LINE);
  }),
  /**
   * Argument `input` with `packageId`: a package of an owner within the caller. A package without an owner is for
   * operators.
   */
  'package-of-input-within': forOperatorAnd(async (caller, { input }, facts) => {
    const { packageId } = (input ?? {}) as Arguments;
    const [owners] = await facts.objectOwners(caller, [`PACKAGE:${packageId}`]);
    const [line] = await linesOf(caller, owners ?? [], facts);
    return mayWrite(caller, line ?? NO_LINE, line ?? NO_LINE);
  }),
  /** Argument `input` with `owner`: an organisation within the caller. */
  'owner-of-input-within': forOperatorAnd(async (caller, { input }, facts) => {
    const owner = (input as Arguments | undefined)?.owner;
    if (owner == null) return false;
    const { level, id } = owner as { level: Level; id: unknown };
    const key = organisationKey(level, requireOrganisationId('input.owner.id', level, String(id)));
    const [line] = await linesOf(caller, [key], facts);
    return mayWrite(caller, line ?? NO_LINE, line ?? NO_LINE);
  }),
  /**
   * Argument `input` with `entitlementIds`, `entitlements` or `selection.ids`: the caller may end, shorten, suspend
   * and resume each of them.
   */
  'entitlements-in-reach': everyEntitlement(mayAmend),
  /** The same argument: the caller may also prolong each of them, and give it to another holder. */
  'entitlements-writable': everyEntitlement(mayWrite),
  /** Argument `input` with `holder`: an organisation within the caller. */
  'holder-of-input-within': forOperatorAnd(async (caller, { input }, facts) => {
    const { level, id } = (((input ?? {}) as Arguments).holder ?? {}) as { level: Level; id: unknown };
    const key = organisationKey(level, requireOrganisationId('input.holder.id', level, String(id)));
    const [line] = await linesOf(caller, [key], facts);
    return contains(caller, line ?? NO_LINE);
  }),
  /**
   * Argument `id`: a school group of an owner within the caller, or one to which a school in the caller's reach
   * belongs.
   */
  'group-readable': forOperatorAnd(async (caller, { id }, facts) => {
    const key = organisationKey('SCHOOL_GROUP', requireOrganisationId('id', 'SCHOOL_GROUP', String(id)));
    const [owner = null] = await facts.schoolGroupOwners(caller, [key]);
    const [ownerLine, line] = await linesOf(caller, [owner, key], facts);
    return contains(caller, ownerLine ?? NO_LINE) || mayRead(caller, line ?? NO_LINE);
  }),
  /** Argument `input` with `group`: a school group of an owner within the caller. */
  'group-in-reach': forOperatorAnd(async (caller, { input }, facts) => {
    const { group } = (input ?? {}) as Arguments;
    const key = organisationKey('SCHOOL_GROUP', requireOrganisationId('input.group', 'SCHOOL_GROUP', String(group)));
    const [line] = await linesOf(caller, await facts.schoolGroupOwners(caller, [key]), facts);
    return mayWrite(caller, line ?? NO_LINE, line ?? NO_LINE);
  }),
  /** Argument `input`, where it has `organisation`: one that the caller is bound to. */
  'own-organisation-of-input': {
    byArguments: true,
    holds({ bound }, { input }) {
      const { organisation } = (input ?? {}) as Arguments;
      if (organisation == null) return true;
      const { level, id } = organisation as { level: Level; id: unknown };
      return bound.includes(organisationKey(level, requireOrganisationId('input.organisation.id', level, String(id))));
    },
    async named(_, { input }) {
      const { organisation } = (input ?? {}) as Arguments;
      if (organisation == null) return [];
      const { level, id } = organisation as Arguments;
      return [{ argument: 'input.organisation', values: [`${level}:${id}`] }];
    },
  },
  /** Argument `input` with `id`, or argument `id`: a survey of an organisation that the caller is bound to. */
  'own-survey': forOperatorAnd((caller, { input, id }, facts) =>
    areOwn(caller, [`SURVEY:${((input ?? {}) as Arguments).id ?? id}`], facts),
  ),
  /** Argument `ids`: subscriptions to notices of organisations that the caller is bound to. */
  'own-subscriptions': ofEach(
    ({ ids }) => [['ids', listOf(ids)]],
    async (caller, ids, facts) => {
      const owners = await facts.objectOwners(
        caller,
        ids.map((id) => `SUBSCRIPTION:${id}`),
      );
      return owners.map((keys) => isOwn(caller, keys));
    },
  ),
  /** Argument `change`: the caller may read all of it, and it was made only to licences of owners within the caller. */
  'change-within': forOperatorAnd(async (caller, { change }, facts) => {
    const [owners = null] = await facts.objectOwners(caller, [`CHANGE:${change}`]);
    return owners !== null && (await linesOf(caller, owners, facts)).every((line) => contains(caller, line));
  }),
  /**
   * Argument `filter`, where it has `school` or `holder`: a school within the caller, an organisation that it may
   * read.
   */
  'listed-entitlements-in-reach': forOperatorAnd(async (caller, { filter }, facts) => {
    const { school, holder } = (filter ?? {}) as Arguments;
    if (school != null && !(await containsSchool(caller, 'filter.school', school, facts))) return false;
    if (holder == null) return true;
    const { level, id } = holder as { level: Level; id: unknown };
    const key = organisationKey(level, requireOrganisationId('filter.holder.id', level, String(id)));
    const [line] = await linesOf(caller, [key], facts);
    return mayRead(caller, line ?? NO_LINE);
  }),
  /** Argument `id`: an entitlement that the caller owns, or that applies to a school in its reach. */
  'entitlement-in-reach': forOperatorAnd(async (caller, { id }, facts) => {
    const [found] = await facts.entitlementLines(caller, [String(id)]);
    const [owner] = await linesOf(caller, [found?.owner ?? null], facts);
    const [holder] = await linesOf(caller, [found?.holder ?? null], facts);
    return contains(caller, owner ?? NO_LINE) || mayRead(caller, holder ?? NO_LINE);
  }),
  /**
   * Argument `filter`: each organisation in it was, at some time, in one line with an organisation the caller is
   * bound to.
   */
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

/** The policies that decide each member of a change: those of the mutation with that name. */
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
  /**
   * Argument `input` with one change: decided by the policies of the mutation that makes it. An unknown change is
   * refused.
   */
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
    async named(caller, { input }, facts) {
      const changes = Object.entries((input ?? {}) as Arguments).filter(([, change]) => change != null);
      const found = changes.flatMap(([name, change]) =>
        (POLICIES_OF_CHANGE[name] ?? []).map(async (policy) => {
          const { named }: Policy = SIMPLE_POLICIES[policy];
          const values = (await named?.(caller, { ...(change as Arguments), input: change }, facts)) ?? [];
          return values.map((one) => ({ ...one, argument: one.argument.replace(/^input/, `input.${name}`) }));
        }),
      );
      return (await Promise.all(found)).flat();
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
  return owners.every((keys) => isOwn(caller, keys));
}

/** @param owners of an object; null where it does not exist */
function isOwn({ bound }: Caller, owners: readonly string[] | null): boolean {
  return owners?.every((key) => bound.some((own) => own === key)) ?? false;
}

/**
 * Decides for all entitlements that the input names in any way. The service decides one by one what the filter of a
 * selection finds.
 */
function everyEntitlement(may: typeof mayAmend): Policy {
  return ofEach(
    ({ input }) => {
      const { entitlementIds, entitlements, selection } = (input ?? {}) as Arguments;
      return [
        ['input.entitlementIds', listOf(entitlementIds)],
        ['input.entitlements', listOf(entitlements).map(({ id }) => id)],
        ['input.selection.ids', listOf(((selection ?? {}) as Arguments).ids)],
      ];
    },
    async (caller, ids, facts) => {
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
      return owners.map((owner, index) => may(caller, owner, holders[index] ?? NO_LINE));
    },
  );
}

/** Returns null where the text names no organisation: the service says what is wrong with that item. */
function keyOf(level: Level, text: unknown): string | null {
  const id = readOrganisationId(level, String(text));
  return id && organisationKey(level, id);
}

function listOf<Item = Arguments>(value: unknown): Item[] {
  return Array.isArray(value) ? value : [];
}
