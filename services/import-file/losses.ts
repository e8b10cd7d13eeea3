/** A file that was cut off can be recognised only by what it lacks. */
import { importError } from './import-error';

/** How many may end without a confirmation: the larger of both, but never all. */
const FEW = { count: 5, share: 0.1 };

interface Losses {
  /** How many the file would end because it lacks them. */
  readonly ended: number;
  /** How many there are on record. */
  readonly standing: number;
  /** The number that somebody confirmed; null where nobody did. */
  readonly confirmed: number | null;
  /** Such as `entitlements`. */
  readonly what: string;
}

/** @throws ImportError where a file would end more than a few, and nobody confirmed that very number */
export function refuseLosses({ ended, standing, confirmed, what }: Losses): void {
  if (ended === confirmed) return;
  if (confirmed === null && ended <= Math.max(FEW.count, FEW.share * standing) && (ended < standing || ended === 0))
    return;
  const remedy =
    confirmed === null
      ? `give all of it, or, where they are to end, confirm ${ended} losses`
      : `${confirmed} confirmed losses is another number; look at them, and confirm ${ended}`;
  throw importError(
    null,
    `the file lacks ${ended} of the ${standing} ${what} of this source, and would end them; ${remedy}`,
  );
}
