/**
 * Writes an error for the log: the whole story with stack, SQL and cause, but without values. The fields are listed here,
 * so that a field nobody thought of stays out: PostgreSQL's `detail` and `where` and TypeORM's `parameters` repeat what
 * the caller sent.
 */
import { types } from 'node:util';
import { textOfStatement } from './statement';

/** Names of things and codes of errors, of GraphQL, Node, PostgreSQL and undici. */
const TOLD = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'syscall',
  'statusCode',
  'service',
  'path',
] as const;
const DEEPEST_CAUSE = 5;

export function errorStory(error: unknown, depth = 0): unknown {
  if (!isError(error)) return typeof error === 'string' ? error : { type: typeof error };
  const { name, message, stack, query, extensions, cause, originalError, driverError, errors } = error as Error &
    Record<'query' | 'extensions' | 'originalError' | 'driverError' | 'errors', unknown>;
  const story: Record<string, unknown> = { type: error.constructor?.name ?? name };
  const told = withoutValues(error);
  story.message = told;
  for (const field of TOLD) {
    const value = (error as unknown as Record<string, unknown>)[field];
    if (value !== undefined) story[field] = value;
  }
  const code = (extensions as { code?: unknown } | undefined)?.code;
  if (code !== undefined) story.code = code;
  if (typeof query === 'string') story.query = textOfStatement(query);
  if (stack) story.stack = message ? stack.replaceAll(message, told) : stack;
  const because = originalError ?? driverError ?? cause;
  if (because !== undefined && depth < DEEPEST_CAUSE) story.cause = errorStory(because, depth + 1);
  if (Array.isArray(errors)) story.errors = errors.slice(0, 10).map((one) => errorStory(one, depth + 1));
  return story;
}

/** Classes of PostgreSQL's errors that quote the value they are about: data exceptions, and what is too large. */
const QUOTES_VALUES = /^(22|54)/;

/** Whoever wraps such an error repeats its message. */
function withoutValues(error: Error): string {
  for (let one: unknown = error, depth = 0; isError(one) && depth < DEEPEST_CAUSE; depth += 1) {
    const inner = one as Error & { code?: unknown; originalError?: unknown; driverError?: unknown };
    if (QUOTES_VALUES.test(String(inner.code ?? ''))) return error.message.replace(/".*"/gs, '“…”');
    one = inner.originalError ?? inner.driverError ?? inner.cause;
  }
  return error.message;
}

/** Also one of another realm, such as Node's own in a sandbox. */
function isError(thing: unknown): thing is Error {
  return thing instanceof Error || types.isNativeError(thing);
}
