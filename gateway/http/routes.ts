/**
 * Serves the table of routes beside `POST /graphql`. Fastify matches the route (route.ts) and reads the body; replies.ts and
 * entrance.ts answer and admit.
 */
import { createServer, type IncomingMessage, METHODS, type ServerResponse } from 'node:http';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Caller } from '../../caller/caller';
import { isUnexpected } from '../errors/errors';
import { needsToken } from '../limits/document';
import { checkJson } from '../parsing/json-body';
import { type Admitted, type Entrance, tooLarge } from './entrance';
import { renderError } from './rendered-error';
import { isDelayed, NOT_POST, type Refused, type Replies, refuses } from './replies';
import { targetOf } from './request-head';
import {
  type CallerRoute,
  FALLBACK_PATH,
  type Head,
  type Method,
  type Route,
  type RouteAnswer,
  type RouteRequest,
  type Services,
} from './route';

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly route?: Route;
    /** The refusal for other methods, on a path that is served. */
    readonly refused?: Refused;
  }
  interface FastifyRequest {
    admitted: Admitted | null;
  }
}

const NOT_FOUND = refuses(404, 'Not found. Send operations to POST /graphql.');
const TOKEN_NEEDED = { error: needsToken('This'), status: 401 };
const NO_LENGTH = refuses(411, 'content-length is missing. Send the body with it.');
const UNREADABLE = refuses(400, 'Body is not valid for its content-type.');

