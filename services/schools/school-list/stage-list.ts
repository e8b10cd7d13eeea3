/** Reads all parts of a list into staging tables; each file is refused separately. */
import type { Queryable } from '../../../database/queryable';
import { ImportError, importError, Problems } from '../../import-file/import-error';
import type { Progress } from '../../import-file/progress';
import { type StagedRecord, stagedBatches, stageRecords } from '../../import-file/staging';
import { authoritiesBy, formsBy, type ListedSchool, madePart, type Part, type SchoolList } from './school-list';

/** @throws ImportError with the file that it is about */
export async function stageList(db: Queryable, list: SchoolList, progress: Progress): Promise<void> {
  await stagePart(db, list.authorities ?? madePart([], authoritiesBy), progress);
  await stagePart(db, list.schoolForms ?? madePart([], formsBy), progress);
  await stagePart(db, list.schools, progress);
  const [last] = await db.query(list.schools.kind.staging.lastBatch);
  if (last?.batch === null) throw importError(null, 'the list holds no school');
}

export function stagedSchools(db: Queryable, { schools }: SchoolList): AsyncGenerator<StagedRecord<ListedSchool>[]> {
  return stagedBatches(db, schools.kind);
}

export async function stagePart<Value>(
  db: Queryable,
  { file, records, kind }: Part<Value>,
  progress: Progress,
): Promise<void> {
  if (file) progress(`reading ${file}`);
  try {
    const problems = new Problems();
    await stageRecords(db, records, [kind], () => kind, problems, progress);
    problems.refuse();
  } catch (error) {
    if (error instanceof ImportError && file) error.file = file;
    throw error;
  }
}
