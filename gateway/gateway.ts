/** Builds the gateway: identity, HTTP server, pipeline, and the clients of its subgraphs. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { Caller } from '../caller/caller';
import { createRequestSigner, type Envelope, type SignRequest } from '../request/signing/signed-request';
import { noTelemetry, type Telemetry } from '../telemetry/telemetry';
import { type AskForFacts, createOrganisationFacts } from './authorisation/organisation-facts';
import { sharesOf } from './cache-memory';
import { createDenialRecorder } from './denials/denial-recorder';
import { createDocuments, type DocumentsOptions } from './documents/documents';
import { forClient, httpStatus, isUnexpected, retryHeader } from './errors/errors';
import { Admission, type AdmissionOptions } from './http/admission';
import type { ConnectionLimits } from './http/connections';
import { createHealth } from './http/health';
import { type HttpAnswer, type HttpServer, type RequestSlot, startHttpServer } from './http/http-server';
import { inPlainJson, wantsGraphqlResponse } from './http/media-type';
import { type RenderedError, renderError } from './http/rendered-error';
import type { Execute, ReadOperation, Route } from './http/route';
import type { UnreadAnswersOptions } from './http/unread-answers';
import { createAuthenticateApiKey } from './identity/api-keys';
import { createAuthenticate } from './identity/authenticate';
import { logTokenRejections } from './identity/token-rejections';
import type { Issuer } from './identity/token-verifier';
import { checkLength, readDocument } from './limits/document';
import { createRate, type RateOptions } from './limits/rate';
import { clientNameOf, clientOperationOf, type Executed, readClientOperation } from './parsing/client-operation';
import type { RequestContext } from './request-context';
import { type ServedSupergraph, serveSupergraph } from './served-supergraph';
import { createHttpTransport } from './subgraphs/http-transport';
import { createLocalTransport, type LocalSubgraph } from './subgraphs/local-transport';
import { recordDenials } from './subgraphs/record-denials';
import type { ResilienceOptions, TransportObserver } from './subgraphs/resilience-policy';
import { createAskFacts } from './subgraphs/service-facts';
import { createSubgraphClient } from './subgraphs/subgraph-client';
import type { Transport } from './subgraphs/transport';
import { observeHttpServer, recordRejections } from './telemetry/http-instrumentation';
import {
  type InstrumentedRoute,
  instrumentRequest,
  namesIn,
  operationNameOf,
  type RequestInstrumentation,
} from './telemetry/request-instrumentation';
import { observeQueues, observeResilience } from './telemetry/resilience-instrumentation';
import { instrumentTransport } from './telemetry/transport-instrumentation';

export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Where each subgraph listens, by name. */
  readonly subgraphs: Readonly<Record<string, string | LocalSubgraph>>;
  /** The SDL, with @authenticated, @requiresScopes and @policy in it. */
  readonly supergraph: string;
  /** The first key signs the requests to other processes. */
  readonly signingKeys: readonly string[];
  readonly issuers: readonly Issuer[];
  /** Hides the schema: no introspection, no suggestions. */
  readonly production: boolean;
  readonly log: Logger;
  /** The rate limits of callers; there are none where they are left out. */
  readonly rate?: RateOptions;
  /** The trusted documents of clients, and whether other operations are accepted; they are where it is left out. */
  readonly documents?: DocumentsOptions;
  /** Web pages that may call from a browser, such as `https://lms.example`; none where it is left out. */
  readonly origins?: readonly string[];
  /** How long the gateway works on a request in all; 15 s where it is left out. */
  readonly requestTimeoutMs?: number;
  /** Limits for the requests that are worked on at once; DEFAULT_ADMISSION where they are left out. */
  readonly admission?: AdmissionOptions;
  /** How many connections there may be; DEFAULT_CONNECTIONS where it is left out. */
  readonly connections?: ConnectionLimits;
  /** How many bytes of answers may wait for slow readers; DEFAULT_UNREAD_ANSWERS where it is left out. */
  readonly unreadAnswers?: UnreadAnswersOptions;
  /** Limits for the questions to each subgraph; DEFAULT_RESILIENCE for those that are left out. */
  readonly resilience?: Partial<ResilienceOptions>;
  readonly observer?: TransportObserver;
  /** The memory of all caches together, in bytes; DEFAULT_CACHE_BYTES where it is left out. */
  readonly cacheBytes?: number;
  /** Spans and metrics; none where it is left out. */
  readonly telemetry?: Telemetry;
  /** The clients whose denials the gateway records itself; none where it is left out. */
  readonly recordDenials?: readonly string[];
  /** Routes beside operations and health; none where it is left out. */
  readonly routes?: readonly Route[] | undefined;
  /** Makes the envelope of a request; tests replace it to look at one wall at a time. */
  readonly envelope?: (context: RequestContext) => Envelope;
}