export const OPERATIONS = '/graphql';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves every request except `POST /graphql`. @throws where two routes are the same */
export async function serveRoutes(
  all: readonly Route[],
  entrance: Entrance,
  replies: Replies,
  { execute, authenticate, read, isReady, askFacts }: Services,
): Promise<Handle> {
  const routes = all.filter(({ path }) => path !== FALLBACK_PATH);
  const elsewhere = all.find(({ path }) => path === FALLBACK_PATH);
  let handle: Handle | undefined;
  const app = fastify({
    // Fastify's own server never listens: the outer server handles connections, and how long it waits for them.
    serverFactory(handler) {
      handle = handler;
      return createServer();
    },
    rewriteUrl: ({ url }) => targetOf(url),
    frameworkErrors: (_, { raw }, reply) => refuse(raw, reply, NOT_FOUND),
    logger: false,
  });
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  for (const route of routes) {
    app.route({
      method: [...route.methods],
      url: route.path,
      bodyLimit: route.body?.limit ?? 1,
      config: { route },
      handler: (request, reply) => answer(route, request, reply),
    });
  }
  for (const path of new Set([OPERATIONS, ...routes.map(({ path }) => path)])) {
    const served = routes.filter((route) => route.path === path).flatMap(({ methods }) => withHead(methods));
    const allow = served.join(', ');
    const refused = path === OPERATIONS ? NOT_POST : refuses(405, `Method not allowed. Use ${allow}.`, { allow });
    // A POST here is to another spelling of the path, which does not exist.
    if (path === OPERATIONS) served.push('POST');
    const others = app.supportedMethods.filter((method) => !served.includes(method));
    app.route({ method: others, url: path, config: { refused }, handler: () => undefined });
  }

  function refuse(request: IncomingMessage, reply: FastifyReply, why: Refused): void {
    reply.hijack();
    replies.refuse(request, reply.raw, why);
  }

  function refusalOfHead(route: Route, { raw, headers }: FastifyRequest): Refused | null {
    if (!route.body || raw.method === 'GET' || raw.method === 'HEAD') return null;
    const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (!route.body.types.includes(type))
      return refuses(415, `Content-type not supported. Send ${route.body.types.join(' or ')}.`);
    if (headers['content-length'] === undefined) return NO_LENGTH;
    return Number(headers['content-length']) > route.body.limit ? tooLarge(route.body.limit) : null;
  }

  app.decorateRequest('admitted', null);
  app.addHook('onRequest', async (request, reply) => {
    const { route, refused = route ? refusalOfHead(route, request) : null } = request.routeOptions.config;
    if (refused) return refuse(request.raw, reply, refused);
    if (!route || route.callers === 'anybody') return;
    const head: Head = { request: request.raw, query: request.query as Record<string, unknown> };
    if (route.refusal) replies.wordRefusals(request.raw, (error) => route.refusal?.(error, head));
    const authorization = route.authorization && { authorization: await route.authorization(head) };
    const admitted = await entrance.admit(request.raw, reply.raw, {
      limit: route.body?.limit,
      ...(authorization && { headers: { ...request.headers, ...authorization } }),
      isCounted: !route.ownLimit?.replacesBudgets,
    });
    if (!admitted?.caller) {
      if (admitted) replies.refuse(request.raw, reply.raw, TOKEN_NEEDED);
      admitted?.bytes.release();
      reply.hijack();
      return;
    }
    request.admitted = admitted;
    const atEnd = (release: () => void) => {
      if (reply.raw.closed) release();
      else reply.raw.once('close', release);
    };
    atEnd(() => admitted.bytes.release());
    try {
      if (route.ownLimit) atEnd(route.ownLimit.enter(admitted.caller));
    } catch (error) {
      reply.hijack();
      tell(error, request.raw, reply.raw, admitted);
    }
  });

  async function answer(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { raw, params, query, body, admitted } = request;
    reply.hijack();
    try {
      const asked = {
        request: raw,
        parameters: params as Record<string, string>,
        query: query as Record<string, unknown>,
        body,
        authenticate: (authorization: string) => callerOf(authorization, raw.socket.remoteAddress ?? ''),
        isReady,
        askFacts,
      };
      const routeAnswer =
        route.callers === 'anybody' ? await route.answer(asked) : await answerCaller(route, request, reply, asked);
      if (!routeAnswer) return;
      if ('error' in routeAnswer) return replies.refuse(raw, reply.raw, routeAnswer, undefined, admitted?.sharer);
      const headers = { ...route.headers, ...routeAnswer.headers };
      if ('pieces' in routeAnswer)
        await replies.sendStreamed(raw, reply.raw, { ...routeAnswer, headers }, admitted?.sharer);
      else replies.sendWritten(raw, reply.raw, { ...routeAnswer, headers }, admitted?.sharer);
    } catch (error) {
      tell(error, raw, reply.raw, admitted);
    }
  }

  async function callerOf(authorization: string, address: string): Promise<Caller> {
    const caller = await authenticate(authorization, address);
    if (!caller) throw needsToken('This');
    return caller;
  }

  function tell(error: unknown, request: IncomingMessage, response: ServerResponse, admitted: Admitted | null): void {
    if (isUnexpected(error)) replies.failed(request, response, error);
    else if (!response.headersSent) replies.sendRefusal(request, response, error, renderError(error), admitted?.sharer);
  }

  /** Returns null where the request was turned away; it is then answered already. */
  async function answerCaller(
    route: CallerRoute,
    { raw, headers, admitted }: FastifyRequest,
    reply: FastifyReply,
    request: RouteRequest,
  ): Promise<RouteAnswer | null> {
    if (!admitted?.caller) throw new Error('a request without a caller passed the entrance');
    const { caller } = admitted;
    const slot = await entrance.enter(raw, reply.raw, admitted, Number(headers['content-length'] ?? 0));
    if (!slot) return null;
    try {
      const routeAnswer = await route.answer({
        ...request,
        caller,
        signal: slot.signal,
        read: (sent) => read(sent, caller, headers),
        async execute(operation) {
          try {
            return await execute(operation, caller, headers, slot, {
              method: raw.method ?? '',
              path: route.path,
              isPaid: !route.ownLimit?.replacesBudgets,
            });
          } finally {
            // The route may execute further operations while its client reads, but a place for large operations serves
            // only one.
            slot.becomeSmall();
          }
        },
      });
      if (isDelayed(routeAnswer.status)) slot.leave();
      return routeAnswer;
    } catch (error) {
      slot.leave();
      throw error;
    }
  }

  const readJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    try {
      checkJson(text);
    } catch (error) {
      return done(error as Error);
    }
    return readJson(request, text, done);
  });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_, bytes, done) => done(null, bytes));
  app.setNotFoundHandler(async (request, reply) => {
    if (!elsewhere || !isOpened(request.raw)) return refuse(request.raw, reply, NOT_FOUND);
    await answer(elsewhere, request, reply);
  });
  app.setErrorHandler((error: { readonly statusCode?: number }, { raw, admitted }, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) return refuse(raw, reply, UNREADABLE);
    reply.hijack();
    tell(error, raw, reply.raw, admitted);
  });
  await app.ready();
  if (!handle) throw new Error('Fastify asked for no server.');
  return handle;
}

/** Matches browsers that follow a link; programs ask for other types. */
function isOpened({ method, headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html');
}

function withHead(methods: readonly Method[]): string[] {
  return methods.includes('GET') ? [...methods, 'HEAD'] : [...methods];
}
