import { badUserInput } from '../caller/caller';
import { badRequest } from './errors';

/** What a client sends to POST /graphql. */
export interface ClientOperation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
}

/** @throws BAD_REQUEST where the text is no JSON, or no operation; BAD_USER_INPUT where it holds a batch of them */
export function readClientOperation(text: string): ClientOperation {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw badRequest('The body is no JSON. Send {"query": "…", "variables": {…}}.');
  }
  if (Array.isArray(body)) {
    throw badUserInput(
      `The request holds a batch of ${body.length} operations, and 1 is allowed. Send each in a request of its own.`,
    );
  }
  if (!isObject(body)) throw badRequest('Send one operation as a JSON object: {"query": "…", "variables": {…}}.');
  const { query, variables, operationName, extensions } = body;
  if (typeof query !== 'string' || query === '') throw badRequest('query: send the operation here, as text.');
  if (variables != null && !isObject(variables)) throw badRequest('variables: send an object, or leave it out.');
  if (extensions != null && !isObject(extensions)) throw badRequest('extensions: send an object, or leave it out.');
  if (operationName != null && typeof operationName !== 'string')
    throw badRequest('operationName: send a text, or leave it out.');
  return {
    query,
    variables: variables ?? undefined,
    operationName: operationName || undefined,
    extensions: extensions ?? undefined,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
