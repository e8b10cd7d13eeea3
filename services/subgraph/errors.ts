/** The one place that turns what went wrong in a subgraph into what may be said of it. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { forbidden } from '../../caller/caller';

const SPEAKABLE = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
]);

/** Connection refused, too many connections, shutting down, cannot connect now; given up because nobody waits longer. */
const DATABASE_AWAY = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|57P0[123]|57014|53300|08)/;

/** Data exceptions, and what is too large for an index: the client's value does not fit what it is for. */
const UNREADABLE = /^(22|54000)/;

/** @param log gets the whole story of whatever is not said */
export function speakable(
  subgraph: string,
  formatted: GraphQLFormattedError,
  error: unknown,
  log: (error: unknown) => void,
): GraphQLFormattedError {
  const code = String(formatted.extensions?.code ?? '');
  const { path, locations } = formatted;
  if (SPEAKABLE.has(code)) return { message: formatted.message, path, locations, extensions: { code } };
  log(error);
  const cause =
    error instanceof GraphQLError ? (error.originalError as { code?: string; driverError?: unknown }) : undefined;
  const databaseCode = String((cause?.driverError as { code?: string } | undefined)?.code ?? cause?.code ?? '');
  /** Row-level security refused a write that the caller's check had let through. */
  if (databaseCode === '42501') return { message: forbidden().message, path, extensions: { code: 'FORBIDDEN' } };
  if (UNREADABLE.test(databaseCode)) {
    const message = 'A value of the request cannot be read: it is too long, out of range, or holds a NUL. Correct it.';
    return { message, path, extensions: { code: 'BAD_USER_INPUT' } };
  }
  if (DATABASE_AWAY.test(databaseCode)) {
    return {
      message: `The ${subgraph} service could not be asked. Try again.`,
      path,
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: subgraph },
    };
  }
  return {
    message: 'Something went wrong here. Try again; if it stays, tell the operator.',
    path,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}
