/** Reports what the database refuses, although the checks let it pass, with the record that it is about. */
import type { Queryable } from '../../database/queryable';
import { statement } from '../../database/statement';
import { ImportError, placeName } from './import-error';
import type { StagedRecord } from './staging';

const SAVE = statement('saveRecords', 'savepoint records');
const RELEASE = statement('releaseRecords', 'release savepoint records');
const ROLL_BACK = statement('rollBackRecords', 'rollback to savepoint records');

/** PostgreSQL's classes of errors that a value causes: data exceptions, broken constraints, limits of the program. */
const OF_A_VALUE = /^(22|23|54)/;

interface DatabaseError {
  readonly code: string;
  readonly message: string;
  readonly constraint?: string;
}

/**
 * Writes the records.
 *
 * @throws ImportError with the line of the record that the database refuses, found by writing ever smaller parts
 */
export async function writeNaming<Value, Result>(
  db: Queryable,
  records: readonly StagedRecord<Value>[],
  write: (records: readonly StagedRecord<Value>[]) => Promise<Result>,
): Promise<Result> {
  await db.query(SAVE);
  try {
    const result = await write(records);
    await db.query(RELEASE);
    return result;
  } catch (error) {
    if (!isOfAValue(error)) throw error;
    await db.query(ROLL_BACK);
    throw await refusalOf(db, records, write, error);
  }
}

async function refusalOf<Value>(
  db: Queryable,
  records: readonly StagedRecord<Value>[],
  write: (records: readonly StagedRecord<Value>[]) => Promise<unknown>,
  error: DatabaseError,
): Promise<ImportError> {
  let [suspects, reason] = [records, error];
  while (suspects.length > 1) {
    const middle = Math.ceil(suspects.length / 2);
    const halves = [suspects.slice(0, middle), suspects.slice(middle)];
    const found = await firstRefused(db, halves, write);
    if (!found) break;
    [suspects, reason] = [found.part, found.error];
  }
  const [place = null] = suspects;
  const last = suspects.length > 1 ? suspects.at(-1) : undefined;
  const until = last ? `, or one of those up to ${placeName(last)}` : '';
  const { message, constraint } = reason;
  return new ImportError([
    {
      place,
      reason: `the database cannot hold this record${until}: ${message}${constraint ? ` (${constraint})` : ''}; correct or shorten it`,
    },
  ]);
}

async function firstRefused<Value>(
  db: Queryable,
  parts: readonly (readonly StagedRecord<Value>[])[],
  write: (records: readonly StagedRecord<Value>[]) => Promise<unknown>,
) {
  for (const part of parts) {
    try {
      await write(part);
    } catch (error) {
      if (!isOfAValue(error)) throw error;
      return { part, error };
    } finally {
      await db.query(ROLL_BACK);
    }
  }
  return null;
}

function isOfAValue(error: unknown): error is DatabaseError {
  return OF_A_VALUE.test((error as { code?: string } | null)?.code ?? '');
}
