/** Refuses a school list that is complete and readable, but would undo what is on record. */
import { dateOf } from '../../../access/calendar';
import type { Queryable } from '../../../database/queryable';
import { ImportError, importError, Problems } from '../../import-file/import-error';
import { lastImport } from './list-import-queries';
import { losses } from './loss-queries';
import { laterMoves } from './membership-queries';
import type { SchoolList } from './school-list';

/**
 * How many schools a list may lose without their end being announced, the larger of both: from one year to the next
 * about 1.5 % leave the ministry's list, and all but a few of these were announced as closing before.
 */
const FEW = { count: 5, share: 0.01 };
/**
 * How many losses are named, so that the person who confirms them sees them. A list with more losses is another list.
 */
const MAX_NAMED = 500;

/** Refuses a list older than the last import: all that this recorded, even that nothing changed, held on a later day. */
export async function refuseOlderList(db: Queryable, list: SchoolList, asOf: Date): Promise<void> {
  const last = await lastImport(db, list);
  if (!last || last.asOf <= asOf) return;
  const remedy = `import with --as-of on a later day${last.isPast ? ', or without it as of now' : ''}`;
  throw importError(
    null,
    `this list is as of ${dateOf(asOf.getTime())}, before the last import of the ${list.source} list, which was as of ${dateOf(last.asOf.getTime())} (imported on ${dateOf(last.importedAt.getTime())}); ${remedy}`,
  );
}

/**
 * A file that is cut off at the end of a line can be recognised only by what it lacks.
 *
 * @param confirmed how many losses somebody expects: exactly this number is accepted
 */
export async function refuseLosses(
  db: Queryable,
  list: SchoolList,
  asOf: Date,
  confirmed: number | null,
): Promise<void> {
  const { open, lost } = await losses(db, list, asOf);
  if (lost.length === confirmed) return;
  const vanished = new Set(lost.flatMap(({ authority, isWhole }) => (isWhole ? [authority] : [])));
  if (confirmed === null && lost.length <= Math.max(FEW.count, FEW.share * open) && vanished.size === 0) return;
  const [lacks, of] = [lost.length, open].map((count) => count.toLocaleString('en'));
  const what = `this list lacks ${lacks} of the ${of} schools that are open and were not announced as closing, and would close them`;
  const whole = vanished.size > 0 ? `; authorities that it lacks with all of their open schools: ${vanished.size}` : '';
  const remedy =
    confirmed === null
      ? `import all of the list, or, where they have closed, add --confirm-losses ${lost.length}`
      : `--confirm-losses ${confirmed} is another number; look at them, and give ${lost.length === 0 ? 'none' : `--confirm-losses ${lost.length}`}`;
  const reasons = [
    `${what}${whole}; ${remedy}`,
    ...lost.slice(0, MAX_NAMED).map(({ number, name, authority }) => `would close ${number} ${name} (${authority})`),
  ];
  throw new ImportError(
    reasons.map((reason) => ({ place: null, reason })),
    Math.max(0, lost.length - MAX_NAMED),
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
