/**
 * What is passed on from a subgraph's answer: the data, and of each error its code, message, path and retryAfter, and
 * nothing else.
 */
import type { GraphQLFormattedError } from 'graphql';
import { areRefusedValues } from '../../request/client-errors';
import { Turns } from '../../request/turns';
import { isObject } from '../../request/values/plain-objects';
import { subgraphUnavailable } from '../errors/errors';

export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  /** Not checked yet. */
  readonly extensions?: unknown;
}

/** Complaints of a subgraph about the question itself: they are the gateway's fault, not the client's. */
const ABOUT_THE_SCHEMA = /^(Cannot query|Unknown|Fragment|Field|Variable "\$representations")/;

/** What a subgraph may say about the client's request. */
const TRUSTED = new Set(['FORBIDDEN', 'BAD_USER_INPUT', 'CURSOR_EXPIRED']);

/** Deeper than any answer is, lists included. */
const LONGEST_PATH = 100;
const LONGEST_MESSAGE = 2_000;

/**
 * A literal that only the subgraph can judge, such as a DateTime, fails there as GRAPHQL_VALIDATION_FAILED; to the
 * client it is BAD_USER_INPUT like any other wrong value. Something that is not an error counts as the subgraph's
 * failure.
 */
function fromSubgraph(subgraph: string, error: unknown): GraphQLFormattedError {
  if (!isError(error)) return unavailable(subgraph);
  const { message, path, extensions } = error;
  const given = String(extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  const aboutValues = given === 'GRAPHQL_VALIDATION_FAILED' && !ABOUT_THE_SCHEMA.test(message);
  const place = path ? { path } : {};
  if (given === 'SUBGRAPH_UNAVAILABLE') return { ...unavailable(subgraph, extensions?.retryAfter), ...place };
  const code = aboutValues ? 'BAD_USER_INPUT' : TRUSTED.has(given) ? given : 'INTERNAL_SERVER_ERROR';
  const refused = extensions?.refused;
  const named = code === 'FORBIDDEN' && areRefusedValues(refused) && { refused };
  return { message: message.slice(0, LONGEST_MESSAGE), ...place, extensions: { code, ...named } };
}

/** Works in turns, because there may be many errors. */
export function errorsFromSubgraph(subgraph: string, errors: readonly unknown[]): Promise<GraphQLFormattedError[]> {
  return new Turns().map(errors, (error) => fromSubgraph(subgraph, error));
}

function unavailable(subgraph: string, retryAfter?: unknown): GraphQLFormattedError {
  return subgraphUnavailable(subgraph, isSeconds(retryAfter) ? retryAfter : undefined).toJSON();
}

function isSeconds(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isError(error: unknown): error is GraphQLFormattedError {
  if (!isObject(error)) return false;
  const { message, path, extensions } = error;
  return typeof message === 'string' && isNothingOr(isPath, path) && isNothingOr(isExtensions, extensions);
}

function isNothingOr(is: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || value === null || is(value);
}

function isPath(path: unknown): boolean {
  if (!Array.isArray(path) || path.length > LONGEST_PATH) return false;
  return path.every((key) => typeof key === 'string' || (Number.isInteger(key) && key >= 0));
}

function isExtensions(extensions: unknown): boolean {
  return isObject(extensions) && isNothingOr((code) => typeof code === 'string', extensions.code);
}
