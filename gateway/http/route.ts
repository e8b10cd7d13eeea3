/**
 * What a route of the table says of itself: its methods, body types and limit, response headers, who may call it, and its handler.
 * routes.ts serves it.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { DocumentNode } from 'graphql';
import type { Caller } from '../../caller/caller';
import type { CancellationToken } from '../../request/cancellation';
import type { ClientOperation, Executed } from '../parsing/client-operation';
import type { RequestSlot } from './entrance';
import type { Refused, StreamedAnswer, WrittenAnswer } from './replies';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The path of the route that answers where no other one does, and then only to who opens an address in a browser. */
export const ELSEWHERE = '*';

interface AnyRoute {
  /** As Fastify has it: `/things/:id`, `/place/*`; or {@link ELSEWHERE}. */
  readonly path: string;
  readonly methods: readonly Method[];
  /** What it takes; no body where it is left out. */
  readonly body?: { readonly types: readonly string[]; readonly limit: number };
  /** In place of those that every answer has (SECURITY_HEADERS). */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes no work worth mentioning, or bounds it itself. */
export interface OpenRoute extends AnyRoute {
  readonly callers: 'anybody';
  answer(asked: Asked): Said | Promise<Said>;
}

/** Passes the entrance, as an operation does. */
export interface CallerRoute extends AnyRoute {
  readonly callers: 'token';
  /**
   * What stands for the authorization header in this protocol, undefined where nothing does; that header where it is left out.
   *
   * @throws what the request is refused with
   */
  authorization?(head: Head): string | undefined | Promise<string | undefined>;
  /** How this protocol says that a request is refused or failed; in our own form where it is left out. */
  refusal?(error: unknown, head: Head): WrittenAnswer;
  readonly ownLimit?: OwnLimit;
  answer(asked: AskedByCaller): Said | Promise<Said>;
}

export type Route = OpenRoute | CallerRoute;

export type Said = WrittenAnswer | StreamedAnswer | Refused;

/** How much one caller may ask of some routes together. Places in work, and the most that one operation may cost, hold as for all. */
export interface OwnLimit {
  /** Whether requests are then not counted by the rate limit, and operations not paid from the cost budgets. */
  readonly replacesBudgets: boolean;
  /** @returns to be called when the answer is sent or given up @throws RATE_LIMITED */
  enter(caller: Caller): () => void;
}

/** What is known before the body is read. */
export interface Head {
  readonly request: IncomingMessage;
  /** A parameter that was sent several times is a list. */
  readonly query: Readonly<Record<string, unknown>>;
}

/** What a route is asked. */
export interface Asked extends Head {
  readonly parameters: Readonly<Record<string, string>>;
  /** As it was read by its type, bytes as a Buffer; undefined where there is none. */
  readonly body: unknown;
  /**
   * The Caller that an authorization header makes.
   *
   * @throws UNAUTHENTICATED, or SUBGRAPH_UNAVAILABLE where it cannot be found out
   */
  authenticate(authorization: string): Promise<Caller>;
  /** Whether all services answer, as of a second ago at the most. */
  isReady(): Promise<boolean>;
  /**
   * Asks a service as the gateway itself, for a field that no client can see and that the query names `facts`.
   *
   * @throws SUBGRAPH_UNAVAILABLE
   */
  askFacts(service: string, query: string): Promise<unknown>;
}

export interface AskedByCaller extends Asked {
  readonly caller: Caller;
  /** Aborted as soon as the client leaves. */
  readonly signal: CancellationToken;
  /** Has an operation answered with the rights of the caller, and paid by it: all the way that `POST /graphql` goes. */
  execute(operation: OperationToExecute): Promise<Executed>;
  /**
   * Reads an operation that the client sent, as `POST /graphql` would take it: a text or an id, and only what is trusted where
   * nothing else is taken.
   *
   * @param sent as the body of `POST /graphql`
   * @throws as `POST /graphql` refuses it
   */
  read(sent: unknown): ReadOperation;
}

export type OperationToExecute = Pick<ClientOperation, 'query' | 'variables' | 'operationName'>;

export interface ReadOperation extends OperationToExecute {
  readonly document: DocumentNode;
}

/** An operation of a caller that is in work. */
export type Execute = (
  operation: OperationToExecute,
  caller: Caller,
  headers: IncomingHttpHeaders,
  slot: RequestSlot,
  by: { readonly method: string; readonly path: string; readonly isPaid: boolean },
) => Promise<Executed>;

/** What stands behind the routes. */
export interface Services {
  readonly execute: Execute;
  authenticate(authorization: string, address: string): Promise<Caller | null>;
  read(sent: unknown, caller: Caller, headers: IncomingHttpHeaders): ReadOperation;
  isReady(): Promise<boolean>;
  askFacts(service: string, query: string): Promise<unknown>;
}
