/**
 * Sends questions to subgraphs, over their transports and through their resilience policies.
 *
 * Every failure is SUBGRAPH_UNAVAILABLE with the subgraph's name, reported at each field that it left without an
 * answer, so a client can tell an empty field from one that could not be fetched.
 */
import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { CancellationToken } from '../../request/cancellation';
import type { Envelope, RequestMetadata } from '../../request/signing/signed-request';
import type { DenialRecorder } from '../denials/denial-recorder';
import { subgraphUnavailable, tooCostly, unauthenticated } from '../errors/errors';
import type { RequestContext } from '../request-context';
import {
  createResiliencePolicy,
  DEFAULT_RESILIENCE,
  NotSentError,
  type ResilienceOptions,
  type ResiliencePolicy,
  type ResilienceState,
  type TransportObserver,
} from './resilience-policy';
import { errorsFromSubgraph, type SubgraphAnswer } from './subgraph-answer';
import { MAX_ANSWER_MB, type ScanText, type SubgraphQuestion, type Transport, TransportError } from './transport';

export interface SubgraphClient {
  /**
   * @throws SUBGRAPH_UNAVAILABLE where there is no answer, or none that is GraphQL; OPERATION_TOO_COSTLY where it is
   * too large
   */
  ask(
    subgraph: string,
    question: SubgraphQuestion,
    metadata: RequestMetadata,
    signal?: CancellationToken,
  ): Promise<SubgraphAnswer>;
  dataSource(subgraph: string): GraphQLDataSource;
  /** @throws where the subgraph, or its database, cannot be asked */
  ready(subgraph: string, envelope: Envelope): Promise<void>;
  /** By the name of the subgraph. */
  states(): Readonly<Record<string, ResilienceState>>;
  stop(): Promise<void>;
}

interface SubgraphClientOptions {
  /** By the name of the subgraph. The addresses in the supergraph are not used. */
  readonly transports: Readonly<Record<string, Transport>>;
  readonly log: Logger;
  readonly resilience?: Partial<ResilienceOptions>;
  readonly observer?: TransportObserver;
  /** Receives uses that services denied; left out where nothing receives them. */
  readonly denials?: Pick<DenialRecorder, 'records' | 'take'> | undefined;
  /** Makes the envelope of a request; tests replace it to look at one wall at a time. */
  readonly envelope?: (context: RequestContext) => Envelope;
}

/** A question of the stock executor, or of the compiled one. */
type Asked = Parameters<GraphQLDataSource['process']>[0] & { readonly scan?: ScanText };

export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { log, observer = {}, denials, envelope: envelopeOf = envelopeOfRequest } = options;
  const watched: TransportObserver = {
    ...observer,
    breaker(service, state) {
      log.warn({ service, state }, 'a breaker changed');
      observer.breaker?.(service, state);
    },
  };
  const policies = new Map(
    Object.entries(options.transports).map(([name, transport]) => [
      name,
      createResiliencePolicy(name, transport, { ...DEFAULT_RESILIENCE, ...options.resilience }, watched),
    ]),
  );

  async function ask(
    subgraph: string,
    question: SubgraphQuestion,
    metadata: RequestMetadata,
    signal?: CancellationToken,
  ) {
    try {
      return await policyFor(subgraph).ask(question, metadata, signal);
    } catch (error) {
      throw unanswered(subgraph, metadata, signal, error);
    }
  }

  function unanswered(
    service: string,
    { envelope: { requestId } }: RequestMetadata,
    signal: CancellationToken | undefined,
    error: unknown,
  ): GraphQLError {
    const notAsked = error instanceof NotSentError;
    const level = signal?.aborted || notAsked ? 'debug' : 'error';
    log[level]({ err: error, service, requestId }, 'a subgraph could not be asked');
    if (error instanceof TransportError && error.failure === 'too large') return answerTooLarge(service);
    return subgraphUnavailable(service, notAsked ? error.retryAfter : undefined);
  }

  function metadataOf(context: RequestContext): RequestMetadata {
    const { deadline, span } = context;
    context.metadata ??= { envelope: envelopeOf(context, denials), deadline, traceparent: span.traceparent };
    return context.metadata;
  }

  function policyFor(subgraph: string): ResiliencePolicy {
    const known = policies.get(subgraph);
    if (!known) throw new Error(`no address is configured for the subgraph ${subgraph}`);
    return known;
  }

  return {
    ask,
    dataSource(subgraph) {
      const policy = policyFor(subgraph);
      return {
        async process({ kind, request, context, scan }: Asked) {
          if ((kind as string) !== 'incoming operation') throw new Error(`a ${kind} is not sent to subgraphs`);
          const { query = '', variables, operationName } = request;
          const { signal } = context as RequestContext;
          const metadata = metadataOf(context as RequestContext);
          const question = { query, variables, operationName };
          let answer: SubgraphAnswer;
          try {
            answer = await policy.ask(question, metadata, signal, scan);
          } catch (error) {
            throw unanswered(subgraph, metadata, signal, error);
          }
          const { data, errors, extensions } = answer;
          if (extensions !== undefined) denials?.take(extensions, context as RequestContext);
          if (!errors?.length) return { data };
          return { data, errors: (await errorsFromSubgraph(subgraph, errors)) as never };
        },
      };
    },
    async ready(subgraph, envelope) {
      await policyFor(subgraph).ready(envelope);
    },
    states: () => Object.fromEntries([...policies].map(([name, { state }]) => [name, state])),
    async stop() {
      await Promise.all([...policies.values()].map((policy) => policy.stop()));
    },
  };
}

function answerTooLarge(subgraph: string): GraphQLError {
  return tooCostly(
    `Answer of the ${subgraph} service exceeds ${MAX_ANSWER_MB} MB. Request smaller pages, or send several requests.`,
  );
}

function envelopeOfRequest(
  { caller, instant, requestId, refused }: RequestContext,
  denials?: Pick<DenialRecorder, 'records'>,
): Envelope {
  if (!caller) throw unauthenticated('This needs a token. Send one in the header “Authorization: Bearer …”.');
  return { caller, instant, requestId, refused, recordsDenials: denials?.records(caller) || undefined };
}
