/** Decides what clients are told of an error in a subgraph. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { areRefusedValues, forbidden } from '../../request/client-errors';

const CLIENT_ERROR_CODES = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'CURSOR_EXPIRED',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
]);

/**
 * Connection refused, too many connections, shutting down, cannot connect now; cancelled because nobody waits any
 * longer; or ended so that one of several transactions that wait for each other can go on.
 */
const DATABASE_AWAY = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|57P0[123]|57014|53300|08|40P01|40001)/;

/** There is no space for what the request would write. Reads go on. */
const DISK_FULL = /^(53100|ENOSPC|EDQUOT)$/;
/** In whole seconds: nothing changes before somebody has made space. */
export const DISK_FULL_RETRY_AFTER = 30;

/** Data exceptions, and values that are too large for an index: the client's value does not fit. */
const UNREADABLE = /^(22|54000)/;

/** @param log receives in full whatever clients are not told, and what it means to the operator where that is known */
export function formatError(
  subgraph: string,
  formatted: GraphQLFormattedError,
  error: unknown,
  log: (error: unknown, meaning?: string) => void,
): GraphQLFormattedError {
  const code = String(formatted.extensions?.code ?? '');
  const { path, locations } = formatted;
  if (CLIENT_ERROR_CODES.has(code)) {
    const { refused } = formatted.extensions ?? {};
    const named = code === 'FORBIDDEN' && areRefusedValues(refused) && { refused };
    return { message: formatted.message, path, locations, extensions: { code, ...named } };
  }
  const cause =
    error instanceof GraphQLError ? (error.originalError as { code?: string; driverError?: unknown }) : undefined;
  const databaseCode = String((cause?.driverError as { code?: string } | undefined)?.code ?? cause?.code ?? '');
  if (DISK_FULL.test(databaseCode)) {
    log(error, 'the disk of the database is full: free some space on it');
    return unavailable(subgraph, path, DISK_FULL_RETRY_AFTER);
  }
  log(error);
  /** Row-level security refused a write that the caller's check had allowed. */
  if (databaseCode === '42501') return { message: forbidden().message, path, extensions: { code: 'FORBIDDEN' } };
  if (UNREADABLE.test(databaseCode)) {
    const message =
      'The database cannot store a value of this request: it is too long, out of range, or contains NUL. Correct it.';
    return { message, path, extensions: { code: 'BAD_USER_INPUT' } };
  }
  if (DATABASE_AWAY.test(databaseCode)) return unavailable(subgraph, path);
  return {
    message: 'Internal error. Retry; if it persists, tell the operator.',
    path,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

function unavailable(service: string, path: GraphQLFormattedError['path'], retryAfter?: number): GraphQLFormattedError {
  return {
    message: `The ${service} service is unavailable. Retry.`,
    path,
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', service, ...(retryAfter !== undefined && { retryAfter }) },
  };
}

/**
 * What is told of an error outside of an answer, such as that of a job; null where the database was away, and the
 * work should be tried again.
 */
export function errorMessage(error: unknown): string | null {
  if (error instanceof GraphQLError && CLIENT_ERROR_CODES.has(String(error.extensions.code))) return error.message;
  const cause = error as { code?: string; driverError?: { code?: string } };
  const databaseCode = String(cause.driverError?.code ?? cause.code ?? '');
  if (databaseCode === '42501') return forbidden().message;
  const isAway = DATABASE_AWAY.test(databaseCode) || DISK_FULL.test(databaseCode);
  return isAway ? null : 'Internal error. Retry; if it persists, tell the operator.';
}
