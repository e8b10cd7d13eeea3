/**
 * The steps of every import except the school list's: records are read, checked, staged, compared with the database,
 * written.
 */
import type { Queryable } from '../../database/queryable';
import { Changes } from './changes';
import { writeNaming } from './database-error';
import type { FileRecord } from './file-record';
import { importError, Problems } from './import-error';
import type { Progress } from './progress';
import { type RecordKind, type StagedRecord, stagedBatches, stageRecords } from './staging';
import { NOTHING, plus, type Tally } from './tally';

export interface Importer<Value> extends RecordKind<Value> {
  /** Adds the problems of a batch that the database shows. It may write only to temporary tables. */
  readonly check?: (db: Queryable, batch: readonly StagedRecord<Value>[], problems: Problems) => Promise<void>;
  /** Adds the problems of all records of its kind together, after the last batch was checked. */
  readonly checkWhole?: (db: Queryable, problems: Problems) => Promise<void>;
  /** Writes records that were checked, and reports what that changes about what is on record. */
  readonly write: (
    db: Queryable,
    batch: readonly StagedRecord<Value>[],
    changes: Changes,
  ) => Promise<Record<string, Tally>>;
  /** Called when all are written. */
  readonly finish?: (db: Queryable) => Promise<void>;
  /** Returns what is unusual about the records but harmless, one sentence each. */
  readonly notes?: (db: Queryable) => Promise<string[]>;
}

// biome-ignore lint/suspicious/noExplicitAny: each importer knows the values of its own schema
type AnyImporter = Importer<any>;
/**
 * One importer for one kind of record, or several by the field `type` of each record. They check and write in this
 * order.
 */
export type Importers = AnyImporter | Readonly<Record<string, AnyImporter>>;

export interface ImportReport {
  readonly tallies: Readonly<Record<string, Tally>>;
  readonly notes: readonly string[];
}

/**
 * Imports all records, or none. It holds one batch of them in memory at a time.
 *
 * @param db a transaction of the owner; the caller commits it
 * @throws ImportError with line, field and reason of every problem, as far as they are listed
 */
export async function importRecords(
  db: Queryable,
  records: AsyncIterable<FileRecord>,
  importers: Importers,
  progress: Progress = () => undefined,
  changes = new Changes(),
): Promise<ImportReport> {
  const all = isOne(importers) ? [importers] : Object.values(importers);
  const problems = new Problems();
  const counted = new Counted(records);
  await stageRecords(db, counted, all, isOne(importers) ? () => importers : byType(importers), problems, progress);
  if (counted.count === 0) throw importError(null, 'the file holds no record');
  for (const importer of all) {
    if (importer.check && !problems.full)
      for await (const batch of stagedBatches(db, importer)) await importer.check(db, batch, problems);
    if (!problems.full) await importer.checkWhole?.(db, problems);
  }
  problems.refuse();

  const tallies: Record<string, Tally> = Object.fromEntries(all.map(({ name }) => [name, NOTHING]));
  const notes: string[] = [];
  for (const importer of all) {
    let written = 0;
    for await (const batch of stagedBatches(db, importer)) {
      const counts = await writeNaming(db, batch, (part) => importer.write(db, part, changes));
      for (const [name, tally] of Object.entries(counts)) tallies[name] = plus(tallies[name], tally);
      written += batch.length;
      progress(`${importer.name} written`, written);
    }
    await importer.finish?.(db);
    notes.push(...((await importer.notes?.(db)) ?? []));
  }
  return { tallies, notes };
}

class Counted {
  count = 0;

  constructor(private readonly records: AsyncIterable<FileRecord>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<FileRecord> {
    for await (const record of this.records) {
      this.count++;
      yield record;
    }
  }
}

function isOne(importers: Importers): importers is AnyImporter {
  return typeof importers.write === 'function';
}

function byType(importers: Readonly<Record<string, AnyImporter>>) {
  const types = Object.keys(importers).map((type) => `“${type}”`);
  const reason = `type: must be ${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
  return (record: unknown) => {
    const type = (record as { type?: unknown } | null)?.type;
    return typeof type === 'string' && Object.hasOwn(importers, type) ? (importers[type] as AnyImporter) : reason;
  };
}
