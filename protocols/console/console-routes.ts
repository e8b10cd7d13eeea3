/**
 * The server side of the console: its page and files, the session of the person who is signed in, and its operations.
 * It is an adapter over the GraphQL API: a person sees and changes what the Caller of its token may, by the same
 * pipeline (docs/decisions/0070).
 */
import type { CallerRoute, Head, Route } from '../../gateway/http/route';
import { type ConsoleOptions, partsOf } from './console-parts';
import { fileRoutes } from './file-routes';
import { sessionRoutes } from './session-routes';
import { signInRoutes } from './sign-in-routes';

/** The largest body of a page: as large as `POST /graphql` accepts from callers who may assign. */
const LARGEST_BODY = 4 * 1024 * 1024;
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

export function consoleRoutes(options: ConsoleOptions): readonly Route[] {
  const { folder, progress, operations, others = [] } = options;
  const parts = partsOf(options);
  const { sessions, requireOwnOrigin, provider } = parts;

  /** The session replaces the authorization header: from there on, a request is handled like every client's. */
  async function authorization({ request }: Head): Promise<string> {
    requireOwnOrigin(request);
    const { accessToken } = await sessions.require(request);
    return `Bearer ${accessToken}`;
  }

  const graphql: CallerRoute = {
    path: '/console/graphql',
    methods: ['POST'],
    body: { types: ['application/json'], limit: LARGEST_BODY },
    headers: JSON_HEADERS,
    callers: 'token',
    authorization,
    async answer({ body, execute }) {
      return { status: 200, body: JSON.stringify(await execute(operations.read(body))) };
    },
  };

  const withSession = others.map(
    (route): CallerRoute => ({
      ...route,
      path: `/console${route.path}`,
      methods: ['POST'],
      authorization,
      answer: (request) => route.answer({ ...request, read: operations.read }),
    }),
  );

  return [
    ...fileRoutes(folder, progress),
    ...sessionRoutes(parts),
    ...(provider ? signInRoutes(parts, provider) : []),
    graphql,
    ...withSession,
  ];
}
