/**
 * Which web pages may call the gateway from a browser: those that the installation lists, and no others.
 *
 * No answer allows credentials, so a listed page can read only what it asked for with a token of its own. The cookie
 * of the console is for its own pages.
 */
import type { IncomingMessage } from 'node:http';

const METHOD = 'POST';
const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  'accept',
  'apollographql-client-name',
  'apollographql-client-version',
  'graphql-client-name',
  'graphql-client-version',
  'traceparent',
  'tracestate',
];
const MAX_AGE_SECONDS = 7_200;

/**
 * Returns the headers that let the page read the answer; only `vary` where it is not listed, or where the request
 * comes from no page.
 *
 * @param origins as a browser writes them: `https://lms.example`
 */
export function corsHeaders(origins: ReadonlySet<string>, { headers }: IncomingMessage): Record<string, string> {
  if (origins.size === 0) return {};
  if (!isListed(origins, headers.origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': headers.origin,
    'access-control-expose-headers': 'retry-after, ratelimit, ratelimit-policy',
  };
}

/**
 * Returns the headers that answer a preflight; null where the request is none, or comes from a page that is not
 * listed.
 */
export function preflightHeaders(
  origins: ReadonlySet<string>,
  request: IncomingMessage,
): Record<string, string> | null {
  const { method, headers } = request;
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  if (!isPreflight || !isListed(origins, headers.origin)) return null;
  return {
    ...corsHeaders(origins, request),
    'access-control-allow-methods': METHOD,
    'access-control-allow-headers': REQUEST_HEADERS.join(', '),
    'access-control-max-age': String(MAX_AGE_SECONDS),
  };
}

function isListed(origins: ReadonlySet<string>, origin: string | undefined): origin is string {
  return origin !== undefined && origins.has(origin);
}
