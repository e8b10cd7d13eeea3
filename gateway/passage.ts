/** What every operation passes before it is carried out, and when it has been: its price, and wall 1. */
import type { GraphQLError } from 'graphql';
import { under } from '../telemetry/span';
import { refuseAliases } from './authorisation/aliases';
import { authorise } from './authorisation/authorise';
import type { Directory } from './authorisation/directory';
import { grant } from './authorisation/permitted';
import { refuseNullConditions } from './conditions';
import { LARGE_OPERATION } from './limits/cost';
import { type Bill, openBill } from './limits/cost-bill';
import type { Rate } from './limits/rate';
import type { OperationCache } from './operations/operation-cache';
import type { ResolvedOperation } from './operations/prepared-operation';
import type { RequestContext } from './request-context';
import type { Supergraph } from './supergraph';
import { readVariables, type Variables } from './variables';

export interface PassageRules {
  readonly supergraph: Supergraph;
  readonly directory: Directory;
  /** Where operations are paid; they cost nothing where it is left out. */
  readonly rate?: Rate | undefined;
  /** Where what is left of an operation for some callers is kept with it. */
  readonly operations?: OperationCache | undefined;
}

/** Of one request. */
export class Passage {
  private bill: Bill | undefined;

  constructor(
    private readonly rules: PassageRules,
    private readonly context: RequestContext,
  ) {}

  /**
   * Permits the request to carry the operation out, or a part of it.
   *
   * @throws BAD_USER_INPUT, OPERATION_TOO_COSTLY, RATE_LIMITED, UNAUTHENTICATED, FORBIDDEN, SUBGRAPH_UNAVAILABLE
   */
  async enter({ schema, document, operation }: ResolvedOperation, sent: Variables | undefined): Promise<void> {
    const { supergraph, directory, rate } = this.rules;
    const { requirements, costs, plannerFields } = supergraph;
    const { context } = this;
    const asked = { document, operation, variables: readVariables(schema, operation, sent ?? {}) };
    refuseNullConditions(document, operation, asked.variables);
    this.bill = await openBill(schema, costs, asked, context, rate);
    if (this.bill.estimate > LARGE_OPERATION) await context.becomeLarge();
    const rules = { schema, requirements, directory, beforeRemainder: () => this.payRemainder() };
    const permission = await under(context.span, 'authorise', () => authorise(rules, asked, context.caller));
    if (permission.withheld) this.keepRemainder(permission.withheld.remainder.queryHash);
    if (permission.refused.length > 0) context.refused = permission.refused;
    grant(context, permission);
    refuseAliases(document, plannerFields);
  }

  /** What is left of an operation is planned like another one, which takes no longer than the whole did. */
  private async payRemainder(): Promise<void> {
    const { prepared, caller } = this.context;
    if (prepared) await this.rules.rate?.prepare(caller, prepared.cost);
  }

  private keepRemainder(hash: string): void {
    const { prepared } = this.context;
    if (prepared && !prepared.remainders.has(hash)) this.rules.operations?.keepRemainder(prepared, hash);
  }

  /**
   * To be called once, also where it was not let in.
   *
   * @param data as the client gets it
   * @throws OPERATION_TOO_COSTLY where it holds more than any answer may
   */
  leave(data: unknown, errors: readonly GraphQLError[]): void {
    this.bill?.settle(data, errors);
  }
}
