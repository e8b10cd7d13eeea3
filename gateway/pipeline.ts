/**
 * Takes one operation from its text to its answer, in the same steps for a new text and for a known one. Results that
 * are the same for all callers are kept with the prepared text.
 *
 * read → find the operation → read variables → reserve its cost → authorise (wall 1) → plan → execute → settle its
 * cost → format errors. Nothing is planned or executed that wall 1 does not allow, and no setting turns wall 1 off.
 */
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Metrics } from '../telemetry/metrics';
import { under } from '../telemetry/span';
import { type Authorisation, authorise, checkAuthorised, type Rules } from './authorisation/authorise';
import { isNothingLeft, restoreNulls } from './authorisation/restore-nulls';
import { formatErrors } from './errors/error-formatter';
import { httpStatus, retryHeader } from './errors/errors';
import type { UncompiledServer } from './execution/apollo-server';
import type { CompiledGateway, Executable, Planned } from './execution/compiled';
import { type Incoming, NotCovered, type Outcome } from './execution/stock';
import type { Written } from './execution/writer';
import type { HttpAnswer } from './http/http-server';
import { LARGE_OPERATION } from './limits/cost';
import { type CostReservation, reserveCost } from './limits/cost-reservation';
import type { RequestCost } from './limits/operation-cost';
import type { Rate } from './limits/rate';
import type { OperationCache } from './operations/operation-cache';
import { type Prepare, Refused } from './operations/prepare';
import type { PreparedOperation } from './operations/prepared-operation';
import { PreparedText } from './operations/prepared-text';
import type { ClientOperation, Executed } from './parsing/client-operation';
import { refuseNullConditions } from './parsing/conditions';
import { renameVariables } from './parsing/variable-names';
import { GivenValues } from './parsing/variables';
import type { RequestContext } from './request-context';
import { nameOperationSpan } from './telemetry/request-instrumentation';

interface PipelineOptions extends Rules {
  readonly cache: OperationCache;
  readonly prepare: Prepare;
  readonly gateway: CompiledGateway;
  readonly uncompiled: UncompiledServer;
  /** The rate limits that operations count against; operations are not limited where it is left out. */
  readonly rate?: Rate | undefined;
  /** Hides the schema. */
  readonly production: boolean;
  readonly metrics: Pick<Metrics, 'plan'>;
  readonly log: Logger;
}

export interface Pipeline {
  /** For GraphQL over HTTP. The answer is text where no code has to look at it (docs/decisions/0041). */
  answer(sent: ClientOperation, context: RequestContext): Promise<HttpAnswer>;
  /** For routes of other protocols, which translate each value. The answer is always objects. */
  execute(sent: ClientOperation, context: RequestContext): Promise<Executed>;
}

/** Executes a planned operation, and gives the answer in this form. */
type CarryOut<Form> = (planned: Planned, incoming: Incoming, cost: RequestCost) => Promise<Form>;

/** The result of an operation, and the operation itself; undefined where it was not found. */
interface Done<Form> {
  readonly outcome: Form | Outcome;
  readonly operation: PreparedOperation | undefined;
}

type SentVariables = ClientOperation['variables'];

