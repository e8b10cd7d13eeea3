/**
 * Exports a list of the GraphQL API: `/export.csv`, `/export.ndjson` and `/export.json` accept an operation like
 * `POST /graphql`, and answer with all rows of its list, whatever the size of a page, as flat columns. They contain
 * what the operation shows its caller; memory holds one page at a time (docs/decisions/0057).
 */
import { createOwnLimit } from '../../gateway/http/own-limit';
import type { CallerRequest, CallerRoute, RouteAnswer } from '../../gateway/http/route';
import { badUserInput } from '../../request/client-errors';
import { csv, type Form, JSON_LIST, NDJSON } from './forms';
import { listInOperation, requireQuery } from './list-in-operation';
import { firstPage, pagesOf, type Row } from './pages';

/** For one caller: each export occupies a place until its last row is read. */
export const MAX_EXPORTS_AT_ONCE = 2;
/** Enough for an operation and its variables, with a list of 500 ids. */
const BODY_BYTES = 256 * 1024;

const PARAMETERS = new Set(['query', 'documentId', 'operationName', 'variables', 'decimal']);

const FORMS: Readonly<Record<string, (request: CallerRequest) => Form>> = {
  csv: ({ query }) => csv({ decimalComma: decimalComma(query.decimal) }),
  ndjson: () => NDJSON,
  json: () => JSON_LIST,
};

export function exportRoutes(): readonly CallerRoute[] {
  const ownLimit = createOwnLimit(MAX_EXPORTS_AT_ONCE, false);
  return Object.entries(FORMS).map(
    ([name, formOf]): CallerRoute => ({
      path: `/export.${name}`,
      methods: ['GET', 'POST'],
      body: { types: ['application/json'], limit: BODY_BYTES },
      callers: 'token',
      ownLimit,
      answer: (request) => answerExport(request, formOf(request), `export.${name}`),
    }),
  );
}

async function answerExport(request: CallerRequest, form: Form, fileName: string): Promise<RouteAnswer> {
  const operation = request.read(request.request.method === 'POST' ? request.body : sentByAddress(request.query));
  const { document, ...sent } = operation;
  const query = requireQuery(document, sent.operationName);
  const first = await firstPage(request, sent);
  const list = listInOperation(document, query);
  const pages = pagesOf(request, sent, list, first);
  const firstRows = await pages.next();
  const headers = {
    'content-type': form.contentType,
    'content-disposition': `attachment; filename="${fileName}"`,
  };
  return { status: 200, headers, pieces: form.write(list.columns, startingWith(firstRows, pages)) };
}

/** Reads `?query=…&variables={…}` like the body of a POST. @throws BAD_USER_INPUT */
function sentByAddress(parameters: CallerRequest['query']): unknown {
  const unknown = Object.keys(parameters).find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined)
    throw badUserInput(`${unknown.slice(0, 100)}: not a parameter. Send ${[...PARAMETERS].join(', ')}.`);
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== 'string') throw badUserInput(`${name}: was sent several times. Send it once.`);
  }
  const { query, documentId, operationName, variables = '{}' } = parameters as Record<string, string | undefined>;
  let values: unknown;
  try {
    values = JSON.parse(variables);
  } catch {
    throw badUserInput('variables: is not valid JSON. Send {"name": value, …}.');
  }
  return { query, documentId, operationName, variables: values };
}

/** @throws BAD_USER_INPUT */
function decimalComma(decimal: unknown): boolean {
  if (decimal === undefined || decimal === 'point') return false;
  if (decimal === 'comma') return true;
  throw badUserInput('decimal: must be “point” or “comma”; with comma, cells are separated by semicolons.');
}

async function* startingWith(
  first: IteratorResult<readonly Row[]>,
  others: AsyncGenerator<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  if (first.done) return;
  yield first.value;
  yield* others;
}
