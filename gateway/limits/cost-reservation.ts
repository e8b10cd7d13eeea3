/** Reserves the estimated cost of an operation before it is executed, and settles the actual cost after. */
import type { GraphQLError } from 'graphql';
import { countFormatted } from '../errors/error-places';
import type { GivenValues } from '../parsing/variables';
import type { RequestContext } from '../request-context';
import { checkAnswerSize, checkBudget, checkedCost, costOf, type Estimate } from './cost';
import type { OperationCost, RequestCost } from './operation-cost';
import type { Rate, Spending } from './rate';

/** The size of an error with its path, in characters. */
const SIZE_OF_ERROR = 250;

/**
 * Errors of what was not executed. After any other error it is unknown what the work has cost, so the estimate is
 * charged.
 */
const UNDONE = new Set<unknown>(['FORBIDDEN', 'UNAUTHENTICATED', 'BAD_USER_INPUT', 'CURSOR_EXPIRED']);

/**
 * @param rate where the cost is paid; undefined where operations are not limited
 * @throws OPERATION_TOO_COSTLY, RATE_LIMITED, BAD_USER_INPUT where arguments do not fit or name too many things
 */
export function reserveCost(
  cost: OperationCost,
  values: GivenValues,
  { caller, logFields }: RequestContext,
  rate: Rate | undefined,
): CostReservation | Promise<CostReservation> {
  const request = cost.ofRequest(values);
  const estimate = checkedCost(request.estimate);
  logFields.cost = estimate;
  if (!caller) return new CostReservation(request, estimate, logFields);
  const budget = cost.budgetOf(caller.kind);
  checkBudget(estimate, budget);
  if (!rate) return new CostReservation(request, estimate, logFields);
  return rate
    .spend(caller, estimate, budget)
    .then((spending) => new CostReservation(request, estimate, logFields, spending));
}

export class CostReservation {
  constructor(
    readonly request: RequestCost,
    readonly estimate: number,
    private readonly logFields: RequestContext['logFields'],
    private readonly spending?: Spending,
  ) {}

  /**
   * To be called once, whatever the result of the operation.
   *
   * @param counted the cost of what the client gets
   * @throws OPERATION_TOO_COSTLY where it holds more than any answer may: it is charged, and must not be sent
   */
  settle(counted: Estimate, errors: readonly GraphQLError[]): void {
    const cost = costOf(counted);
    const isCounted = errors.every(({ extensions }) => UNDONE.has(extensions.code));
    this.logFields.costCounted = isCounted ? cost : Math.max(this.estimate, cost);
    // Nobody waits for it. If it cannot be given back, it stays spent until the window ends.
    this.spending?.settle(this.logFields.costCounted).catch(() => undefined);
    checkAnswerSize(counted.size + countFormatted(errors) * SIZE_OF_ERROR);
  }
}
