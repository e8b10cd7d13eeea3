/** The answer to a change: counts of all entitlements, and a list of the first. */
import type { Caller } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { currentChange } from '../audit/current-change';
import { allowedOrganisations } from '../authorisation/allowed';
import { type Afterwards, findAfterwards } from '../entitlement/afterwards-queries';
import { type AmendmentOutcome, isRefused, MAX_ANSWERED } from './amendment';
import type { OpenedSchools } from './opened-schools-queries';

/** An entitlement before the change, and its outcome if nothing prevents the whole call. */
export interface Judged<Of extends Judgeable = Judgeable> {
  readonly target: Of;
  readonly outcome: AmendmentOutcome;
  readonly opened: OpenedSchools | null;
}

interface Judgeable {
  readonly id: string;
  readonly licenceId: string;
  readonly holderId: string;
  readonly holderKey: string;
}

/** The form that is kept for a repeat: JSON values. */
export interface Amended {
  readonly entitlementId: string;
  readonly licenceId: string;
  readonly holderId: string;
  readonly holderKey: string;
  readonly outcome: AmendmentOutcome;
  /** After a move, the entitlement of the new holder. */
  readonly movedTo: string | null;
  readonly opened: OpenedSchools | null;
  /** As of the instant of the change; left out where the holder is not in reach, or where nobody asked. */
  readonly afterwards?: Afterwards;
}

export interface AmendResult {
  /** The id under which the outcomes are kept. */
  readonly id: string;
  readonly applied: boolean;
  /** The change in the audit trail; null where nothing was changed. */
  readonly change: string | null;
  readonly counts: readonly (readonly [outcome: AmendmentOutcome, count: number])[];
  /** The refused ones first, each group in the order of the request; an answer has no more than one answer lists. */
  readonly changes: readonly Amended[];
  /** When it takes effect. */
  readonly at: number;
  /** Set for a preview that can be applied as it is. */
  readonly previewToken?: string;
}

/** The result before it is kept, with the outcome of each. */
export type Worked = Omit<AmendResult, 'id'>;

export const NOTHING_MOVED: ReadonlyMap<string, string> = new Map();

interface Done {
  /** Whether it was done, or would be done in a preview. */
  readonly isDone: boolean;
  readonly preview: boolean;
  readonly moved: ReadonlyMap<string, string>;
  readonly at: number;
}

export async function workedOf(
  db: Transaction,
  judged: readonly Judged[],
  { isDone, preview, moved, at }: Done,
): Promise<Worked> {
  const outcomes = judged.map((one) => ({
    ...one,
    outcome: one.outcome === 'CHANGED' && !isDone ? ('HELD_BACK' as const) : one.outcome,
  }));
  const counts = new Map<AmendmentOutcome, number>();
  for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const ordered = [
    ...outcomes.filter(({ outcome }) => isRefused(outcome)),
    ...outcomes.filter(({ outcome }) => !isRefused(outcome)),
  ];
  return {
    applied: isDone && !preview,
    change: preview ? null : await currentChange(db),
    counts: [...counts],
    changes: ordered.map(({ target: { id, licenceId, holderId, holderKey }, outcome, opened }) => ({
      ...{ entitlementId: id, licenceId, holderId, holderKey, outcome, opened },
      movedTo: moved.get(id) ?? null,
    })),
    at,
  };
}

/** Makes the part that is answered at once. */
export function answerOf(id: string, worked: Worked): AmendResult {
  return { id, ...worked, changes: worked.changes.slice(0, MAX_ANSWERED) };
}

/** Adds what the schools of each holder in reach may do then. */
export async function withAfterwards(db: Transaction, caller: Caller, result: AmendResult): Promise<AmendResult> {
  const byId = await afterwardsOf(db, caller, result.changes, result.at);
  return {
    ...result,
    changes: result.changes.map((one) => ({ ...one, afterwards: byId.get(one.entitlementId) })),
  };
}

type Held = Pick<Amended, 'entitlementId' | 'licenceId' | 'holderId' | 'holderKey'>;

/** Returns what the schools of each holder in reach may do at that instant, by entitlement. */
export async function afterwardsOf(
  db: Transaction,
  caller: Caller,
  entitlements: readonly Held[],
  at: number,
): Promise<ReadonlyMap<string, Afterwards>> {
  const holders = [...new Set(entitlements.map(({ holderKey }) => holderKey))];
  const within = await allowedOrganisations(db, caller, 'holder.assign', holders);
  const asked = entitlements.filter(({ holderKey }) => within.has(holderKey));
  const found = await findAfterwards(
    db,
    asked.map(({ licenceId, holderId }) => ({ licenceId, holderId, at: new Date(at) })),
  );
  return new Map(asked.map(({ entitlementId }, index) => [entitlementId, found[index] as Afterwards]));
}
