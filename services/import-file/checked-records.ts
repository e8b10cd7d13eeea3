import type { z } from 'zod';
import type { FileRecord } from './json-records';
import type { Problems } from './refusal';

export interface CheckedRecord<Value> {
  readonly line: number;
  readonly value: Value;
}

/**
 * The records that keep to the schema, in batches. Those that do not are added to the problems with their JSON path and
 * left out; the reading goes on, so that all problems are found.
 *
 * @param weight how much of a batch a record takes; 1 where it is left out
 */
export async function* inBatches<Value>(
  records: AsyncIterable<FileRecord>,
  schema: z.ZodType<Value>,
  problems: Problems,
  size: number,
  weight: (value: Value) => number = () => 1,
): AsyncGenerator<CheckedRecord<Value>[]> {
  let batch: CheckedRecord<Value>[] = [];
  let held = 0;
  for await (const record of records) {
    if ('problem' in record) {
      problems.add(record.line, record.problem);
      continue;
    }
    const checked = schema.safeParse(record.record);
    if (!checked.success) {
      for (const issue of checked.error.issues) problems.add(record.line, `${jsonPath(issue.path)}${issue.message}`);
      continue;
    }
    batch.push({ line: record.line, value: checked.data });
    held += weight(checked.data);
    if (held >= size) {
      yield batch;
      batch = [];
      held = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

/**
 * Of the records, the first of each name. A later one is added to the problems, with the line of the first.
 *
 * @param nameOf as the problem tells it: `number: the title 5552796`
 * @param lineOf the first lines of the batches before; those of this one are added
 */
export function firstOfEach<Value>(
  records: readonly CheckedRecord<Value>[],
  nameOf: (value: Value) => string,
  lineOf: Map<string, number>,
  problems: Problems,
): CheckedRecord<Value>[] {
  return records.filter(({ line, value }) => {
    const name = nameOf(value);
    const first = lineOf.get(name);
    if (first === undefined) lineOf.set(name, line);
    else problems.add(line, `${name} stands in line ${first} already`);
    return first === undefined;
  });
}

/** `titles[3].from: `; nothing for the record itself. */
function jsonPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return `${text.replace(/^\./, '')}: `;
}
