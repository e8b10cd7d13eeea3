/** Parses the text of an operation, within the limits of its sender. */
import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql';
import type { Caller } from '../../caller/caller';
import { tooCostly, unauthenticated } from '../errors/errors';

export const MAX_TOKENS = 10_000;
/** Enough for the introspection of every tool. */
const MAX_TOKENS_WITHOUT_TOKEN = 1_000;
/**
 * In characters. Texts with the allowed number of tokens are shorter, unless they are mostly spaces, comments or one
 * long literal.
 */
const MAX_LENGTH = 100_000;

/** @throws OPERATION_TOO_COSTLY */
export function checkLength({ length }: string): void {
  if (length > MAX_LENGTH) {
    throw tooCostly(
      `Operation is too long: ${length} characters (maximum ${MAX_LENGTH}). Send long values as variables, or send several requests.`,
    );
  }
}

/**
 * @param caller null where there was no token
 * @returns the document with locations
 * @throws UNAUTHENTICATED, OPERATION_TOO_COSTLY, GRAPHQL_PARSE_FAILED
 */
export function readDocument(text: string, caller: Caller | null): DocumentNode {
  const maxTokens = caller ? MAX_TOKENS : MAX_TOKENS_WITHOUT_TOKEN;
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (error instanceof RangeError) throw nestedTooDeep();
    if (!(error instanceof GraphQLError)) throw error;
    const tooLong = /more tha[nt] \d+ tokens/.test(error.message);
    if (tooLong && !caller) throw needsToken('An operation of this length');
    if (tooLong) {
      throw tooCostly(`Operation exceeds ${maxTokens} tokens. Send long lists as variables, or send several requests.`);
    }
    const { message, source, positions } = error;
    throw new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}

export function nestedTooDeep(): GraphQLError {
  return tooCostly('Operation is nested too deep to be parsed. Nest it less.');
}

/**
 * Returns the first thing at the root that needs a token; null where a request without one may ask for all of it:
 * `__typename`, and, where the gateway shows its schema, introspection. Fragments are not followed: a document that
 * asks for nothing else needs none at its root.
 */
export function lacksToken({ definitions }: DocumentNode): string | null {
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = definition.operation.charAt(0).toUpperCase() + definition.operation.slice(1);
    for (const selection of definition.selectionSet.selections) {
      if (selection.kind !== Kind.FIELD) return `A fragment on ${root}`;
      if (!selection.name.value.startsWith('__')) return `${root}.${selection.name.value}`;
    }
  }
  return null;
}

export function needsToken(what: string): GraphQLError {
  return unauthenticated(`${what} needs a token. Send one in the header “Authorization: Bearer …”.`);
}
