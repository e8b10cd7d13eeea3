import type { IncomingHttpHeaders } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import { badUserInput } from '../../request/client-errors';
import { isObject } from '../../request/values/plain-objects';
import { badRequest, tooCostly } from '../errors/errors';
import { checkJson } from './json-body';
import { checkVariableDepth } from './value-depth';

/** Our operations have fewer than ten: many values are a list in one variable. */
const MAX_VARIABLES = 100;

/** What a client sends to POST /graphql: the text of an operation, the id of a known operation, or both. */
export interface SentOperation {
  readonly query: string | null;
  /** A `documentId`, or the hash of an automatic persisted query. */
  readonly id: string | null;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  /** Does not contain `persistedQuery`, which becomes `id`. */
  readonly extensions?: Record<string, unknown>;
}

/** An operation whose text is known. */
export interface ClientOperation extends SentOperation {
  readonly query: string;
}

/** A response of GraphQL as clients get it. It has no data where the operation was not executed. */
export interface Executed {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
}

/**
 * @throws BAD_REQUEST where the text is not JSON, or no operation; BAD_USER_INPUT where it holds a batch of
 * operations, or values that are nested too deep; OPERATION_TOO_COSTLY
 */
export function readClientOperation(text: string): SentOperation {
  checkJson(text);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw badRequest('Body is not valid JSON. Send {"query": "…", "variables": {…}}.');
  }
  return clientOperationOf(body);
}

/** @param body parsed JSON @throws as `readClientOperation` */
export function clientOperationOf(body: unknown): SentOperation {
  if (Array.isArray(body)) {
    throw badUserInput(`Too many operations in one request: ${body.length} (maximum 1). Send each in its own request.`);
  }
  if (!isObject(body)) throw badRequest('Send one operation as a JSON object: {"query": "…", "variables": {…}}.');
  const { query, documentId, variables, operationName, extensions } = body;
  if (query != null && typeof query !== 'string')
    throw badRequest('query must be a string: the text of the operation.');
  if (variables != null && !isObject(variables)) throw badRequest('variables must be an object. Send one, or omit it.');
  const variableCount = variables ? Object.keys(variables).length : 0;
  if (variableCount > MAX_VARIABLES) {
    throw tooCostly(
      `Too many variables: ${variableCount} (maximum ${MAX_VARIABLES}). Send similar values as one list.`,
    );
  }
  if (variables) checkVariableDepth(variables);
  if (extensions != null && !isObject(extensions))
    throw badRequest('extensions must be an object. Send one, or omit it.');
  if (operationName != null && typeof operationName !== 'string')
    throw badRequest('operationName must be a string. Send one, or omit it.');
  const id = idOf(documentId, extensions?.persistedQuery);
  if (!query && id === null)
    throw badRequest('query is missing. Send the text of the operation, or its id in documentId.');
  return {
    query: query || null,
    id,
    variables: variables ?? undefined,
    operationName: operationName || undefined,
    extensions: extensions ? withoutPersistedQuery(extensions) : undefined,
  };
}

/** Returns the client's name for itself; null where it sends none. Anyone may send any name, so it proves nothing. */
export function clientNameOf(headers: IncomingHttpHeaders): string | null {
  const name = headers['graphql-client-name'] ?? headers['apollographql-client-name'];
  return typeof name === 'string' && name !== '' ? name : null;
}

function withoutPersistedQuery({ persistedQuery, ...others }: Record<string, unknown>): Record<string, unknown> {
  return others;
}

function idOf(documentId: unknown, persistedQuery: unknown): string | null {
  if (documentId != null && (typeof documentId !== 'string' || documentId === ''))
    throw badRequest('documentId must be a string. Send one, or omit it.');
  if (persistedQuery == null) return documentId ?? null;
  if (documentId != null) throw badRequest('Send either documentId or extensions.persistedQuery, not both.');
  if (!isObject(persistedQuery) || persistedQuery.version !== 1 || typeof persistedQuery.sha256Hash !== 'string')
    throw badRequest('extensions.persistedQuery: send {"version": 1, "sha256Hash": "…"}, or leave it out.');
  return persistedQuery.sha256Hash;
}
