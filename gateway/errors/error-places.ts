/**
 * One error for each cause, with the places of the answer that are empty because of it. An outage may empty a hundred thousand
 * places; no Error object is made for each, and the number of errors in an answer is bounded.
 */
import { GraphQLError, type GraphQLErrorOptions, type GraphQLFormattedError } from 'graphql';
import type { ErrorPath } from './visible-path';

/**
 * How many errors one answer has at most: 250 KB of them. A page of 200 with five fields that failed is reported in
 * full.
 */
export const MAX_ERRORS = 1_000;
/** How many places are kept for each cause, whatever the others have. */
export const FIRST_PLACES = 10;

interface Places {
  readonly first: readonly ErrorPath[];
  /** How many more there are. */
  readonly more: number;
}

/** One cause, with all places where it emptied the answer. */
export class ErrorInPlaces extends GraphQLError {
  constructor(
    message: string,
    readonly places: Places,
    options: GraphQLErrorOptions = {},
    /** For the log, where the client sees less. */
    readonly reason?: string,
  ) {
    super(message, { ...options, path: places.first[0] });
  }
}

/** An error in the form that the client gets, with its places. A place may be unknown. */
export interface FormattedErrorInPlaces {
  readonly formatted: GraphQLFormattedError;
  readonly places: readonly (ErrorPath | undefined)[];
  readonly more: number;
}

/** Returns how many errors the client gets for these. */
export function countFormatted(errors: readonly GraphQLError[]): number {
  const all = errors.reduce((sum, error) => sum + (error instanceof ErrorInPlaces ? error.places.first.length : 1), 0);
  return Math.min(all, MAX_ERRORS);
}

/**
 * Returns one error for each place, up to {@link MAX_ERRORS} in all. Where there are more, each cause is reported with
 * as many of its first places as there is room for, and the last of these says how many more there are.
 */
export function inEachPlace(all: readonly FormattedErrorInPlaces[]): GraphQLFormattedError[] {
  const shown = all.slice(0, MAX_ERRORS);
  const share = Math.floor(MAX_ERRORS / Math.max(1, shown.length));
  let room = MAX_ERRORS - shown.reduce((sum, { places }) => sum + Math.min(places.length, share), 0);
  return shown.flatMap(({ formatted, places, more }) => {
    const beyond = Math.min(Math.max(0, places.length - share), room);
    room -= beyond;
    const kept = places.slice(0, share + beyond);
    const left = places.length - kept.length + more;
    return kept.map((path, at) => placed(formatted, path, at === kept.length - 1 ? left : 0));
  });
}

function placed(
  { message, locations, extensions }: GraphQLFormattedError,
  path: ErrorPath | undefined,
  morePlaces: number,
): GraphQLFormattedError {
  return {
    message,
    ...(locations && { locations }),
    ...(path && path.length > 0 && { path }),
    extensions: morePlaces > 0 ? { ...extensions, morePlaces } : extensions,
  };
}
