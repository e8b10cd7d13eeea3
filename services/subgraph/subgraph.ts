/**
 * A subgraph. It answers requests of the gateway and nothing else: signed over HTTP, sealed within the process.
 * Neither form is accepted in place of the other.
 */

import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { RowOf } from '../../database/statement';
import type { CancellationToken } from '../../request/cancellation';
import type { DeniedUse } from '../../request/denied-use';
import type { OpenRequest, SealedRequest } from '../../request/signing/sealed-request';
import {
  createRequestVerifier,
  type Envelope,
  MalformedRequestError,
  parseObject,
  type RequestMetadata,
  type RequestVerifier,
  UnsignedRequestError,
} from '../../request/signing/signed-request';
import { Turns } from '../../request/turns';
import type { Telemetry } from '../../telemetry/telemetry';
import { type InvalidationFeed, NO_INVALIDATION_FEED } from './cache/invalidation-feed';
import { type ServiceSettings, type SubgraphContext, USUAL_SETTINGS } from './context';
import { checkClock } from './database/clock';
import { Session } from './database/session';
import { WHAT_TIME } from './database/transaction';
import { formatError } from './errors';
import { createExecutor, type Question } from './execution/executor';
import { Fault } from './fault';
import { instrumentSubgraph, type SubgraphInstrumentation } from './instrumentation';

export interface SubgraphOptions {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly dataSource: DataSource;
  /** Nothing is kept in memory where it is left out. */
  readonly changes?: InvalidationFeed;
  /** The keys that verify requests over HTTP; without any, no request is accepted. */
  readonly signingKeys: readonly string[];
  /** Opens the requests of a gateway in this process; none is accepted where it is left out. */
  readonly open?: OpenRequest<Question>;
  /** {@link USUAL_SETTINGS} where they are left out. */
  readonly settings?: ServiceSettings | undefined;
  readonly log: Logger;
  /** Spans and metrics; none where it is left out. */
  readonly telemetry?: Telemetry;
  /** Makes the context of a verified request; tests replace it to look at one wall at a time. */
  readonly context?: (envelope: Envelope) => SubgraphContext;
}

export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  /** Left out where it would be empty. */
  readonly extensions?: { readonly denied: readonly DeniedUse[] };
}

type Headers = Parameters<RequestVerifier>[0];

export interface Subgraph {
  /**
   * @param body the JSON of a question, as it came
   * @param signal aborted when nobody waits any longer
   * @throws UnsignedRequestError where the gateway did not sign it; MalformedRequestError where it is signed but
   * cannot be read
   */
  answer(headers: Headers, body: Buffer, signal: CancellationToken): Promise<SubgraphAnswer>;
  /** @throws where this service cannot use its database, or the database's clock shows another time */
  ready(): Promise<void>;
  /** For a gateway in this process. The answer belongs to the gateway: no part of it is kept or used here. */
  readonly local: {
    /** @throws UnsignedRequestError where the gateway did not seal it for this subgraph */
    ask(sealed: SealedRequest, signal: CancellationToken): Promise<SubgraphAnswer>;
    ready(): Promise<void>;
  };
}

export function createSubgraph(options: SubgraphOptions): Subgraph {
  const { name, schema, dataSource, changes, settings, signingKeys, open = noLocalGateway, log, telemetry } = options;
  const verify = createRequestVerifier(signingKeys, name);
  const seen = instrumentSubgraph(name, dataSource, log, telemetry);
  const execute = createExecutor(schema, (size) => telemetry?.metrics.watchCache(`${name} texts`, size));

  function contextOf(metadata: RequestMetadata, signal: CancellationToken): SubgraphContext {
    return options.context?.(metadata.envelope) ?? contextFor(metadata, dataSource, changes, settings, seen, signal);
  }

  async function answer(
    metadata: RequestMetadata,
    question: Question,
    signal: CancellationToken,
  ): Promise<SubgraphAnswer> {
    const context = contextOf(metadata, signal);
    const { turns } = context;
    try {
      const { data, errors } = await execute(question, context, turns);
      const extended = context.denied?.length ? { extensions: { denied: context.denied } } : undefined;
      if (!errors?.length) return { data, ...extended };
      const logged = new Set<unknown>();
      const formatted = await turns.map(errors, (error) =>
        formatError(name, error.toJSON(), error, (failed, meaning = 'failed') => {
          const cause = failed instanceof GraphQLError ? (failed.originalError ?? failed) : failed;
          /** A fault was logged where it was found, with all its facts. */
          if (cause instanceof Fault || logged.has(cause)) return;
          logged.add(cause);
          log.error({ err: failed, requestId: metadata.envelope.requestId }, meaning);
        }),
      );
      return data === undefined ? { errors: formatted } : { errors: formatted, data, ...extended };
    } catch (error) {
      if (!signal.aborted) throw error;
      return { data: null };
    } finally {
      void context.session.end();
      context.span?.end();
    }
  }

  async function ready(): Promise<void> {
    const [{ now }]: [RowOf<typeof WHAT_TIME>] = await dataSource.query(WHAT_TIME.text);
    checkClock(Date.now(), now);
  }

  return {
    answer: async (headers, body, signal) => answer(verify(headers, body), readQuestion(body.toString()), signal),
    ready,
    local: {
      async ask(sealed, signal) {
        const { metadata, question } = open(name, sealed);
        return answer(metadata, question, signal);
      },
      ready,
    },
  };
}

function noLocalGateway(): never {
  throw new UnsignedRequestError('no gateway in this process asks this service');
}

function readQuestion(body: string): Question {
  const question = parseObject(body, 'The body') as Partial<Record<keyof Question, unknown>>;
  const { query, variables = null, operationName = null } = question;
  if (typeof query !== 'string') throw new MalformedRequestError('The body’s “query” is not a text.');
  if (typeof variables !== 'object' || Array.isArray(variables)) {
    throw new MalformedRequestError('The body’s “variables” is not an object.');
  }
  if (operationName !== null && typeof operationName !== 'string') {
    throw new MalformedRequestError('The body’s “operationName” is not a text.');
  }
  return question as Question;
}

export function contextFor(
  metadata: RequestMetadata,
  dataSource: DataSource,
  changes: InvalidationFeed = NO_INVALIDATION_FEED,
  settings: ServiceSettings = USUAL_SETTINGS,
  seen?: SubgraphInstrumentation,
  signal?: CancellationToken,
): SubgraphContext {
  const span = seen?.begin(metadata);
  const { envelope, deadline } = metadata;
  const { caller, instant, requestId, refused, recordsDenials } = envelope;
  return {
    caller,
    now: instant,
    requestId,
    settings,
    refused: refused && new Set(refused),
    session: new Session(dataSource, caller, changes.caughtUp, span, { instant, deadline, signal }),
    span,
    decided: seen?.decided,
    denied: recordsDenials ? [] : undefined,
    foundFault: (fault) => seen?.foundFault(fault, requestId),
    changes,
    readGeneration: changes.generation(),
    turns: new Turns(signal),
  };
}