export function createPipeline(options: PipelineOptions): Pipeline {
  const { cache, gateway, rate, log } = options;

  return {
    async answer(sent, context) {
      const { outcome, operation } = await run(sent, context, gateway.executeToJson);
      const keeping = operation ? cacheHeader(operation.maxAge) : NO_HEADERS;
      if ('text' in outcome) return { status: 200, headers: keeping, body: `{"data":${outcome.text}}` };
      const { data, errors } = executedOf({ outcome, operation }, context);
      if (data === undefined)
        return { status: httpStatus(errors, false), headers: retryHeader(errors), body: { errors } };
      return { status: 200, headers: errors ? NO_HEADERS : keeping, body: { errors, data } };
    },
    execute: async (sent, context) => executedOf(await run(sent, context, gateway.execute), context),
  };

  async function run<Form extends Outcome | Written>(
    sent: ClientOperation,
    context: RequestContext,
    carryOut: CarryOut<Form>,
  ): Promise<Done<Form>> {
    let operation: PreparedOperation | undefined;
    let reservation: CostReservation | undefined;
    let outcome: Form | Outcome;
    try {
      const text = found(sent.query, context) ?? (await prepare(sent.query, context));
      operation = text.operation(sent.operationName);
      nameOperationSpan(context, operation);
      const variables = sent.variables && text.renamed ? renameVariables(sent.variables, text.renamed) : sent.variables;
      const values = readValues(operation, variables);
      const reserving = reserveCost(operation.cost, values, context, context.isPaid ? rate : undefined);
      reservation = reserving instanceof Promise ? await reserving : reserving;
      const { estimate } = reservation;
      if (estimate > LARGE_OPERATION) await context.becomeLarge(estimate);
      const permitting = permit(text, operation, values, context);
      const permission = permitting instanceof Promise ? await permitting : permitting;
      if (permission.refused.length > 0) context.refused = permission.refused;
      const { request } = reservation;
      const counted = (planned: Planned, incoming: Incoming) => carryOut(planned, incoming, request);
      outcome = await execute(text, operation, permission, variables, counted, context);
    } catch (error) {
      outcome = { errors: errorsOf(error) };
    }
    return { outcome: settle(reservation, outcome), operation };
  }

  /** Returns the prepared text where it is kept and the caller has a token; it is the same for all callers. */
  function found(text: string, { caller }: RequestContext): PreparedText | undefined {
    const kept = caller ? cache.find(text) : undefined;
    return kept instanceof PreparedText ? kept : undefined;
  }

  /**
   * Preparing and planning a text takes as long as a large operation. @throws Refused, RATE_LIMITED, UNAUTHENTICATED
   */
  async function prepare(text: string, context: RequestContext): Promise<PreparedText> {
    if (context.caller && !cache.find(text)) await context.becomeLarge();
    return options.prepare(text, context);
  }

  /**
   * Wall 1. What is left of an operation is planned like a new text: before that, it is paid for and waits for a
   * place.
   */
  function permit(
    text: PreparedText,
    operation: PreparedOperation,
    values: GivenValues,
    context: RequestContext,
  ): Authorisation | Promise<Authorisation> {
    const { caller, span, isPaid } = context;
    const whenNew = {
      pay: async () => {
        if (isPaid) await rate?.prepare(caller, text.cost);
        await context.becomeLarge();
      },
      kept: () => cache.grown(text),
    };
    return under(span, 'authorise', () => authorise(operation.requirements, values, caller, options, whenNew));
  }

  /** Denied fields are left out of the plan, and are null in the answer, which must be objects for that. */
  async function execute<Form>(
    text: PreparedText,
    whole: PreparedOperation,
    permission: Authorisation,
    variables: SentVariables,
    carryOut: (planned: Planned, incoming: Incoming) => Promise<Form>,
    context: RequestContext,
  ): Promise<Form | Outcome> {
    checkAuthorised(permission, whole.operation);
    const { denied } = permission;
    const executable = denied?.pruned ?? whole;
    if (denied && isNothingLeft(denied)) return restoreNulls({ data: {} }, denied);
    const planned = executable.planned ?? (await plan(text, executable, context));
    // Services may take long, and this caller's next new text should not wait for them.
    if ((context.logFields.cost ?? Number.POSITIVE_INFINITY) <= LARGE_OPERATION) context.becomeSmall();
    if (planned.compiled instanceof NotCovered) {
      const outcome = await options.uncompiled.execute(executable, planned, variables, context);
      return denied ? restoreNulls(outcome, denied) : outcome;
    }
    const incoming = { request: { variables }, context } as unknown as Incoming;
    if (denied) return restoreNulls(await gateway.execute(planned, incoming), denied);
    return carryOut(planned, incoming);
  }

  async function plan(text: PreparedText, executable: Executable, { span }: RequestContext): Promise<Planned> {
    options.metrics.plan(executable.planning !== undefined);
    const planned = await under(span, 'plan', () => gateway.plan(executable));
    cache.grown(text);
    return planned;
  }

  /** @returns an error and no data where the answer is larger than any answer may be */
  function settle<Form extends Outcome | Written>(
    reservation: CostReservation | undefined,
    outcome: Form | Outcome,
  ): Form | Outcome {
    try {
      if ('text' in outcome) reservation?.settle(outcome.counted, NONE);
      else reservation?.settle(reservation.request.count(outcome.data), outcome.errors ?? NONE);
      return outcome;
    } catch (error) {
      return { data: null, errors: errorsOf(error) };
    }
  }

  function executedOf({ outcome, operation }: Done<Outcome>, { requestId }: RequestContext): Executed {
    const parsed = { document: operation?.document, operation: operation?.operation };
    const errors = formatErrors(outcome, { ...parsed, requestId, hidesSchema: options.production }, log);
    return { data: outcome.data, errors };
  }
}

const NONE: readonly GraphQLError[] = [];
const NO_HEADERS = {};

/**
 * The header says `private`, as the answer is for callers with these scopes. Without the header, the server sends
 * `no-store`.
 */
function cacheHeader(maxAge: number): Readonly<Record<string, string>> {
  return maxAge === 0 ? NO_HEADERS : { 'cache-control': `private, max-age=${maxAge}` };
}

/** @throws BAD_USER_INPUT */
function readValues(operation: PreparedOperation, sent: SentVariables = {}): GivenValues {
  const values = new GivenValues(operation.readVariables(sent));
  refuseNullConditions(operation.conditionVariables, values.variables);
  return values;
}

function errorsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof Refused) return error.errors;
  if (error instanceof GraphQLError) return [error];
  return [new GraphQLError((error as Error).message, { originalError: error as Error })];
}
