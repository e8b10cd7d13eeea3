/**
 * Checked records of a file in a temporary table of the import: nothing is written to any other table before the
 * whole file is read, and the temporary table disappears with the transaction. docs/decisions/0027-one-importer.md.
 */
import type { z } from 'zod';
import type { Queryable } from '../../database/queryable';
import { checkRecord } from './check-record';
import { type FileRecord, MAX_RECORD_LENGTH } from './file-record';
import { ImportError, importError, type Place, type Problems, placeName } from './import-error';
import type { Progress } from './progress';
import type { Staged } from './staging-queries';

/** A kind of record in a file, and how it is checked. */
export interface RecordKind<Value> extends Staged<Value> {
  /** Its output is stored as JSON. */
  readonly schema: z.ZodType<Value>;
  /** What may occur in a file only once, as a message names it: `number: the title 5552796`. */
  readonly identity: (value: Value) => string;
  /** How many a file may hold, where there cannot be more. */
  readonly most?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: each kind knows the values of its own schema
type AnyKind = RecordKind<any>;

export interface StagedRecord<Value> extends Place {
  /** The number of the record in the file. */
  readonly nr: number;
  readonly value: Value;
}

/** How many records are held, sent and read back at once: by their number, or by their length as JSON. */
export const BATCH = { records: 2_000, length: MAX_RECORD_LENGTH } as const;

/**
 * Reads all records and stages those that fit their schema, each identity once. The others become problems; the
 * reading goes on, so that all of them are found, or at least counted.
 *
 * @param kindOf returns the kind of a record, or why it has none
 * @throws ImportError where the file cannot be read to its end
 */
export async function stageRecords(
  db: Queryable,
  records: AsyncIterable<FileRecord>,
  kinds: readonly AnyKind[],
  kindOf: (record: unknown) => AnyKind | string,
  problems: Problems,
  progress: Progress = () => undefined,
): Promise<void> {
  const stages = new Map(kinds.map((kind) => [kind, new Stage(db, kind)]));
  for (const stage of stages.values()) await stage.create();
  let nr = 0;
  try {
    for await (const found of records) {
      nr++;
      progress('records read', nr);
      if ('problem' in found) {
        problems.add(found, found.problem);
        continue;
      }
      const kind = kindOf(found.record);
      if (typeof kind === 'string') problems.add(found, kind);
      else await (stages.get(kind) as Stage).add(nr, found, found.record, problems);
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    for (const { place, reason } of error.problems) problems.add(place, reason);
    problems.refuse();
  }
  for (const stage of stages.values()) await stage.finish(problems);
}

/** Yields the staged records of a kind, in the order of the file, in the batches in which they were staged. */
export async function* stagedBatches<Value>(
  db: Queryable,
  { staging }: RecordKind<Value>,
): AsyncGenerator<StagedRecord<Value>[]> {
  const [last] = await db.query(staging.lastBatch);
  for (let batch = 1; batch <= (last?.batch ?? 0); batch++) {
    yield await db.query(staging.batch, [batch]);
  }
}

class Stage {
  private rows: string[] = [];
  private length = 0;
  private batch = 0;
  private count = 0;

  constructor(
    private readonly db: Queryable,
    private readonly kind: AnyKind,
  ) {}

  async create(): Promise<void> {
    const { drop, create } = this.kind.staging;
    await this.db.query(drop);
    await this.db.query(create);
  }

  /** @throws ImportError where there are more of this kind than there can be */
  async add(nr: number, place: Place, record: unknown, problems: Problems): Promise<void> {
    const { schema, identity, most = Number.POSITIVE_INFINITY, name } = this.kind;
    if (++this.count > most) {
      const limit = most.toLocaleString('en');
      throw importError(place.line, `more than ${limit} ${name}, and there are no more numbers for them`);
    }
    const checked = checkRecord(schema, record);
    if ('reasons' in checked) {
      for (const reason of checked.reasons) problems.add(place, reason);
      return;
    }
    if (problems.full) return;
    const row = JSON.stringify({
      nr,
      line: place.line,
      element: place.element,
      key: identity(checked.value),
      record: checked.value,
    });
    this.rows.push(row);
    this.length += row.length;
    if (this.rows.length >= BATCH.records || this.length >= BATCH.length) await this.flush();
  }

  async finish(problems: Problems): Promise<void> {
    await this.flush();
    if (problems.full) return;
    const { indexBatches, indexKeys, analyze } = this.kind.staging;
    for (const statement of [indexBatches, indexKeys, analyze]) await this.db.query(statement);
    await this.refuseRepeated(problems);
  }

  private async flush(): Promise<void> {
    if (this.rows.length === 0) return;
    await this.db.query(this.kind.staging.insert, [++this.batch, `[${this.rows.join(',')}]`]);
    this.rows = [];
    this.length = 0;
  }

  /** Keeps only the first of each identity. */
  private async refuseRepeated(problems: Problems): Promise<void> {
    const repeated = await this.db.query(this.kind.staging.dropRepeated);
    for (const { key, firstLine, firstElement, ...place } of repeated) {
      problems.add(place, `${key} stands in ${placeName({ line: firstLine, element: firstElement })} already`);
    }
    problems.addUntold((repeated[0]?.count ?? 0) - repeated.length);
  }
}
