/** Bounds the nesting of values, so that code which walks through them, here and in the services, may be recursive. */
import { badUserInput } from '../../request/client-errors';

/**
 * Levels of lists and objects within each other. The inputs of our schema have three: `$input.holders[0]` is an
 * object in a list in an object.
 */
export const MAX_VALUE_LEVELS = 10;

/** @param what names the value in the request @throws BAD_USER_INPUT */
export function refuseDeepValue(what: string): never {
  throw badUserInput(
    `${what} is nested too deep (maximum ${MAX_VALUE_LEVELS} levels of lists and objects). Nest it less.`,
  );
}

/** @throws BAD_USER_INPUT */
export function checkVariableDepth(variables: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(variables))
    if (isDeeper(variables[name], MAX_VALUE_LEVELS)) refuseDeepValue(`$${name.slice(0, LONGEST_NAME)}`);
}

/** The longest name that a message repeats. */
const LONGEST_NAME = 100;

/** Tells whether a value has more levels of lists and objects than that. It looks no deeper. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) if (isDeeper(value[at], levels - 1)) return true;
    return false;
  }
  for (const key in value) if (isDeeper((value as Record<string, unknown>)[key], levels - 1)) return true;
  return false;
}
