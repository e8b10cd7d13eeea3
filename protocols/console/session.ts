/** The session of a person at the console: it lies sealed in a cookie of its browser, and nowhere here. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { decodeJwt } from 'jose';
import { isObject } from '../../request/values/plain-objects';
import { isSameSecret } from '../../request/values/same-secret';
import type { Cookies } from './cookies';
import { type PackedToken, packToken, type Seal, unpackToken } from './sealed-values';

export interface Session {
  /** What the person is known by: the same as a client sends in the authorization header. */
  readonly accessToken: string;
  /** Gets another access token; null where the provider gave none. */
  readonly refreshToken: string | null;
  /** Says to the provider whom it is to sign out; null where there is none, or no room for it. */
  readonly idToken: string | null;
  /** What the person is called on the page; null where nobody said so. */
  readonly name: string | null;
  /** To be sent in the header x-csrf-token: who can read it is a page of ours. */
  readonly csrfToken: string;
  /** Epoch milliseconds: the end of the access token. */
  readonly expiresAt: number;
}

export type Tokens = Pick<Session, 'accessToken' | 'refreshToken' | 'idToken' | 'name'>;

export interface Sessions {
  /** Null where there is none, or what came is not ours. It may have expired. */
  read(request: IncomingMessage): Promise<Session | null>;
  /** @throws SESSION_EXPIRED where there is none or it has ended; CSRF_TOKEN_INVALID */
  require(request: IncomingMessage): Promise<Session>;
  /** A set-cookie header. @throws SessionTooLarge */
  write(session: Session): Promise<string>;
  clear(): string;
}

/** Tokens that no cookie holds. */
export class SessionTooLarge extends Error {}

const EXPIRED = refusal('SESSION_EXPIRED', 'You are not signed in, or the session has ended. Sign in.');
const NO_CSRF_TOKEN = refusal(
  'CSRF_TOKEN_INVALID',
  'The header x-csrf-token does not belong to this session. Read csrfToken from /console/session, and send that.',
);

/** As they are sealed. */
interface Sealed extends Omit<Session, 'accessToken' | 'refreshToken' | 'idToken'> {
  readonly tokens: readonly (PackedToken | null)[];
}

export function newSession(tokens: Tokens): Session {
  return continued(tokens, randomBytes(24).toString('base64url'));
}

/** @param csrfToken stays the same for the whole session, so that pages that are open go on */
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
