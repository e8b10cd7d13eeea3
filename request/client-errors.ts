/** Errors that clients see, and that gateway and services both raise. */
import { GraphQLError } from 'graphql';

/** A foreign object and one that does not exist give this same answer. */
export function forbidden(): GraphQLError {
  return new GraphQLError('You may not see or change this, or it does not exist.', {
    extensions: { code: 'FORBIDDEN' },
  });
}

/** The caller's input is wrong. The message names the place and the remedy. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
