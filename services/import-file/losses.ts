/** A file that was cut cannot be told from a whole one but by what it lacks. */
import { importError } from './import-error';

/** So many may go without anybody saying so: the larger of both, but never all. */
const FEW = { count: 5, share: 0.1 };

interface Losses {
  /** How many the file would end by lacking them. */
  readonly ended: number;
  /** Of how many. */
  readonly standing: number;
  /** How many somebody confirmed; null: none. */
  readonly confirmed: number | null;
  /** `entitlements` */
  readonly what: string;
}

/** @throws ImportError where a file would end more than few, and nobody confirmed that very number */
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
