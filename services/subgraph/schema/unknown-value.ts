/** A filter for a value that does not exist is a mistake of the client, and not an empty list. */
import type { GraphQLError } from 'graphql';
import { badUserInput } from '../../../request/client-errors';

/** How many known values an error lists at the most: a German school has about forty subjects. */
const NAMED = 40;

/**
 * @param place such as `filter.city`
 * @param nothing such as `no school in your reach is in the city`
 * @param known the existing values, of those that the caller may see
 * @param none what the error says where there are no values
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

/** Puts the values with the same beginning first. */
function nearestFirst(value: string, known: readonly string[]): string[] {
  const beginning = folded(value).slice(0, 3);
  const begins = (one: string) => Number(!folded(one).startsWith(beginning));
  return known.toSorted((one, other) => begins(one) - begins(other) || one.localeCompare(other, 'de'));
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}
