/**
 * The fields of an error in the log: with stack, SQL and cause, but without values. They are listed here,
 * so that a field nobody thought of stays out: PostgreSQL's `detail` and `where` and TypeORM's `parameters` repeat what
 * the caller sent.
 */
import { types } from 'node:util';
import { textOfStatement } from './statement';

/** Names of things and codes of errors, of GraphQL, Node and PostgreSQL. */
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

export function errorFields(error: unknown, depth = 0): unknown {
  if (!isError(error)) return typeof error === 'string' ? error : { type: typeof error };
  const { name, message, stack, query, extensions, cause, originalError, driverError, errors } = error as Error &
    Record<'query' | 'extensions' | 'originalError' | 'driverError' | 'errors', unknown>;
  const fields: Record<string, unknown> = { type: error.constructor?.name ?? name };
  const told = withoutValues(error);
  fields.message = told;
  for (const field of TOLD) {
    const value = (error as unknown as Record<string, unknown>)[field];
    if (value !== undefined) fields[field] = value;
  }
  const code = (extensions as { code?: unknown } | undefined)?.code;
  if (code !== undefined) fields.code = code;
  if (typeof query === 'string') fields.query = textOfStatement(query);
  if (stack) fields.stack = message ? stack.replaceAll(message, told) : stack;
  const because = originalError ?? driverError ?? cause;
  if (because !== undefined && depth < DEEPEST_CAUSE) fields.cause = errorFields(because, depth + 1);
  if (Array.isArray(errors)) fields.errors = errors.slice(0, 10).map((one) => errorFields(one, depth + 1));
  return fields;
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

/** Errors of another realm count too. */
function isError(thing: unknown): thing is Error {
  return thing instanceof Error || types.isNativeError(thing);
}
