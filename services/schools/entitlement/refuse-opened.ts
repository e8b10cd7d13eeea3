/** Somebody suspended an entitlement on purpose, so no import opens the licence there as a side effect. */
import type { Queryable } from '../../../database/queryable';
import { ImportError } from '../../import-file/import-error';
import { findOpened, type Opened } from './opened-queries';

/** As many as for lost schools, so that the person who overrides it sees them. */
const MAX_NAMED = 500;
/** In the report of an import that may open them. */
const MAX_LISTED = 10;

/**
 * To be called after `storeSuspendedBefore`, and after everything is written.
 *
 * @param overridden at how many schools the import may open what is suspended there: exactly this number must be
 * opened
 * @returns what was opened, as a line of the report
 * @throws ImportError
 */
export async function refuseOpened(db: Queryable, overridden: number | null): Promise<string[]> {
  const opened = await findOpened(db);
  const schools = new Set(opened.map(({ school }) => school)).size;
  if (schools === (overridden ?? 0)) return opened.length > 0 ? [describeAll(opened, schools)] : [];
  const of = schools === 1 ? '1 school' : `${schools.toLocaleString('en')} schools`;
  const remedy =
    overridden === null
      ? `end the suspensions, or revoke what is suspended; or, where it is meant, add --override-suspended ${schools}`
      : `--override-suspended ${overridden} is another number; look at them, and give ${schools === 0 ? 'none' : `--override-suspended ${schools}`}`;
  const reasons = [
    `the import would open licences at ${of} where they are suspended; ${remedy}`,
    ...opened.slice(0, MAX_NAMED).map((one) => `would open ${describeOpened(one)}`),
  ];
  throw new ImportError(
    reasons.map((reason) => ({ place: null, reason })),
    Math.max(0, opened.length - MAX_NAMED),
  );
}

function describeOpened({ what, suspendedFor, openedFor }: Opened): string {
  return `${what}: suspended for ${suspendedFor}, open for ${openedFor}`;
}

function describeAll(opened: readonly Opened[], schools: number): string {
  const some = opened.slice(0, MAX_LISTED).map(describeOpened).join('; ');
  return `schools at which licences open that are suspended there: ${schools} (${some}${opened.length > MAX_LISTED ? '; …' : ''})`;
}
