/**
 * Refuses requests that a foreign page makes a visitor's browser send. Cookies are sent with such a request, so a
 * request that changes something must come from a page of ours.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { GraphQLError } from 'graphql';

export type RequireOwnOrigin = (request: IncomingMessage) => void;

const FOREIGN = refusal('The request comes from a page of another origin. Send it from the console.');
const NO_ORIGIN = refusal('The header origin is missing. Send the request from a browser, or use POST /graphql.');
const OTHER_HOST = refusal(
  'Without PUBLIC_URL the console answers under an IP address or localhost only. Set PUBLIC_URL to the origin in use.',
);

/**
 * @param publicUrl the origin under which browsers reach us. Without it any IP address and localhost is ours: a
 * foreign page can make its own name resolve to this host, but it cannot have an IP address of ours as its origin
 * @returns a check of a POST that throws FORBIDDEN
 */
export function createRequireOwnOrigin(publicUrl: string | undefined): RequireOwnOrigin {
  return ({ headers }) => {
    const { host = '', origin } = headers;
    const site = headers['sec-fetch-site'];
    if (publicUrl === undefined && !isAddress(host)) throw OTHER_HOST;
    if (site !== undefined && site !== 'same-origin') throw FOREIGN;
    if (origin === undefined) throw NO_ORIGIN;
    // A proxy may end TLS before us: without the setting, only the host of its address is known.
    const isOwn = publicUrl === undefined ? hostOf(origin) === host : origin === publicUrl;
    if (!isOwn) throw FOREIGN;
  };
}

function isAddress(host: string): boolean {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function refusal(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}
