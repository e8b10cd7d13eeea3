/**
 * Decides what a client sees of an error: code, message, path, and the request id that finds the error in the log. It
 * never sees a URL, a stack trace, SQL or the body of a subgraph.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { areRefusedValues } from '../../request/client-errors';
import type { ErrorPath } from './visible-path';

/** Codes whose messages are written for clients. Every other error is reported as INTERNAL_SERVER_ERROR. */
export const CLIENT_ERROR_CODES = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'CURSOR_EXPIRED',
  'RATE_LIMITED',
  'OPERATION_TOO_COSTLY',
  'SUBGRAPH_UNAVAILABLE',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'OPERATION_NOT_TRUSTED',
  'SESSION_EXPIRED',
  'CSRF_TOKEN_INVALID',
]);

/** HTTP statuses of requests that were refused before anything was executed. */
const STATUS_OF_CODE: Record<string, number> = {
  UNAUTHENTICATED: 401,
  SESSION_EXPIRED: 401,
  FORBIDDEN: 403,
  CSRF_TOKEN_INVALID: 403,
  SUBGRAPH_UNAVAILABLE: 503,
  PERSISTED_QUERY_NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  OPERATION_TOO_COSTLY: 400,
  RATE_LIMITED: 429,
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  OPERATION_NOT_TRUSTED: 400,
  INTERNAL_SERVER_ERROR: 500,
};

export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}

/** @param message what was found, what is allowed, and what to do instead */
export function tooCostly(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_COSTLY' } });
}

/** @param retryAfter whole seconds until the next request may be sent */
export function rateLimited(message: string, retryAfter: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'RATE_LIMITED', retryAfter } });
}

/**
 * @param service the name of the service, never its address
 * @param retryAfter whole seconds in which asking again cannot succeed
 */
export function subgraphUnavailable(service: string, retryAfter?: number): GraphQLError {
  return new GraphQLError(`The ${service} service is unavailable. Retry.`, {
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', service, ...(retryAfter !== undefined && { retryAfter }) },
  });
}

/**
 * For a field that was asked for together with one that failed, and was lost with it. The error of the other field is
 * reported only there, because it may not be true for this one.
 */
export function lostWithAnother(service: string): GraphQLError {
  const message = `The ${service} service gave nothing here, because another field failed. Ask without that field.`;
  return new GraphQLError(message, { extensions: { code: 'SUBGRAPH_UNAVAILABLE', service } });
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

/** @param path where the client sees the error; the error itself may not know it */
export function forClient(error: unknown, requestId: string, path?: ErrorPath): GraphQLFormattedError {
  const code = error instanceof GraphQLError ? String(error.extensions.code ?? '') : '';
  const place = path && path.length > 0 ? { path } : {};
  if (!(error instanceof GraphQLError) || !CLIENT_ERROR_CODES.has(code)) {
    return {
      message: 'Internal error. Retry; if it persists, report this request ID to the operator.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    };
  }
  const service = code === 'SUBGRAPH_UNAVAILABLE' ? { service: String(error.extensions.service) } : {};
  const { retryAfter, refused } = error.extensions;
  const named = code === 'FORBIDDEN' && areRefusedValues(refused) ? { refused } : {};
  const retry = typeof retryAfter === 'number' ? { retryAfter } : {};
  const locations = code.startsWith('GRAPHQL_') && error.locations ? { locations: error.locations } : {};
  return {
    message: error.message,
    ...locations,
    ...place,
    extensions: { code, ...service, ...retry, ...named, requestId },
  };
}

/**
 * @param executed whether the operation was executed, even with errors: the status is then 200, as GraphQL over HTTP
 * says
 */
export function httpStatus(errors: readonly GraphQLFormattedError[] | undefined, executed: boolean): number {
  const code = errors?.[0]?.extensions?.code;
  return executed ? 200 : (STATUS_OF_CODE[String(code)] ?? 500);
}

/** Returns the header that says when to ask again, where the first error says so. */
export function retryHeader(errors: readonly GraphQLFormattedError[] | undefined): Record<string, string> {
  const retryAfter = errors?.[0]?.extensions?.retryAfter;
  return retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
}

/** Tells whether the error must be logged in full, because the client sees less than what happened. */
export function isUnexpected(error: unknown): boolean {
  return !(error instanceof GraphQLError) || !CLIENT_ERROR_CODES.has(String(error.extensions.code ?? ''));
}
