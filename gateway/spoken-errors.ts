/**
 * What a client hears of all that went wrong with an operation. A field that is null although it may not be, and that no
 * error explains, is an error too: otherwise the nothing of a fault would look like the nothing of an empty answer.
 */
import type { DocumentNode, GraphQLError, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import { inEachPlace, WithheldError } from './authorisation/withheld-error';
import { forClient, isUnexpected } from './errors';
import { withoutSchema } from './hidden-schema';
import { type ErrorPath, visiblePath } from './visible-path';

export interface Failures {
  readonly errors?: readonly GraphQLError[] | undefined;
  /** `valueCompletion`: places that no error explains. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

export interface AnsweredOperation {
  readonly requestId: string;
  /** Whether it must not be told what the schema has. */
  readonly hidesSchema: boolean;
  /** Left out where the text could not be read. */
  readonly document?: DocumentNode | undefined;
  readonly operation?: OperationDefinitionNode | undefined;
}

/** What the client was told less of than what happened goes into the log. @returns undefined where nothing went wrong */
export function spokenErrors(
  { errors = [], extensions }: Failures,
  { requestId, hidesSchema, document, operation }: AnsweredOperation,
  log: Logger,
): GraphQLFormattedError[] | undefined {
  const unexplained = (extensions?.valueCompletion ?? []) as { message: string; path?: ErrorPath }[];
  if (errors.length + unexplained.length === 0) return undefined;
  for (const err of errors.filter(isUnexpected)) log.error({ err, requestId }, 'an operation failed');
  for (const hole of unexplained) log.error({ hole, requestId }, 'a subgraph left out what it must give');
  const placeOf = (path?: ErrorPath) =>
    path && operation && document ? visiblePath(path, operation, document) : undefined;
  const withheld = errors.filter((error) => error instanceof WithheldError);
  const ordinary = errors.filter((error) => !(error instanceof WithheldError));
  const said = [
    ...ordinary.map((error) => forClient(hidesSchema ? withoutSchema(error) : error, requestId, placeOf(error.path))),
    ...unexplained.map(({ path }) => forClient(null, requestId, placeOf(path))),
  ];
  const once = new Map(said.map((error) => [JSON.stringify(error), error])).values();
  return [...once, ...withheld.flatMap((error) => inEachPlace(error, forClient(error, requestId)))];
}