export interface Gateway {
  /** Such as `http://127.0.0.1:4000`; queries go to `/graphql` there. */
  readonly url: string;
  readonly replaceSupergraph: ServedSupergraph['replace'];
  /** Answers the requests that have come in, and closes. */
  stop(): Promise<void>;
}

/**
 * The gateway itself, as the caller that asks the schools service for its API keys, and services whether they are
 * ready.
 */
const GATEWAY: Caller = { kind: 'operator', subject: 'gateway', scopes: [], bound: [] };

/** @throws Error where the supergraph or a setting is refused; the error of `listen` where the port cannot be had */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { subgraphs, signingKeys, log, production, requestTimeoutMs = 15_000, telemetry = noTelemetry() } = options;
  const shares = sharesOf(options.cacheBytes);
  const watchCache = telemetry.metrics.watchCache;
  let sign: SignRequest | undefined;
  function transportTo(subgraph: string, at: string | LocalSubgraph): Transport {
    if (typeof at !== 'string') return createLocalTransport(subgraph, at);
    sign ??= createRequestSigner(signingKeys);
    return createHttpTransport({ subgraph, address: at, sign });
  }
  const denials = options.recordDenials?.length
    ? createDenialRecorder({
        clients: options.recordDenials,
        send: (caller, events) => recordDenials(client, caller, events),
        metrics: telemetry.metrics,
        log,
      })
    : undefined;
  const client = createSubgraphClient({
    transports: Object.fromEntries(
      Object.entries(subgraphs).map(([name, address]) => [
        name,
        instrumentTransport(transportTo(name, address), name, telemetry),
      ]),
    ),
    log,
    resilience: options.resilience,
    observer: observeResilience(telemetry.metrics, Object.keys(subgraphs), options.observer),
    denials,
    envelope: options.envelope,
  });
  const askSchools = createAskFacts(client, 'schools', log);
  const apiKeys = createAuthenticateApiKey((query, variables) => askSchools(GATEWAY, query, variables), log);
  const callerOfToken = createAuthenticate(options.issuers, {
    apiKeys,
    log,
    refused: logTokenRejections(log),
    cacheBytes: shares.tokens,
    watchCache,
  });
  const rate = options.rate && createRate(options.rate);
  const documents = createDocuments({ ...(options.documents ?? { trusted: [], only: false }), bytes: shares.texts });
  watchCache('texts', () => documents.size);
  telemetry.metrics.knownOperations(namesIn((options.documents?.trusted ?? []).map(({ text }) => text)));
  observeQueues(telemetry.metrics, Object.keys(subgraphs), client.states);
  const ownEnvelope = (): Envelope => ({ caller: GATEWAY, instant: Date.now(), requestId: randomUUID() });
  const facts = createOrganisationFacts(askSchools as AskForFacts, { bytes: shares.facts, watchCache });
  const health = createHealth(
    Object.keys(subgraphs),
    (subgraph) => client.ready(subgraph, ownEnvelope()),
    () => federation.refused,
  );

  /** Renders the refusal of a request whose body was not read. */
  function refused(error: unknown, headers: IncomingHttpHeaders, caller: Caller | null): RenderedError {
    const requestId = randomUUID();
    if (isUnexpected(error)) log.error({ err: error, requestId }, 'a request failed');
    toldRefusal(headers, requestId, refusal(error, requestId), caller);
    return withRate(renderError(error, requestId), caller);
  }

  /** Adds the headers with what is left of the caller's limits. */
  function withRate<Answer extends { readonly headers?: HttpAnswer['headers'] }>(
    answer: Answer,
    caller: Caller | null,
  ): Answer {
    return caller && rate ? { ...answer, headers: { ...answer.headers, ...rate.headers(caller) } } : answer;
  }

  const toldRefusal = recordRejections(telemetry, log);

  function begin(
    caller: Caller | null,
    headers: IncomingHttpHeaders,
    { signal, becomeLarge, becomeSmall }: RequestSlot,
    route?: InstrumentedRoute & { readonly isPaid: boolean },
  ): { readonly context: RequestContext; readonly seen: RequestInstrumentation } {
    const requestId = randomUUID();
    const instant = Date.now();
    const deadline = instant + requestTimeoutMs;
    const seen = instrumentRequest(telemetry, log, headers, requestId, route);
    // Every property is set from the start: adding one later, or spreading an object, costs microseconds.
    const logFields = { kind: caller?.kind, operation: undefined, cost: undefined, costCounted: undefined };
    const context: RequestContext = {
      caller,
      instant,
      requestId,
      deadline,
      logFields,
      span: seen.span,
      metadata: undefined,
      refused: undefined,
      isPaid: route?.isPaid ?? true,
      signal,
      becomeLarge,
      becomeSmall,
    };
    return { seen, context };
  }

  async function answer(
    text: string,
    caller: Caller | null,
    headers: IncomingHttpHeaders,
    slot: RequestSlot,
  ): Promise<HttpAnswer> {
    const { context, seen } = begin(caller, headers, slot);
    const { requestId, logFields } = context;
    let answered: HttpAnswer;
    try {
      const operation = readClientOperation(text);
      logFields.operation = operationNameOf(operation.operationName);
      const document = documents.find(operation, clientNameOf(headers), caller);
      const { id, variables, operationName, extensions } = operation;
      answered = await federation.answer({ query: document.text, id, variables, operationName, extensions }, context);
      if (hasData(answered)) document.keep();
    } catch (error) {
      if (isUnexpected(error)) log.error({ err: error, requestId }, 'a request failed');
      answered = refusal(error, requestId);
    }
    if (!wantsGraphqlResponse(headers)) answered = inPlainJson(answered);
    seen.answered(answered, logFields);
    return withRate(answered, caller);
  }

  const execute: Execute = async ({ query, variables, operationName }, caller, headers, slot, route) => {
    const { context, seen } = begin(caller, headers, slot, route);
    const { requestId, logFields } = context;
    let executed: Executed;
    try {
      executed = await federation.execute({ query, id: null, variables, operationName }, context);
    } catch (error) {
      if (isUnexpected(error)) log.error({ err: error, requestId }, 'a request failed');
      executed = { errors: [forClient(error, requestId)] };
    }
    const { data, errors } = executed;
    seen.answered({ status: httpStatus(errors, data !== undefined), body: executed }, logFields);
    return executed;
  };

  function read(sent: unknown, caller: Caller, headers: IncomingHttpHeaders): ReadOperation {
    const operation = clientOperationOf(sent);
    const { text } = documents.find(operation, clientNameOf(headers), caller);
    checkLength(text);
    const { variables, operationName } = operation;
    return { query: text, variables, operationName, document: readDocument(text, caller) };
  }

  let server: HttpServer | undefined;
  const trusted = options.documents?.trusted;
  const federation = await serveSupergraph(options.supergraph, {
    client,
    facts,
    rate,
    trusted,
    operationsBytes: shares.operations,
    production,
    metrics: telemetry.metrics,
    log,
  }).catch(async (error) => {
    await client.stop();
    throw error;
  });
  async function close(): Promise<void> {
    await server?.stop();
    await denials?.stop();
    await federation.stop();
    await client.stop();
  }
  try {
    const admission = new Admission(options.admission);
    observeHttpServer(telemetry.metrics, admission, () => server);
    const { port, host, origins, connections, unreadAnswers } = options;
    server = await startHttpServer({
      port,
      host,
      origins,
      connections,
      unreadAnswers,
      log,
      admission,
      authenticate: ({ authorization }, address) => callerOfToken(authorization, address),
      count: (caller, bodyBytes) => rate?.count(caller, bodyBytes),
      refused,
      answer,
      execute,
      read,
      routes: [...health.routes, ...(options.routes ?? [])],
      isReady: health.isReady,
      askFacts: (service, query) => createAskFacts(client, service, log)(GATEWAY, query, {}),
      shed: (why) => telemetry.metrics.shed('http', why),
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { url: server.url, replaceSupergraph: federation.replace, stop: close };
}

function hasData({ body }: HttpAnswer): boolean {
  return typeof body === 'string' || ('data' in body && Boolean(body.data));
}

function refusal(error: unknown, requestId: string): HttpAnswer {
  const errors = [forClient(error, requestId)];
  return { status: httpStatus(errors, false), headers: retryHeader(errors), body: { errors } };
}
