import { Failure, failureOf, type GraphQLProblem } from './failure';
import type { Operation } from './operation';
import { respond } from './post';

/** The cells of a row, by the paths of their fields: `holder.name`. */
type Cells = Readonly<Record<string, string | number | null>>;

/**
 * Reads every row of the list in an operation from one streamed answer. The gateway reads page after page, and waits
 * where the reader's budget is used up. An answer that ends early is a failure.
 *
 * @param onRead is called with the number of rows so far
 */
export async function exportedRows<Data, Variables extends { readonly after?: string | null }>(
  operation: Operation<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  onRead: (count: number) => void,
): Promise<Cells[]> {
  const response = await respond('/console/export.ndjson', { id: operation.id, variables });
  if (!response.ok || !response.body) throw await failureIn(response);
  const rows: Cells[] = [];
  let rest = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await read(reader);
    if (done && rest !== '') throw new Failure('fault', 'the export ends within a row');
    if (done) return rows;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) rows.push(JSON.parse(line));
    onRead(rows.length);
  }
}

function read(reader: ReadableStreamDefaultReader<string>): ReturnType<typeof reader.read> {
  return reader.read().catch((error: Error) => {
    throw new Failure('offline', error.message);
  });
}

async function failureIn(response: Response): Promise<Failure> {
  const body: { readonly errors?: readonly GraphQLProblem[] } | null = await response.json().catch(() => null);
  const [problem] = body?.errors ?? [];
  if (problem) return failureOf(problem);
  return new Failure(response.status >= 500 ? 'unavailable' : 'fault', `HTTP ${response.status}`);
}
