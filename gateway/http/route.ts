/**
 * What a route of the table declares: its methods, body types and limit, response headers, who may call it, and its
 * handler. routes.ts serves it.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { DocumentNode } from 'graphql';
import type { Caller } from '../../caller/caller';
import type { CancellationToken } from '../../request/cancellation';
import type { ClientOperation, Executed } from '../parsing/client-operation';
import type { RequestSlot } from './entrance';
import type { Refused, StreamedAnswer, WrittenAnswer } from './replies';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The path of the route for all other paths, which answers only when somebody opens an address in a browser. */
export const FALLBACK_PATH = '*';

interface AnyRoute {
  /** In Fastify's form: `/things/:id`, `/place/*`; or {@link FALLBACK_PATH}. */
  readonly path: string;
  readonly methods: readonly Method[];
  /** The bodies that it accepts; none where it is left out. */
  readonly body?: { readonly types: readonly string[]; readonly limit: number };
  /** Headers that replace those of every answer (SECURITY_HEADERS). */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route for everyone. It does very little work, or bounds its work itself. */
export interface OpenRoute extends AnyRoute {
  readonly callers: 'anybody';
  answer(request: RouteRequest): RouteAnswer | Promise<RouteAnswer>;
}

/** A route for callers with a token. Its requests pass the entrance, as operations do. */
export interface CallerRoute extends AnyRoute {
  readonly callers: 'token';
  /**
   * Returns what replaces the authorization header in this protocol, undefined where nothing does. Where it is left
   * out, that header is used.
   *
   * @throws the error with which the request is refused
   */
  authorization?(head: Head): string | undefined | Promise<string | undefined>;
  /** Words a refusal or failure in this protocol; in our own form where it is left out. */
  refusal?(error: unknown, head: Head): WrittenAnswer;
  readonly ownLimit?: OwnLimit;
  answer(request: CallerRequest): RouteAnswer | Promise<RouteAnswer>;
}

export type Route = OpenRoute | CallerRoute;

export type RouteAnswer = WrittenAnswer | StreamedAnswer | Refused;

/**
 * How many requests one caller may make to some routes together. Places in work, and the largest cost of one
 * operation, are limited as for all.
 */
export interface OwnLimit {
  /** Whether its requests do not count for the rate limit, and its operations not for the cost budgets. */
  readonly replacesBudgets: boolean;
  /** @returns a function to be called when the answer is sent or given up @throws RATE_LIMITED */
  enter(caller: Caller): () => void;
}

/** What is known before the body is read. */
export interface Head {
  readonly request: IncomingMessage;
  /** A parameter that was sent several times is a list. */
  readonly query: Readonly<Record<string, unknown>>;
}

/** A request to a route. */
export interface RouteRequest extends Head {
  readonly parameters: Readonly<Record<string, string>>;
  /** The body as it was read by its type, bytes as a Buffer; undefined where there is none. */
  readonly body: unknown;
  /**
   * Returns the Caller of an authorization header.
   *
   * @throws UNAUTHENTICATED, or SUBGRAPH_UNAVAILABLE where it cannot be found out
   */
  authenticate(authorization: string): Promise<Caller>;
  /** Tells whether all services answer; the result is at most a second old. */
  isReady(): Promise<boolean>;
  /**
   * Asks a service as the gateway itself, for a field that no client can see and that the query names `facts`.
   *
   * @throws SUBGRAPH_UNAVAILABLE
   */
  askFacts(service: string, query: string): Promise<unknown>;
}

export interface CallerRequest extends RouteRequest {
  readonly caller: Caller;
  /** Aborted as soon as the client leaves. */
  readonly signal: CancellationToken;
  /**
   * Executes an operation with the rights and the budgets of the caller, through the whole pipeline of `POST
   * /graphql`.
   */
  execute(operation: OperationToExecute): Promise<Executed>;
  /**
   * Reads an operation that the client sent, with the rules of `POST /graphql`: a text or an id, and only trusted
   * documents where nothing else is accepted.
   *
   * @param sent in the form of the body of `POST /graphql`
   * @throws the errors of `POST /graphql`
   */
  read(sent: unknown): ReadOperation;
}

export type OperationToExecute = Pick<ClientOperation, 'query' | 'variables' | 'operationName'>;

export interface ReadOperation extends OperationToExecute {
  readonly document: DocumentNode;
}

/** Executes an operation of a caller whose request is in work. */
export type Execute = (
  operation: OperationToExecute,
  caller: Caller,
  headers: IncomingHttpHeaders,
  slot: RequestSlot,
  by: { readonly method: string; readonly path: string; readonly isPaid: boolean },
) => Promise<Executed>;

/** The services that routes use. */
export interface Services {
  readonly execute: Execute;
  authenticate(authorization: string, address: string): Promise<Caller | null>;
  read(sent: unknown, caller: Caller, headers: IncomingHttpHeaders): ReadOperation;
  isReady(): Promise<boolean>;
  askFacts(service: string, query: string): Promise<unknown>;
}
