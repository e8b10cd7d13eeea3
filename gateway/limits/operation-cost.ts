/**
 * The estimated and actual cost of an operation. Both are compiled when first needed and kept with the operation; a
 * request brings only its values.
 */
import { Kind } from 'graphql';
import type { CallerKind } from '../../caller/caller';
import type { ParsedOperation } from '../parsing/parsed-operation';
import type { GivenValues } from '../parsing/variables';
import { type AnsweredFields, answeredFields, countCost } from './actual-cost';
import { ASSIGNING, type BudgetName, type Estimate, RECORDING } from './cost';
import { AskedOfFields, OperationFields, type SchemaCosts } from './cost-of-field';
import { compileEstimate, type EstimateCost } from './estimated-cost';

/**
 * Operations with only such fields are paid from a budget of their own. Only callers who may assign have the one for
 * assigning.
 */
const OWN_BUDGETS: ReadonlyMap<string, BudgetName> = new Map([
  ['recordUsage', RECORDING],
  ['assignEntitlements', ASSIGNING],
  ['startAssignment', ASSIGNING],
]);
const ASSIGNERS: ReadonlySet<CallerKind> = new Set(['licensing', 'operator']);

export class OperationCost {
  private readonly ownBudget: BudgetName | undefined;
  private readonly fields: OperationFields;
  private estimateCost: EstimateCost | undefined;
  private answeredFields: AnsweredFields | undefined;

  /** @param of a valid operation */
  constructor(costs: SchemaCosts, of: ParsedOperation) {
    this.fields = new OperationFields(costs, of);
    const { selections } = of.operation.selectionSet;
    const budgets = new Set(
      selections.map((root) => (root.kind === Kind.FIELD ? OWN_BUDGETS.get(root.name.value) : undefined)),
    );
    this.ownBudget = budgets.size === 1 ? [...budgets][0] : undefined;
  }

  /** The budget from which a caller of this kind pays. */
  budgetOf(kind: CallerKind): BudgetName {
    const { ownBudget = kind } = this;
    return ownBudget === ASSIGNING && !ASSIGNERS.has(kind) ? kind : ownBudget;
  }

  /** @throws BAD_USER_INPUT where arguments do not fit, or name more things than are answered at once */
  ofRequest(values: GivenValues): RequestCost {
    const asked = new AskedOfFields(values);
    this.estimateCost ??= compileEstimate(this.fields);
    return new RequestCost(this, asked, this.estimateCost(asked));
  }

  /** What is counted of an answer. */
  get answered(): AnsweredFields {
    this.answeredFields ??= answeredFields(this.fields);
    return this.answeredFields;
  }
}

/** The cost with the values of one request. */
export class RequestCost {
  constructor(
    private readonly operation: OperationCost,
    readonly asked: AskedOfFields,
    readonly estimate: Estimate,
  ) {}

  get answered(): AnsweredFields {
    return this.operation.answered;
  }

  /** @param data as the client gets it */
  count(data: unknown): Estimate {
    return countCost(this.answered, this.asked, data);
  }
}
