/** Asks an operation page by page, and yields the rows of each page as they come. */
import { setTimeout as pause } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { CallerRequest, OperationToExecute } from '../../gateway/http/route';
import { badUserInput } from '../../request/client-errors';
import { isObject } from '../../request/values/plain-objects';
import type { Column, ListInOperation } from './list-in-operation';

/** The values of a row in the order of its columns, as JSON values. */
export type Row = readonly unknown[];

/** How often a page is asked again that is refused because of a limit, or whose service is away. */
const MAX_TRIES = 20;
const LONGEST_PAUSE_SECONDS = 30;
const RETRIED = new Set<unknown>(['RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE']);

/** @throws the first error of the answer: an export is complete, or there is none */
export function firstPage(request: Asked, operation: OperationToExecute): Promise<unknown> {
  return answered(request, operation, 1);
}

/**
 * @param first the answer of the operation as it was sent. The following pages wait for the caller's budgets: an
 * export of many pages then takes longer, and does not end in the middle
 * @throws where a page cannot be had
 */
export async function* pagesOf(
  request: Asked,
  operation: OperationToExecute,
  list: ListInOperation,
  first: unknown,
): AsyncGenerator<readonly Row[]> {
  let { rows, next } = rowsIn(first, list);
  let { variables = {} } = operation;
  for (;;) {
    yield rows;
    if (next === null) return;
    if (next === variables[list.after]) throw new Error('a page leads to itself');
    variables = { ...variables, [list.after]: next };
    ({ rows, next } = rowsIn(await answered(request, { ...operation, variables }, MAX_TRIES), list));
  }
}

type Asked = Pick<CallerRequest, 'execute' | 'signal'>;

async function answered(
  { execute, signal }: Asked,
  operation: OperationToExecute,
  mostTries: number,
): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const { data, errors } = await execute(operation);
    const [error] = errors ?? [];
    if (!error) return data;
    const { code, retryAfter } = error.extensions ?? {};
    if (tries >= mostTries || !RETRIED.has(code))
      throw new GraphQLError(error.message, { extensions: error.extensions });
    const seconds = typeof retryAfter === 'number' ? retryAfter : 1;
    await pause(Math.min(seconds, LONGEST_PAUSE_SECONDS) * 1_000);
    if (signal.aborted) throw signal.reason;
  }
}

interface Connection {
  readonly edges: readonly { readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

function rowsIn(data: unknown, { path, columns }: ListInOperation): { rows: Row[]; next: string | null } {
  let at = data;
  for (const [level, key] of path.entries()) {
    at = isObject(at) ? at[key] : undefined;
    const place = path.slice(0, level + 1).join('.');
    if (Array.isArray(at)) throw badUserInput(`${place}: is a list itself. Export the lists in it one by one.`);
    if (!isObject(at)) throw badUserInput(`${place}: there is none, so there is nothing to export.`);
  }
  const { edges, pageInfo } = at as unknown as Partial<Connection>;
  if (!edges || pageInfo?.hasNextPage === undefined || pageInfo.endCursor === undefined)
    throw badUserInput(`${path.join('.')}: edges or pageInfo is missing. Leave @skip and @include away from them.`);
  return {
    rows: edges.map(({ node }) => columns.map(({ path }) => valueAt(node, path))),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

/** For objects in a list, returns the values of all of them. */
function valueAt(value: unknown, path: Column['path'], level = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => valueAt(item, path, level));
  if (level === path.length) return value ?? null;
  return isObject(value) ? valueAt(value[path[level] as string], path, level + 1) : null;
}
