/**
 * The forms of policies that decide by arguments. Each decides, and names the refused values as the client sent them, so
 * that it can send the rest again.
 */
import { type Caller, contains } from '../../caller/caller';
import { notAmong, type RefusedValues } from '../../request/client-errors';
import type { OrganisationFacts } from './organisation-facts';
import { linesOf, NO_LINE } from './organisation-lines';

export interface Policy {
  /** Whether the policy decides by the arguments of a field. Such a policy cannot stand on a type, which has none. */
  readonly byArguments: boolean;
  /**
   * Tells whether the policy holds for a field that this caller asks for with these arguments, defaults filled in.
   *
   * @throws SUBGRAPH_UNAVAILABLE where the facts to decide by could not be fetched; BAD_USER_INPUT where an argument
   * does not name what it should
   */
  holds(caller: Caller, given: Arguments, facts: OrganisationFacts): boolean | Promise<boolean>;
  /**
   * For a list that is answered item by item: returns the organisations in it that do not lie within the caller. The
   * services receive them, and refuse the items that name one of them, whatever they find themselves.
   *
   * @throws SUBGRAPH_UNAVAILABLE
   */
  refused?(caller: Caller, given: Arguments, facts: OrganisationFacts): Promise<readonly string[]>;
  /**
   * Where it does not hold because of values in lists: returns these values as they were sent.
   *
   * @throws SUBGRAPH_UNAVAILABLE
   */
  named?(caller: Caller, given: Arguments, facts: OrganisationFacts): Promise<readonly RefusedValues[]>;
}

export type Arguments = Readonly<Record<string, unknown>>;

/**
 * How many organisations of a list may be refused one by one; a list with more of them is refused as a whole. Their
 * names travel in a header, and Node accepts headers of 16 KB: 100 of the longest names, encoded, are 9 KB.
 */
export const MAX_REFUSED = 100;

/** Allows operators; for all others the given function decides. */
export function forOperatorAnd(holds: Policy['holds']): Policy {
  return {
    byArguments: true,
    holds: (caller, given, facts) => caller.kind === 'operator' || holds(caller, given, facts),
  };
}

interface Item {
  /** The list that it is in, and how it was sent. */
  readonly argument: string;
  readonly sent: string;
  /** Null where it names no organisation: the service says what is wrong with that item. */
  readonly key: string | null;
}

/** Decided item by item: the service refuses the items that name an organisation outside of the caller. */
export function itemByItem(items: (given: Arguments) => readonly Item[]): Policy {
  async function refused(caller: Caller, given: Arguments, facts: OrganisationFacts): Promise<readonly string[]> {
    if (caller.kind === 'operator') return [];
    const keys = [...new Set(items(given).map(({ key }) => key))].filter((key) => key !== null);
    const lines = await linesOf(caller, keys, facts);
    return keys.filter((_, index) => !contains(caller, lines[index] ?? NO_LINE));
  }
  return {
    ...forOperatorAnd(async (...given) => (await refused(...given)).length <= MAX_REFUSED),
    refused,
    async named(caller, given, facts) {
      const foreign = new Set(await refused(caller, given, facts));
      const named = items(given).filter(({ key }) => key !== null && foreign.has(key));
      const lists = new Set(named.map(({ argument }) => argument));
      return [...lists].map((argument) => ({
        argument,
        values: [...new Set(named.filter((one) => one.argument === argument).map(({ sent }) => sent))],
      }));
    },
  };
}

/**
 * All that is named must be allowed.
 *
 * @param lists what is named, by argument
 * @param decide of each id, in order, whether it is allowed
 */
export function ofEach(
  lists: (given: Arguments) => readonly (readonly [argument: string, ids: readonly unknown[]])[],
  decide: (caller: Caller, ids: readonly string[], facts: OrganisationFacts) => Promise<readonly boolean[]>,
): Policy {
  const idsOf = (given: Arguments) => lists(given).flatMap(([, ids]) => ids.map(String));
  return {
    ...forOperatorAnd(async (caller, given, facts) => (await decide(caller, idsOf(given), facts)).every(Boolean)),
    async named(caller, given, facts) {
      const ids = idsOf(given);
      const decided = await decide(caller, ids, facts);
      const allowed = new Set(ids.filter((_, index) => decided[index]));
      return lists(given).map(([argument, of]) => notAmong(argument, of.map(String), allowed));
    },
  };
}
