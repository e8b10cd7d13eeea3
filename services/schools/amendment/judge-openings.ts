/** Refuses changes that would open a licence where it was closed on purpose, or where it may not be open. */
import type { Transaction } from '../../subgraph/database/session';
import type { AmendmentOutcome } from './amendment';
import type { Judged } from './answer';
import { findOpenedSchools, type Opening } from './opened-schools-queries';
import { findOpenedOutside } from './outside-queries';

/** @param openings what the changes with the outcome CHANGED open */
export async function withOpenings<Target extends Judged['target']>(
  db: Transaction,
  judged: readonly { readonly target: Target; readonly outcome: AmendmentOutcome }[],
  openings: readonly Opening[],
  { overrideSuspended, isNewHolder }: { readonly overrideSuspended: boolean; readonly isNewHolder: boolean },
): Promise<Judged<Target>[]> {
  const outside = isNewHolder ? new Set<string>() : await findOpenedOutside(db, openings);
  const openedAt = await findOpenedSchools(db, openings);
  return judged.map(({ target, outcome }) => {
    if (outside.has(target.id)) return { target, outcome: 'OUTSIDE_TERRITORY', opened: null };
    const opened = openedAt.get(target.id) ?? null;
    return { target, outcome: opened && !overrideSuspended ? 'OPENS_SUSPENDED' : outcome, opened };
  });
}
