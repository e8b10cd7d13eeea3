/**
 * The way from the gateway to the subgraphs: over their wires, as their traffic allows.
 *
 * What fails on the way is SUBGRAPH_UNAVAILABLE with the subgraph's name, and who asked tells it at every field that this
 * left without an answer: a client can always tell a field that is empty from one that could not be asked.
 */
import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { CancellationToken } from '../../request/cancellation';
import type { Envelope, Hop } from '../../request/signing/signed-request';
import { subgraphUnavailable, tooCostly, unauthenticated } from '../errors/errors';
import type { RequestContext } from '../request-context';
import {
  createTraffic,
  NotAskedError,
  type Traffic,
  type TrafficOptions,
  type TrafficState,
  type TransportObserver,
  USUAL_TRAFFIC,
} from './resilience-policy';
import { errorsFromSubgraph, type SubgraphAnswer } from './subgraph-answer';
import { MAXIMUM_ANSWER_MB, type SubgraphQuestion, type Wire, WireError } from './transport';

export interface SubgraphTransport {
  /** @throws SUBGRAPH_UNAVAILABLE where there is no answer, or none that is GraphQL; OPERATION_TOO_COSTLY where it is too large */
  ask(subgraph: string, question: SubgraphQuestion, hop: Hop, signal?: CancellationToken): Promise<SubgraphAnswer>;
  dataSource(subgraph: string): GraphQLDataSource;
  /** @throws where the subgraph, or its database, cannot be asked */
  ready(subgraph: string, envelope: Envelope): Promise<void>;
  /** By subgraph. */
  traffic(): Readonly<Record<string, TrafficState>>;
  stop(): Promise<void>;
}

export interface TransportOptions {
  /** By name. What the supergraph says of addresses is not used. */
  readonly wires: Readonly<Record<string, Wire>>;
  readonly log: Logger;
  readonly traffic?: Partial<TrafficOptions>;
  readonly observer?: TransportObserver;
  /** Makes the envelope of a request; tests put their own in to look at one wall at a time. */
  readonly envelope?: (context: RequestContext) => Envelope;
}

export function createSubgraphTransport(options: TransportOptions): SubgraphTransport {
  const { log, observer = {}, envelope: envelopeOf = envelopeOfRequest } = options;
  const watched: TransportObserver = {
    ...observer,
    breaker(service, state) {
      log.warn({ service, state }, 'a breaker changed');
      observer.breaker?.(service, state);
    },
  };
  const ways = new Map(
    Object.entries(options.wires).map(([name, wire]) => [
      name,
      createTraffic(name, wire, { ...USUAL_TRAFFIC, ...options.traffic }, watched),
    ]),
  );

  async function ask(subgraph: string, question: SubgraphQuestion, hop: Hop, signal?: CancellationToken) {
    try {
      return await wayTo(subgraph).ask(question, hop, signal);
    } catch (error) {
      const notAsked = error instanceof NotAskedError;
      const level = signal?.aborted || notAsked ? 'debug' : 'error';
      const { requestId } = hop.envelope;
      log[level]({ err: error, service: subgraph, requestId }, 'a subgraph could not be asked');
      if (error instanceof WireError && error.failure === 'too large') throw answerTooLarge(subgraph);
      throw subgraphUnavailable(subgraph, notAsked ? error.retryAfter : undefined);
    }
  }

  function hopFor(context: RequestContext): Hop {
    const { deadline, span } = context;
    context.hop ??= { envelope: envelopeOf(context), deadline, traceparent: span.traceparent };
    return context.hop;
  }

  function wayTo(subgraph: string): Traffic {
    const known = ways.get(subgraph);
    if (!known) throw new Error(`no address is configured for the subgraph ${subgraph}`);
    return known;
  }

  return {
    ask,
    dataSource(subgraph) {
      wayTo(subgraph);
      return {
        async process({ kind, request, context }) {
          if ((kind as string) !== 'incoming operation') throw new Error(`a ${kind} is not sent to subgraphs`);
          const { query = '', variables, operationName } = request;
          const { signal } = context as RequestContext;
          const hop = hopFor(context as RequestContext);
          const { data, errors } = await ask(subgraph, { query, variables, operationName }, hop, signal);
          if (!errors?.length) return { data };
          return { data, errors: (await errorsFromSubgraph(subgraph, errors)) as never };
        },
      };
    },
    async ready(subgraph, envelope) {
      await wayTo(subgraph).ready(envelope);
    },
    traffic: () => Object.fromEntries([...ways].map(([name, { state }]) => [name, state])),
    async stop() {
      await Promise.all([...ways.values()].map((way) => way.stop()));
    },
  };
}

function answerTooLarge(subgraph: string): GraphQLError {
  return tooCostly(
    `The answer of the ${subgraph} service is larger than ${MAXIMUM_ANSWER_MB} MB. Ask for smaller pages, or in several requests.`,
  );
}

function envelopeOfRequest({ caller, instant, requestId, refused }: RequestContext): Envelope {
  if (!caller) throw unauthenticated('This needs a token. Send one in the header “Authorization: Bearer …”.');
  return { caller, instant, requestId, refused };
}
