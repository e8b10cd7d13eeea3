/** Errors that clients see, and that gateway and services both raise. */
import { GraphQLError } from 'graphql';

/** What a caller named in a list of an argument and may not name, as it was sent. */
export interface RefusedValues {
  /** `input.licenceIds` */
  readonly argument: string;
  readonly values: readonly string[];
}

/** At most this many refused values of one argument are named. */
const MAX_NAMED = 100;

/**
 * A foreign object and one that does not exist give this same answer. Of lists it names what was refused, so that nobody
 * must look for one id among thousands: `extensions.refused`, in the caller's own words.
 */
export function forbidden(...refused: readonly RefusedValues[]): GraphQLError {
  const named = refused
    .filter(({ values }) => values.length > 0)
    .map(({ argument, values }) => ({ argument, values: values.slice(0, MAX_NAMED) }));
  return new GraphQLError('You may not see or change this, or it does not exist.', {
    extensions: { code: 'FORBIDDEN', ...(named.length > 0 && { refused: named }) },
  });
}

/** Returns the values of an argument that are not among the allowed ones. */
export function notAmong(argument: string, named: readonly string[], allowed: ReadonlySet<string>): RefusedValues {
  return { argument, values: [...new Set(named)].filter((value) => !allowed.has(value)) };
}

/** Whether a service named what it refused in that form. */
export function areRefusedValues(value: unknown): value is RefusedValues[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one) =>
        typeof one?.argument === 'string' &&
        Array.isArray(one.values) &&
        one.values.length <= MAX_NAMED &&
        one.values.every((text: unknown) => typeof text === 'string'),
    )
  );
}

/** The caller's input is wrong. The message names the place and the remedy. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
