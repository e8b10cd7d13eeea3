/** Tells who is signed in, and serves the demo sign-in and signing out. */
import { GraphQLError } from 'graphql';
import type { Caller } from '../../caller/caller';
import type { OpenRoute, Route, RouteAnswer, RouteRequest } from '../../gateway/http/route';
import { badUserInput } from '../../request/client-errors';
import { isObject } from '../../request/values/plain-objects';
import type { ConsoleParts } from './console-parts';
import { continued, hasExpired, newSession, requireCsrfToken, type Session } from './session';

/** An access token is exchanged this long before its end, so that requests on their way still have a valid one. */
const RENEWED_BEFORE_MS = 60_000;
const JSON_BODY = { types: ['application/json'], limit: 1024 };

/** What the page receives. It holds no token of the provider. */
interface SessionAnswer {
  readonly signedIn: boolean;
  readonly kind: Caller['kind'] | null;
  readonly name: string | null;
  readonly bound: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly expiresAt: string | null;
  readonly csrfToken: string | null;
  readonly providerSignIn: boolean;
  readonly demoRoles: readonly object[] | null;
}

export function sessionRoutes(parts: ConsoleParts): readonly Route[] {
  const { sessions, provider, demo, requireOwnOrigin } = parts;

  function sessionAnswer(session: Session | null, caller: Caller | null): SessionAnswer {
    const is = session && caller;
    return {
      signedIn: Boolean(is),
      kind: is ? caller.kind : null,
      name: is ? session.name : null,
      bound: is ? caller.bound : null,
      scopes: is ? caller.scopes : null,
      expiresAt: is ? new Date(session.expiresAt).toISOString() : null,
      csrfToken: is ? session.csrfToken : null,
      providerSignIn: provider !== null,
      demoRoles: demo ? demo.roles : null,
    };
  }

  const signedOut = (cookies?: readonly string[]) => json(sessionAnswer(null, null), cookies);

  /** Renews the access token where it ends soon; null where it has ended, and no new one can be had. */
  async function renewed(session: Session): Promise<Session | null> {
    const { refreshToken, csrfToken } = session;
    if (!hasExpired(session, Date.now() + RENEWED_BEFORE_MS)) return session;
    const tokens = refreshToken && provider ? await provider.refresh(refreshToken, session) : null;
    if (tokens) return continued(tokens, csrfToken);
    return hasExpired(session) ? null : session;
  }

  const show: OpenRoute = {
    path: '/console/session',
    methods: ['GET'],
    callers: 'anybody',
    async answer({ request, authenticate }) {
      const before = await sessions.read(request);
      if (!before) return signedOut();
      const session = await renewed(before);
      const caller = session && (await callerOf(session, authenticate));
      if (!session || !caller) return signedOut([sessions.clear()]);
      return json(sessionAnswer(session, caller), session === before ? [] : [await sessions.write(session)]);
    },
  };

  const signOut: OpenRoute = {
    path: '/console/sign-out',
    methods: ['POST'],
    callers: 'anybody',
    body: JSON_BODY,
    async answer({ request }) {
      requireOwnOrigin(request);
      const session = await sessions.read(request);
      if (session && !hasExpired(session)) requireCsrfToken(request, session);
      // The provider may be unavailable: the person is signed out here all the same.
      const elsewhere = session && provider ? await provider.end(session).catch(() => null) : null;
      return json({ redirectTo: elsewhere ?? '/' }, [sessions.clear()]);
    },
  };

  if (!demo) return [show, signOut];

  const signInDemo: OpenRoute = {
    path: '/console/sign-in/demo',
    methods: ['POST'],
    callers: 'anybody',
    body: JSON_BODY,
    async answer({ request, body, authenticate }) {
      requireOwnOrigin(request);
      const wanted = isObject(body) ? body.role : undefined;
      const role = demo.roles.find((one) => one.role === wanted);
      if (!role) throw badUserInput(`role: must be one of ${demo.roles.map((one) => one.role).join(', ')}.`);
      const accessToken = await demo.makeToken(role);
      const session = newSession({ accessToken, refreshToken: null, idToken: null, name: role.label });
      const caller = await authenticate(`Bearer ${accessToken}`);
      return json(sessionAnswer(session, caller), [await sessions.write(session)]);
    },
  };
  return [show, signOut, signInDemo];
}

/** Returns null where its token is no longer valid. @throws SUBGRAPH_UNAVAILABLE where that cannot be found out */
async function callerOf({ accessToken }: Session, authenticate: RouteRequest['authenticate']): Promise<Caller | null> {
  try {
    return await authenticate(`Bearer ${accessToken}`);
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions.code === 'UNAUTHENTICATED') return null;
    throw error;
  }
}

function json(body: object, cookies?: readonly string[]): RouteAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    cookies: cookies?.length ? cookies : undefined,
    body: JSON.stringify(body),
  };
}
