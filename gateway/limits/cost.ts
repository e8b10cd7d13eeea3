/** The largest cost of an operation, and the largest answer. */
import type { CallerKind } from '../../caller/caller';
import { tooCostly } from '../errors/errors';

export interface Estimate {
  readonly cost: number;
  /** The size of the answer, in characters. */
  readonly size: number;
}

/**
 * The budget of operations that only record uses: a client that sends the uses of a whole day can still ask its
 * questions.
 */
export const RECORDING = 'recording';
/** The budget of operations that only assign licences: one of them can assign a licence to every school of a state. */
export const ASSIGNING = 'assigning';
export type BudgetName = keyof typeof BUDGETS;

/**
 * The most that one operation may cost. A unit is about 10 µs of the gateway's work, or of PostgreSQL's for an object
 * of a list. A page of 200 licensed titles with the licence of each costs about 1,700, and 200 titles with all that
 * they may hold 7,000.
 */
export const BUDGETS: Readonly<Record<CallerKind | typeof RECORDING | typeof ASSIGNING, number>> = {
  lms: 12_000,
  // Three years of each of 200 schools.
  reporting: 15_000,
  // 10,000 assignments or revocations, with an answer of the largest size.
  licensing: 80_000,
  operator: 120_000,
  // A batch of 10,000 uses, with all that may be said about each.
  [RECORDING]: 20_000,
  // 120,000 pairs, of which the answer lists 10,000.
  [ASSIGNING]: 180_000,
};

/**
 * An operation with a larger estimate is a large one, and only a few of these are executed at once: it takes about 3
 * ms of work.
 */
export const LARGE_OPERATION = 300;

const CHARACTERS_FOR_ONE = 1_024;

/**
 * The largest answer, in characters. The largest one with a real use, 10,000 entitlements with holder, licence and
 * owner, holds 18 million where every name is as long as it may be, and usually 2 million.
 */
export const MAX_ANSWER = 20_000_000;

/** @throws OPERATION_TOO_COSTLY */
export function checkBudget(estimate: number, name: BudgetName): void {
  const budget = BUDGETS[name];
  if (estimate <= budget) return;
  const shown = estimate > 1e9 ? 'more than 1000000000' : estimate;
  throw tooCostly(
    `Estimated cost ${shown} exceeds the ${name} limit of ${budget}. Request smaller pages, fewer ids at once, or no totalCount; or send several requests.`,
  );
}

/**
 * The cost of an operation and of its answer together: 1,024 characters take about 10 µs to be read from a service,
 * put together and written.
 */
export function costOf({ cost, size }: Estimate): number {
  return cost + Math.floor(size / CHARACTERS_FOR_ONE);
}

/** @throws OPERATION_TOO_COSTLY where an answer is, or may become, larger than any answer may be */
export function checkAnswerSize(size: number): void {
  if (size <= MAX_ANSWER) return;
  const shown = size > 1e12 ? 'more than 1000000000000' : size;
  throw tooCostly(
    `Estimated answer of ${shown} characters exceeds the maximum of ${MAX_ANSWER}. Request smaller pages, and long texts such as description once, without aliases.`,
  );
}

/** @throws OPERATION_TOO_COSTLY where its answer may become too large */
export function checkedCost(estimate: Estimate): number {
  checkAnswerSize(estimate.size);
  return costOf(estimate);
}
