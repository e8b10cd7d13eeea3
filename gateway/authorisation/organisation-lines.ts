/** Reads the lines of organisations that arguments name, and decides by them. */
import { type Caller, contains, type OrganisationLine, organisationKey, reaches } from '../../caller/caller';
import { DEFAULT_STATE, requireOrganisationId } from '../../request/values/organisation-id';
import type { OrganisationFacts } from './organisation-facts';

/** The line of an organisation that does not exist: it lies within nobody. */
export const NO_LINE: OrganisationLine = { key: '', schools: [] };

/** Whether an organisation lies within the caller, or has a school in its reach. */
export function mayRead(caller: Caller, line: OrganisationLine): boolean {
  return contains(caller, line) || line.schools.some((keys) => reaches(caller, keys));
}

/** For a school that the caller is bound to by name, the result is there at once. */
export function containsSchool(
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
  const holds = ([line]: readonly (OrganisationLine | null)[]) => contains(caller, line ?? NO_LINE);
  return lines instanceof Promise ? lines.then(holds) : holds(lines);
}

/**
 * Returns the lines in the order of the keys. A key that does not exist counts as an organisation without schools,
 * which lies within nobody.
 */
export async function linesOf(
  caller: Caller,
  keys: readonly (string | null)[],
  facts: OrganisationFacts,
): Promise<OrganisationLine[]> {
  const lines = new Map<string | null, OrganisationLine | null | undefined>();
  for (const key of caller.bound) lines.set(key, { ...NO_LINE, key });
  const foreign = [...new Set(keys)].filter((key) => key !== null && !lines.has(key)) as string[];
  const found = await facts.organisationLines(caller, foreign);
  for (const [index, key] of foreign.entries()) lines.set(key, found[index]);
  return keys.map((key) => lines.get(key) ?? NO_LINE);
}
