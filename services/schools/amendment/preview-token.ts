/**
 * Makes sure that what is applied is what a preview showed: the same entitlements, in the same versions, with the
 * same outcomes. The token holds nothing secret: it says what is expected, and never what is allowed.
 */
import { badUserInput } from '../../../request/client-errors';
import type { Transaction } from '../../subgraph/database/session';
import { inputHash } from '../../subgraph/idempotency/input-hash';
import type { AmendRequest } from './amend-request';
import type { FoundTarget } from './amendment-queries';
import type { Judged } from './answer';
import { findChangedSince, findLastChange } from './preview-token-queries';

type Previewed = readonly Judged<FoundTarget>[];

/** Returns `<the last change of any of them>.<hash of all that was shown>`. */
export async function tokenOf(db: Transaction, request: AmendRequest, judged: Previewed): Promise<string> {
  return `${await findLastChange(db, idsIn(judged))}.${hashOf(request, judged)}`;
}

/**
 * @returns the same where everything is as it was shown; otherwise it marks the entitlements that somebody has
 * changed since
 * @throws BAD_USER_INPUT where something else differs: the selection, a licence, or the input
 */
export async function asPreviewed<Found extends Previewed>(
  db: Transaction,
  request: AmendRequest,
  judged: Found,
): Promise<Found | Judged<FoundTarget>[]> {
  const [, last, hash] = /^(\d{1,18})\.([\w-]+)$/.exec(request.previewToken ?? '') ?? [];
  if (hash === hashOf(request, judged)) return judged;
  const changed = last === undefined ? NONE : await findChangedSince(db, idsIn(judged), last);
  if (changed.size === 0) {
    throw badUserInput(
      'input.previewToken: this is not what was previewed: another input, other entitlements, or other outcomes. Preview it again.',
    );
  }
  return judged.map((one) => (changed.has(one.target.id) ? { ...one, outcome: 'CHANGED_SINCE' as const } : one));
}

const NONE: ReadonlySet<string> = new Set();

function idsIn(judged: Previewed): string[] {
  return judged.map(({ target }) => target.id);
}

function hashOf(
  { amendment, versions, reason, skipRefused, overrideSuspended }: AmendRequest,
  judged: Previewed,
): string {
  const shown = judged.map(({ target, outcome }) => [target.id, target.version, outcome]);
  return inputHash([amendment, versions, reason, skipRefused, overrideSuspended, shown]);
}
