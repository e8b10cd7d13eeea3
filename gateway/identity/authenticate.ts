/**
 * Authenticates a request: makes a Caller of a bearer token or an API key. Only asymmetric signatures of configured
 * issuers are accepted. A token that asks for more than its kind may have is refused as a whole, not trimmed.
 */
import { isDeepStrictEqual } from 'node:util';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Caller } from '../../caller/caller';
import type { Metrics } from '../../telemetry/metrics';
import { sharesOf } from '../cache-memory';
import { unauthenticated } from '../errors/errors';
import type { AuthenticateApiKey } from './api-keys';
import { createSignatureChecks } from './signature-checks';
import { quoted, type TokenRejection, type TokenRule } from './token-rejections';
import { type Claims, createTokenVerifier, INVALID, type Issuer } from './token-verifier';

interface AuthenticateOptions {
  /** API keys are refused where it is left out. */
  readonly apiKeys?: AuthenticateApiKey;
  readonly log?: Logger;
  /** Called once for each token that makes no Caller, with the reason. */
  readonly refused?: (refusal: TokenRejection) => void;
  /** How many bytes the tokens with verified signatures may take. */
  readonly cacheBytes?: number;
  readonly watchCache?: Metrics['watchCache'];
}

interface Verified {
  readonly caller: Caller;
  readonly until: number;
  /** In epoch milliseconds; after it the signature is verified again. Infinite where its keys are fixed. */
  readonly staleAt: number;
}

/**
 * @param authorization the header as it came; undefined where the client sent none, for which the result is null
 * @param address of the sender: failures are counted by it
 */
export type Authenticate = (
  authorization: string | undefined,
  address?: string,
) => Caller | null | Promise<Caller | null>;

const LONGEST_HEADER = 8_192;
/**
 * A verified signature is not verified again for this long, but at most until the token ends: most requests come with
 * a token that was just seen. A key that its issuer withdraws is therefore trusted for up to a minute longer. Where the
 * issuer's keys stand in the settings they never change, and a signature is verified once.
 */
const KNOWN_FOR_MS = 60_000;
/** The size of each kept token besides its characters: its Caller, with scopes and what it is bound to. */
const TOKEN_BYTES = 1_500;
/**
 * @returns a function that throws UNAUTHENTICATED where the token is not valid, and SUBGRAPH_UNAVAILABLE where the
 * issuer's keys, or the API keys, could not be had
 * @throws Error where the configuration lets nobody in, or names an algorithm that is not asymmetric
 */
export function createAuthenticate(issuers: readonly Issuer[], options: AuthenticateOptions = {}): Authenticate {
  const { apiKeys, log, refused = () => undefined } = options;
  if (issuers.length === 0 && !apiKeys) {
    throw new Error('No token issuer is configured, so nobody could call. Name at least one.');
  }
  checkNames(issuers);
  const verifiers = new Map(issuers.map((issuer) => [issuer.issuer, createTokenVerifier(issuer, refused, log)]));
  const { cacheBytes = sharesOf().tokens, watchCache } = options;
  const known = new LRUCache<string, Verified>({
    maxSize: cacheBytes,
    sizeCalculation: (_, { length }) => TOKEN_BYTES + 2 * length,
  });
  watchCache?.('tokens', () => ({ bytes: known.calculatedSize, entries: known.size, most: cacheBytes }));
  const checkWithin = createSignatureChecks();

  /** For a token whose issuer is not known. */
  function unreadable(rule: TokenRule, reason: string): Error {
    refused({ rule, reason });
    return unauthenticated(INVALID);
  }

  function foreign(issuer: unknown): string {
    const named = issuer === undefined ? 'It names no issuer' : `Its issuer (iss) is ${quoted(issuer)}`;
    return `${named}; this installation takes ${[...verifiers.keys()].map(quoted).join(', ') || 'none'}.`;
  }

  async function verified(
    authorization: string,
    address: string,
    before: Verified | undefined,
    now: number,
  ): Promise<Caller | null> {
    const bearer = authorization.length <= LONGEST_HEADER && /^Bearer +([\w.-]+)$/i.exec(authorization)?.[1];
    if (!bearer) throw unreadable('form', 'The header is not “Bearer” and a token of a length that is taken.');
    if (apiKeys && bearer.startsWith('fsk_')) return apiKeys(bearer);
    const claims = claimsOf(bearer);
    if (!claims) throw unreadable('form', 'It is not a JWT.');
    const verifier = verifiers.get(claims.payload.iss ?? '');
    if (!verifier) throw unreadable('issuer', foreign(claims.payload.iss));
    verifier.glance(claims);
    const { iss, sub } = claims.payload;
    const verify = () => verifier.verify(bearer);
    const found = await (before ? verify() : checkWithin({ subject: JSON.stringify([iss, sub]), address }, verify));
    if (!found) throw unauthenticated(INVALID);
    // A Caller stays the same object for all requests with its token, even where several of them were the first at
    // once.
    const earlier = known.get(authorization)?.caller;
    const caller = earlier && isDeepStrictEqual(earlier, found.caller) ? earlier : found.caller;
    // Only this spelling is kept, or one token could take many places in the cache.
    if (authorization === `Bearer ${bearer}`) {
      const staleAt = verifier.hasFixedKeys ? Number.POSITIVE_INFINITY : now + KNOWN_FOR_MS;
      known.set(authorization, { ...found, caller, staleAt });
    }
    return caller;
  }

  return (authorization, address = '') => {
    if (authorization === undefined) return null;
    const before = known.get(authorization);
    const now = Date.now();
    if (before && now < before.until && now < before.staleAt) return before.caller;
    return verified(authorization, address, before, now);
  };
}

/** Subjects are kept and counted by name, so a subject of one issuer must not be confused with a subject of another. */
function checkNames(issuers: readonly Issuer[]): void {
  const names = issuers.map(({ name }) => name);
  if (issuers.length > 1 && (names.includes(undefined) || new Set(names).size < names.length)) {
    throw new Error('Several token issuers are configured. Give each a “name” of its own.');
  }
  if (new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) {
    throw new Error('A token issuer is configured twice. Put both into one, or take one of them out.');
  }
}

function claimsOf(token: string): Claims | null {
  try {
    return { algorithm: decodeProtectedHeader(token).alg, payload: decodeJwt(token) };
  } catch {
    return null;
  }
}
