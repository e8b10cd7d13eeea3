/** When a school list is not taken, whole and readable as it may be: it would undo what is on record. */
import { dateOf } from '../../../access/calendar';
import type { Queryable } from '../../../database/queryable';
import { Problems, refusal } from '../../import-file/refusal';
import { lastImport } from './list-import-queries';
import { laterMoves } from './membership-queries';
import type { SchoolList } from './school-list';
import { countMissing } from './school-list-queries';

/** A list that lacks more of its open schools than both of these is taken to be cut. */
const MANY = { count: 20, share: 0.1 };

/** Whatever the last import recorded, be it only that nothing changed, was true of a later day. */
export async function refuseOlderList(db: Queryable, list: SchoolList, asOf: Date): Promise<void> {
  const last = await lastImport(db, list);
  if (!last || last.asOf <= asOf.getTime()) return;
  const remedy = `import with --as-of on a later day${last.isPast ? ', or without it as of now' : ''}`;
  throw refusal(
    null,
    `this list is as of ${dateOf(asOf.getTime())}, before the last import of the ${list.source} list, which was as of ${dateOf(last.asOf)} (imported on ${dateOf(last.importedAt)}); ${remedy}`,
  );
}

/** A file that is cut at the end of a line cannot be told from a whole one but by what it lacks. */
export async function refuseManyClosings(db: Queryable, list: SchoolList, asOf: Date): Promise<void> {
  const { open, missing } = await countMissing(db, list, asOf);
  if (missing <= MANY.count || missing <= MANY.share * open) return;
  const [lacks, of] = [missing, open].map((count) => count.toLocaleString('en'));
  throw refusal(
    null,
    `this list lacks ${lacks} of the ${of} schools that are open, and would close them; import all of the list, or, where that many have closed, add --close-many`,
  );
}

export async function refuseLaterMoves(db: Queryable, { state }: SchoolList, asOf: Date): Promise<void> {
  const problems = new Problems();
  for (const { number, line, level, at } of await laterMoves(db, state, asOf)) {
    problems.add(
      { line },
      `the school ${number} has a change of ${level} on record as of ${dateOf(at)}, later than this list (${dateOf(asOf.getTime())}); import with --as-of on or after that day`,
    );
  }
  problems.refuse();
}
