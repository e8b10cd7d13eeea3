/**
 * Serves the explorer, which `GET /graphql` opens in a browser: GraphiQL from its npm package, with a demo token and
 * a first query filled in. It is for development only: production does not serve it, and does not have the packages.
 *
 * The page loads nothing from other hosts, and its content security policy allows its own files only.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NOT_POST } from '../http/replies';
import type { Route } from '../http/route';

/** What the explorer opens with. */
interface ExplorerStart {
  /** Null where tokens come only from other issuers. */
  readonly token: string | null;
  readonly query: string;
  readonly variables: object;
}

export interface ExplorerOptions {
  /** The folder of the project. Our own files of the page are not compiled, and lie beside the source. */
  readonly project: string;
  /** Called for each visit. */
  start(): Promise<ExplorerStart>;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'font-src data:',
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const PAGE = 'text/html; charset=utf-8';

export function explorerRoutes({ project, start }: ExplorerOptions): readonly Route[] {
  const own = (name: string) => readFileSync(path.join(project, 'gateway', 'explorer', name));
  const page = own('page.html');
  return [
    {
      path: '/graphql',
      methods: ['GET'],
      callers: 'anybody',
      headers: { 'content-type': PAGE, 'content-security-policy': POLICY, vary: 'accept' },
      // Browsers ask for a page in this way. A client that accepts JSON has sent a query with the wrong method.
      answer: ({ request }) => (request.headers.accept?.includes('text/html') ? { status: 200, body: page } : NOT_POST),
    },
    file('react.js', SCRIPT, ofPackage('react', 'umd/react.production.min.js')),
    file('react-dom.js', SCRIPT, ofPackage('react-dom', 'umd/react-dom.production.min.js')),
    file('graphiql.js', SCRIPT, ofPackage('graphiql', 'graphiql.min.js')),
    file('graphiql.css', STYLE, ofPackage('graphiql', 'graphiql.min.css')),
    file('page.js', SCRIPT, own('page.js')),
    {
      path: '/explorer/start.json',
      methods: ['GET'],
      callers: 'anybody',
      answer: async () => ({ status: 200, body: JSON.stringify(await start()) }),
    },
  ];
}

function file(name: string, type: string, body: Buffer): Route {
  return {
    path: `/explorer/${name}`,
    methods: ['GET'],
    callers: 'anybody',
    headers: { 'content-type': type, 'cache-control': 'max-age=3600' },
    answer: () => ({ status: 200, body }),
  };
}

function ofPackage(name: string, inside: string): Buffer {
  return readFileSync(path.join(path.dirname(require.resolve(`${name}/package.json`)), inside));
}
