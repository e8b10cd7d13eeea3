/** What an operation costs its caller: estimated and taken before it is carried out, counted and settled after. */
import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Operation } from '../authorisation/authorise';
import { countTold } from '../error-places';
import type { RequestContext } from '../request-context';
import { checkAnswerSize, checkBudget, costOf, estimateCost } from './cost';
import { countCost } from './cost-counted';
import { readFieldCosts } from './cost-of-field';
import type { CostWeights } from './cost-weights';
import type { Rate } from './rate';

export interface Bill {
  readonly estimate: number;
  /**
   * @param data as the client gets it
   * @throws OPERATION_TOO_COSTLY where it holds more than any answer may: it is charged, and must not be written down
   */
  settle(data: unknown, errors: readonly GraphQLError[]): void;
}

/** Of an error with its path, in characters. */
const SIZE_OF_ERROR = 250;

/** Errors of what was not carried out. Any other leaves open what the work has cost, so it costs what was estimated. */
const UNDONE = new Set<unknown>(['FORBIDDEN', 'UNAUTHENTICATED', 'BAD_USER_INPUT']);

/** @throws OPERATION_TOO_COSTLY, RATE_LIMITED, BAD_USER_INPUT where arguments do not fit or name too many things */
export async function openBill(
  schema: GraphQLSchema,
  weights: CostWeights,
  operation: Operation,
  { caller, story }: RequestContext,
  rate: Rate | undefined,
): Promise<Bill> {
  const costs = readFieldCosts(schema, weights, operation.variables);
  const estimate = estimateCost(schema, costs, operation);
  story.cost = estimate;
  if (caller) checkBudget(estimate, caller);
  const spending = caller && (await rate?.spend(caller, estimate));
  return {
    estimate,
    settle(data, errors) {
      const isCounted = errors.every(({ extensions }) => UNDONE.has(extensions.code));
      const counted = countCost(schema, costs, operation, data);
      story.costCounted = isCounted ? costOf(counted) : Math.max(estimate, costOf(counted));
      // Nobody waits for it; where it cannot be given back, it stays spent until the window ends.
      spending?.settle(story.costCounted).catch(() => undefined);
      checkAnswerSize(counted.size + countTold(errors) * SIZE_OF_ERROR);
    },
  };
}
