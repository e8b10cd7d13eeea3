import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorPath } from '../visible-path';

/** Why a field may not be asked for, in words for the client. Cheap to make: an operation may have hundreds of them. */
export interface Refusal {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly [further: string]: unknown };
}

/** What is withheld for one reason, in all its places in the answer: they may be many, so not each is an Error. */
export class WithheldError extends GraphQLError {
  constructor(
    { message, extensions }: Refusal,
    readonly places: readonly [ErrorPath, ...ErrorPath[]],
  ) {
    super(message, { path: places[0], extensions });
  }
}

/** What is said of an error, once for each of its places. */
export function inEachPlace({ places }: WithheldError, said: GraphQLFormattedError): GraphQLFormattedError[] {
  const { message, extensions } = said;
  return places.map((path) => ({ message, path, extensions }));
}
