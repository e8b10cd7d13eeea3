/**
 * Formats all errors of one operation for its client; errors withheld from clients are logged in full. A null in a
 * non-null place without an error counts as an error too, so that a fault never looks like an empty answer.
 */
import type { DocumentNode, GraphQLError, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import { DeniedFieldError } from './denied-field-error';
import { ErrorInPlaces, type FormattedErrorInPlaces, inEachPlace } from './error-places';
import { forClient, isUnexpected } from './errors';
import { withoutSchema } from './hidden-schema';
import { type ErrorPath, visiblePath } from './visible-path';

interface Failures {
  readonly errors?: readonly GraphQLError[] | undefined;
  /** `valueCompletion` lists places that no error explains. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

interface AnsweredOperation {
  readonly requestId: string;
  /** Whether the client must not learn what the schema contains. */
  readonly hidesSchema: boolean;
  /** Left out where the text could not be read. */
  readonly document?: DocumentNode | undefined;
  readonly operation?: OperationDefinitionNode | undefined;
}

/** Logs in full what is withheld from the client. @returns undefined where there are no errors */
export function formatErrors(
  { errors = [], extensions }: Failures,
  { requestId, hidesSchema, document, operation }: AnsweredOperation,
  log: Logger,
): GraphQLFormattedError[] | undefined {
  const unexplained = (extensions?.valueCompletion ?? []) as { message: string; path?: ErrorPath }[];
  if (errors.length + unexplained.length === 0) return undefined;
  for (const err of errors.filter(isUnexpected)) log.error({ err, requestId }, 'an operation failed');
  for (const { reason, places, extensions: of } of errors.filter(isBroken))
    log.error({ requestId, service: of.service, reason, places }, 'a subgraph broke its word');
  for (const hole of unexplained) log.error({ hole, requestId }, 'a subgraph left out what it must give');
  const placeOf = (path?: ErrorPath) =>
    path && operation && document ? visiblePath(path, operation, document) : undefined;
  const collected = new FormattedErrors(requestId);
  for (const error of errors) {
    const { first, more } = error instanceof ErrorInPlaces ? error.places : { first: [error.path], more: 0 };
    const places = error instanceof DeniedFieldError ? first : first.map(placeOf);
    collected.add(hidesSchema ? withoutSchema(error) : error, places, more);
  }
  for (const { path } of unexplained) collected.add(null, [placeOf(path)], 0);
  return inEachPlace(collected.all);
}

function isBroken(error: GraphQLError): error is ErrorInPlaces {
  return error instanceof ErrorInPlaces && error.reason !== undefined;
}

/** Merges errors that read the same to a client into one error, with each place once. */
class FormattedErrors {
  private readonly byKey = new Map<
    string,
    { formatted: GraphQLFormattedError; places: Map<string, Place>; more: number }
  >();

  constructor(private readonly requestId: string) {}

  add(error: GraphQLError | null, places: readonly Place[], more: number): void {
    const formatted = forClient(error, this.requestId);
    const key = JSON.stringify(formatted);
    let known = this.byKey.get(key);
    if (!known) {
      known = { formatted, places: new Map(), more: 0 };
      this.byKey.set(key, known);
    }
    for (const place of places) known.places.set(JSON.stringify(place ?? null), place);
    known.more += more;
  }

  get all(): FormattedErrorInPlaces[] {
    return [...this.byKey.values()].map(({ formatted, places, more }) => ({
      formatted,
      places: [...places.values()],
      more,
    }));
  }
}

type Place = ErrorPath | undefined;
