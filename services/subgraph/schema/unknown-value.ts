/** A filter for a value that does not exist is a mistake of the client, and not an empty list. */
import type { GraphQLError } from 'graphql';
import { badUserInput } from '../../../request/client-errors';

/** A refusal names so many at the most: a German school has some forty subjects. */
const NAMED = 40;

/**
 * @param place `filter.city`
 * @param nothing `no school in your reach is in the city`
 * @param known those that there are, of what the caller may see
 * @param none what is said where there are none
 */
export function unknownValue(
  place: string,
  nothing: string,
  value: string,
  known: Iterable<string>,
  none: string,
): GraphQLError {
  return badUserInput(`${place}: ${nothing} “${value}”. ${remedy(value, [...known], none)}`);
}

function remedy(value: string, known: readonly string[], none: string): string {
  const alike = known.find((one) => folded(one) === folded(value));
  if (alike !== undefined) return `Write “${alike}”.`;
  if (known.length === 0) return none;
  const more = known.length > NAMED ? `, and ${known.length - NAMED} more` : '';
  return `Known: ${nearestFirst(value, known).slice(0, NAMED).join(', ')}${more}.`;
}

/** Those that begin likewise first. */
function nearestFirst(value: string, known: readonly string[]): string[] {
  const beginning = folded(value).slice(0, 3);
  const begins = (one: string) => Number(!folded(one).startsWith(beginning));
  return known.toSorted((one, other) => begins(one) - begins(other) || one.localeCompare(other, 'de'));
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}
