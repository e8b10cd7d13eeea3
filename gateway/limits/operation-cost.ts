/**
 * Estimated and actual cost of an operation. Both are compiled when first needed and kept with the operation; a request brings
 * only its values.
 */
import { Kind } from 'graphql';
import type { ParsedOperation } from '../parsing/parsed-operation';
import type { GivenValues } from '../parsing/variables';
import { type AnsweredFields, answeredFields, countCost } from './actual-cost';
import type { Estimate } from './cost';
import { AskedOfFields, OperationFields, type SchemaCosts } from './cost-of-field';
import { compileEstimate, type EstimateCost } from './estimated-cost';

const RECORDING_FIELD = 'recordUsage';

export class OperationCost {
  /** Whether it records uses and does nothing else. */
  readonly onlyRecords: boolean;
  private readonly fields: OperationFields;
  private estimateCost: EstimateCost | undefined;
  private answeredFields: AnsweredFields | undefined;

  /** @param of a valid one */
  constructor(costs: SchemaCosts, of: ParsedOperation) {
    this.fields = new OperationFields(costs, of);
    const { selections } = of.operation.selectionSet;
    this.onlyRecords = selections.every((root) => root.kind === Kind.FIELD && root.name.value === RECORDING_FIELD);
  }

  /** @throws BAD_USER_INPUT where arguments do not fit, or name more things than are answered at once */
  ofRequest(values: GivenValues): RequestCost {
    const asked = new AskedOfFields(values);
    this.estimateCost ??= compileEstimate(this.fields);
    return new RequestCost(this, asked, this.estimateCost(asked));
  }

  /** What counts of an answer. */
  get answered(): AnsweredFields {
    this.answeredFields ??= answeredFields(this.fields);
    return this.answeredFields;
  }
}

/** With the values of one request. */
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
