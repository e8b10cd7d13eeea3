/**
 * The session of a person at the console. It is sealed in a cookie of the browser, and stored nowhere on the server.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { decodeJwt } from 'jose';
import { isObject } from '../../request/values/plain-objects';
import { isSameSecret } from '../../request/values/same-secret';
import type { Cookies } from './cookies';
import { type PackedToken, packToken, type Seal, unpackToken } from './sealed-values';

export interface Session {
  /** Identifies the person: a client would send it in the authorization header. */
  readonly accessToken: string;
  /** Gets another access token; null where the provider gave none. */
  readonly refreshToken: string | null;
  /** Tells the provider whom to sign out; null where there is none, or no room for it. */
  readonly idToken: string | null;
  /** The person's name for the page; null where it is unknown. */
  readonly name: string | null;
  /** To be sent in the header x-csrf-token: only a page of ours can read it. */
  readonly csrfToken: string;
  /** The end of the access token, in epoch milliseconds. */
  readonly expiresAt: number;
}

export type Tokens = Pick<Session, 'accessToken' | 'refreshToken' | 'idToken' | 'name'>;

export interface Sessions {
  /** Returns null where there is none, or where the cookie is not ours. The session may have expired. */
  read(request: IncomingMessage): Promise<Session | null>;
  /** @throws SESSION_EXPIRED where there is none or it has ended; CSRF_TOKEN_INVALID */
  require(request: IncomingMessage): Promise<Session>;
  /** Returns a set-cookie header. @throws SessionTooLarge */
  write(session: Session): Promise<string>;
  clear(): string;
}

/** The tokens do not fit into a cookie. */
export class SessionTooLarge extends Error {}

const EXPIRED = refusal('SESSION_EXPIRED', 'You are not signed in, or the session has ended. Sign in.');
const NO_CSRF_TOKEN = refusal(
  'CSRF_TOKEN_INVALID',
  'The header x-csrf-token does not belong to this session. Read csrfToken from /console/session, and send that.',
);

/** The form in which a session is sealed. */
interface Sealed extends Omit<Session, 'accessToken' | 'refreshToken' | 'idToken'> {
  readonly tokens: readonly (PackedToken | null)[];
}

export function newSession(tokens: Tokens): Session {
  return continued(tokens, randomBytes(24).toString('base64url'));
}

/** @param csrfToken stays the same for the whole session, so that open pages continue to work */
export function continued(tokens: Tokens, csrfToken: string): Session {
  const { exp } = decodeJwt(tokens.accessToken);
  if (exp === undefined) throw new Error('an access token without an end');
  return { ...tokens, csrfToken, expiresAt: exp * 1_000 };
}

export function hasExpired({ expiresAt }: Session, now = Date.now()): boolean {
  return now >= expiresAt;
}

/** @throws CSRF_TOKEN_INVALID */
export function requireCsrfToken({ headers }: IncomingMessage, { csrfToken }: Session): void {
  if (!isSameSecret(headers['x-csrf-token'], csrfToken)) throw NO_CSRF_TOKEN;
}

export function createSessions(cookies: Cookies, seal: Seal): Sessions {
  async function read(request: IncomingMessage): Promise<Session | null> {
    const sealed = cookies.read(request, 'session');
    const opened = sealed === null ? null : await seal.open(sealed);
    return isObject(opened) ? unpacked(opened as unknown as Sealed) : null;
  }

  return {
    read,
    async require(request) {
      const session = await read(request);
      if (!session || hasExpired(session)) throw EXPIRED;
      requireCsrfToken(request, session);
      return session;
    },
    async write(session) {
      const sealed = (await seal.seal(packed(session))) ?? (await seal.seal(packed({ ...session, idToken: null })));
      if (sealed === null) throw new SessionTooLarge();
      return cookies.write('session', sealed);
    },
    clear: () => cookies.clear('session'),
  };
}

function packed({ accessToken, refreshToken, idToken, ...others }: Session): Sealed {
  return { ...others, tokens: [accessToken, refreshToken, idToken].map((token) => token && packToken(token)) };
}

function unpacked({ tokens, ...others }: Sealed): Session {
  const [accessToken, refreshToken, idToken] = tokens.map((token) => token && unpackToken(token));
  return {
    ...others,
    accessToken: accessToken ?? '',
    refreshToken: refreshToken ?? null,
    idToken: idToken ?? null,
  };
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
