/** The gateway: who is calling, what may they send, where does it go. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Caller } from '../caller/caller';
import type { Envelope } from '../caller/signed-hop';
import { createCallerOfToken, type Issuer } from './caller-of-token';
import { readClientOperation } from './client-operation';
import { createDirectory } from './directory';
import { type Door, type DoorAnswer, openDoor } from './door';
import { badRequest, forClient, httpStatus, isUnexpected, subgraphUnavailable } from './errors';
import { createFederation } from './federation';
import { createHealth } from './health';
import { checkLimits } from './limits';
import { createRate, type RateOptions } from './rate';
import type { RequestContext } from './request-context';
import { createSubgraphTransport } from './subgraph-transport';
import { readSupergraph } from './supergraph';

export interface GatewayOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  /** By name: where each listens. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** The SDL, with @authenticated, @requiresScopes and @policy in it. */
  readonly supergraph: string;
  /** The first one signs. */
  readonly hopKeys: readonly string[];
  readonly issuers: readonly Issuer[];
  /** Hides the schema: no introspection, no suggestions. */
  readonly production: boolean;
  readonly log: Logger;
  /** How often callers may ask; as often as they like where it is left out. */
  readonly rate?: RateOptions;
  /** How long a subgraph may take to answer; 10 s where it is left out. */
  readonly subgraphTimeoutMs?: number;
  /** Makes the envelope of a request; tests put their own in to look at one wall at a time. */
  readonly envelope?: (context: RequestContext) => Envelope;
}

export interface Gateway {
  /** `http://127.0.0.1:4000`; queries go to `/graphql` there. */
  readonly url: string;
  /** Answers what has come in, and closes. */
  stop(): Promise<void>;
}

/** The gateway as a caller: it asks the schools service for facts to decide by, and for nothing else. */
const GATEWAY: Caller = { kind: 'operator', subject: 'gateway', scopes: [], bound: [] };

/** @throws Error where the supergraph or a setting is refused; the listening error where the port cannot be had */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { subgraphs, hopKeys, log, production } = options;
  const supergraph = readSupergraph(options.supergraph);
  const callerOfToken = createCallerOfToken(options.issuers);
  const rate = options.rate && createRate(options.rate);
  const transport = createSubgraphTransport({
    subgraphs,
    hopKeys,
    log,
    timeoutMs: options.subgraphTimeoutMs,
    envelope: options.envelope,
  });
  const ownEnvelope = (): Envelope => ({ caller: GATEWAY, instant: Date.now(), requestId: randomUUID() });
  const directory = createDirectory(async (query, variables) => {
    const { data, errors } = await transport.ask('schools', { query, variables }, ownEnvelope());
    if (Array.isArray(data?.facts) && !errors?.length) return data.facts;
    log.error({ errors }, 'the schools service gave no facts');
    throw subgraphUnavailable('schools');
  });
  const health = createHealth(Object.keys(subgraphs), async (subgraph) => {
    await transport.ask(subgraph, { query: '{ __typename }' }, ownEnvelope());
    await transport.ready(subgraph);
  });

  async function answer(text: string, authorization: string | undefined, signal: AbortSignal): Promise<DoorAnswer> {
    const requestId = randomUUID();
    const instant = Date.now();
    const story: RequestContext['story'] = {};
    let answered: DoorAnswer;
    try {
      const operation = readClientOperation(text);
      const caller = await callerOfToken(authorization);
      Object.assign(story, { kind: caller?.kind, operation: operation.operationName?.slice(0, 100) });
      if (caller) await rate?.count(caller);
      checkLimits(operation.query, caller);
      answered = await federation.answer(operation, { caller, instant, requestId, story, signal });
    } catch (error) {
      if (isUnexpected(error)) log.error({ err: error, requestId }, 'a request failed');
      answered = refusal(error, requestId);
    }
    const { errors } = answered.body as { errors?: { extensions?: { code?: unknown } }[] };
    const codes = [...new Set(errors?.map(({ extensions }) => extensions?.code))];
    log.info({ requestId, ...story, status: answered.status, codes, ms: Date.now() - instant }, 'answered');
    return answered;
  }

  let door: Door | undefined;
  const federation = await createFederation({ supergraph, transport, directory, production, log }).catch(
    async (error) => {
      await transport.stop();
      throw error;
    },
  );
  async function close(): Promise<void> {
    await door?.stop();
    await federation.stop();
    await transport.stop();
  }
  try {
    const refuse = (message: string) => refusal(badRequest(message), randomUUID()).body;
    door = await openDoor({ port: options.port, host: options.host, log, answer, refuse, ready: health });
  } catch (error) {
    await close();
    throw error;
  }
  return { url: door.url, stop: close };
}

function refusal(error: unknown, requestId: string): DoorAnswer {
  const errors = [forClient(error, requestId)];
  const retryAfter = errors[0]?.extensions?.retryAfter;
  const headers = { 'retry-after': String(retryAfter) };
  return { status: httpStatus(errors, false), ...(retryAfter !== undefined && { headers }), body: { errors } };
}
