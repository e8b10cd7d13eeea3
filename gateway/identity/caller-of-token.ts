/**
 * Makes a Caller of a bearer token or an API key. Only asymmetric signatures by the issuers that the installation names
 * are accepted, and a token that asks for anything its kind may not have is refused as a whole rather than trimmed to
 * what it may.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { API_KEY_SUBJECT } from '../../caller/api-key';
import type { Caller } from '../../caller/caller';
import type { Metrics } from '../../telemetry/metrics';
import { sharesOf } from '../cache-memory';
import { subgraphUnavailable, unauthenticated } from '../errors';
import type { CallerOfApiKey } from './api-keys';
import { createCallerOfClaims } from './claims';
import { type ClaimsMapping, USUAL_CLAIMS } from './claims-mapping';
import { createIssuerKeys, KeysUnavailable } from './issuer-keys';
import { ASYMMETRIC } from './issuer-settings';
import { createSignatureChecks } from './signature-checks';

export interface Issuer {
  /** The `iss` of its tokens, compared as it is written. */
  readonly issuer: string;
  /** The `aud` that its tokens must carry. */
  readonly audience: string;
  /** Where its public keys are: at an address, or here. */
  readonly jwks: { readonly uri: string } | JSONWebKeySet;
  /** EdDSA, ES256, RS256 and PS256 where it is left out. */
  readonly algorithms?: readonly string[] | undefined;
  /** How its claims are read: `kind`, `bound` and `scope` where it is left out. */
  readonly claims?: ClaimsMapping | undefined;
  /** Goes before its subjects, `name:subject`. Where there are several issuers, each needs its own. */
  readonly name?: string | undefined;
}

export interface CallerOfTokenOptions {
  /** API keys are refused where it is left out. */
  readonly apiKeys?: CallerOfApiKey;
  readonly log?: Logger;
  /** How much memory the tokens may take whose signature was found good. */
  readonly cacheBytes?: number;
  readonly watchCache?: Metrics['watchCache'];
}

interface Verified {
  readonly caller: Caller;
  readonly until: number;
  /** Epoch milliseconds, from which on the signature is looked at again. */
  readonly staleAt: number;
}

/** What a token says before anything of it is proved: good for sparing us a look at its signature, and for nothing else. */
interface Claims {
  readonly algorithm: string | undefined;
  readonly payload: JWTPayload;
}

interface Verifier {
  /** @throws UNAUTHENTICATED where a look at the claims tells that the token cannot be good */
  glance(claims: Claims): void;
  verify(token: string): Promise<Omit<Verified, 'staleAt'> | null>;
}

/**
 * @param authorization the header as it came; undefined where the client sent none, which makes null
 * @param address from which it came: those that fail are counted by it
 */
export type CallerOfToken = (authorization: string | undefined, address?: string) => Promise<Caller | null>;

const USUAL = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'];
const CLOCK_SKEW_SECONDS = 5;
const LONGEST_HEADER = 8_192;
/**
 * A signature that was found good is not looked at again for so long, nor after the token's end: most requests come with
 * a token that was just seen. A key that its issuer takes back is thereby trusted for a minute longer.
 */
const KNOWN_FOR_MS = 60_000;
/** Of each token that is kept, besides its characters: its Caller, with scopes and what it is bound to. */
const TOKEN_BYTES = 1_500;
/** Subjects that are the house's own: no token may carry one. */
const RESERVED = new RegExp(`^(gateway$|${API_KEY_SUBJECT})`);

const INVALID = 'The token is not valid here. Send one by an issuer of this installation: “Authorization: Bearer …”.';
const EXPIRED = 'The token has expired. Get a new one, and send it in the header “Authorization: Bearer …”.';

/**
 * @returns a verifier that throws UNAUTHENTICATED where the token is not good, and SUBGRAPH_UNAVAILABLE where the
 * issuer's keys, or the API keys, could not be had
 * @throws Error where the configuration lets nobody in, or names an algorithm that is not asymmetric
 */
export function createCallerOfToken(issuers: readonly Issuer[], options: CallerOfTokenOptions = {}): CallerOfToken {
  const { apiKeys, log } = options;
  if (issuers.length === 0 && !apiKeys) {
    throw new Error('No token issuer is configured, so nobody could call. Name at least one.');
  }
  checkNames(issuers);
  const verifiers = new Map(issuers.map((issuer) => [issuer.issuer, verifierOf(issuer, log)]));
  const { cacheBytes = sharesOf().tokens, watchCache } = options;
  const known = new LRUCache<string, Verified>({
    maxSize: cacheBytes,
    sizeCalculation: (_, { length }) => TOKEN_BYTES + 2 * length,
  });
  watchCache?.('tokens', () => ({ bytes: known.calculatedSize, entries: known.size, most: cacheBytes }));
  const checkWithin = createSignatureChecks();
  return async (authorization, address = '') => {
    if (authorization === undefined) return null;
    const before = known.get(authorization);
    const now = Date.now();
    if (before && now < before.until && now < before.staleAt) return before.caller;
    const bearer = authorization.length <= LONGEST_HEADER && /^Bearer +([\w.-]+)$/i.exec(authorization)?.[1];
    if (!bearer) throw unauthenticated(INVALID);
    if (apiKeys && bearer.startsWith('fsk_')) return apiKeys(bearer);
    const claims = claimsOf(bearer);
    const verifier = verifiers.get(claims?.payload.iss ?? '');
    if (!claims || !verifier) throw unauthenticated(INVALID);
    verifier.glance(claims);
    const { iss, sub } = claims.payload;
    const verify = () => verifier.verify(bearer);
    const verified = await (before ? verify() : checkWithin({ subject: JSON.stringify([iss, sub]), address }, verify));
    if (!verified) throw unauthenticated(INVALID);
    // A Caller stays the same object for all requests with its token, also where several of them were the first.
    const earlier = known.get(authorization)?.caller;
    const caller = earlier && isDeepStrictEqual(earlier, verified.caller) ? earlier : verified.caller;
    // Written otherwise, one token would take many places.
    if (authorization === `Bearer ${bearer}`)
      known.set(authorization, { ...verified, caller, staleAt: now + KNOWN_FOR_MS });
    return caller;
  };
}

/** Subjects are kept and counted by, so those of two issuers must not be mistaken for one another. */
function checkNames(issuers: readonly Issuer[]): void {
  const names = issuers.map(({ name }) => name);
  if (issuers.length > 1 && (names.includes(undefined) || new Set(names).size < names.length)) {
    throw new Error('Several token issuers are configured. Give each a “name” of its own.');
  }
  if (new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) {
    throw new Error('A token issuer is configured twice. Put both into one, or take one of them out.');
  }
}

function verifierOf(configuration: Issuer, log?: Logger): Verifier {
  const { issuer, audience, jwks, algorithms = USUAL, claims = USUAL_CLAIMS, name } = configuration;
  const unfit = algorithms.find((algorithm) => !(ASYMMETRIC as readonly string[]).includes(algorithm));
  if (unfit !== undefined || algorithms.length === 0) {
    throw new Error(
      `Issuer ${issuer}: “${unfit ?? ''}” is no asymmetric algorithm. Name some of ${ASYMMETRIC.join(', ')}.`,
    );
  }
  const options = {
    issuer,
    audience,
    algorithms: [...algorithms],
    clockTolerance: CLOCK_SKEW_SECONDS,
    requiredClaims: ['exp', 'sub'],
  };
  const keys = 'uri' in jwks ? createIssuerKeys(jwks.uri, { log }) : createLocalJWKSet(jwks);
  const callerOfClaims = createCallerOfClaims(claims, name === undefined ? '' : `${name}:`, refused);
  function refused(reason: string): void {
    log?.warn({ audit: 'token refused', issuer, reason }, 'a token was refused');
  }
  return {
    glance({ algorithm, payload: { aud, exp, sub } }) {
      const isForUs = (Array.isArray(aud) ? aud : [aud]).includes(audience);
      if (!algorithm || !algorithms.includes(algorithm) || !isForUs || typeof exp !== 'number' || !sub)
        throw unauthenticated(INVALID);
      if (exp <= Date.now() / 1_000 - CLOCK_SKEW_SECONDS) throw unauthenticated(EXPIRED);
    },
    async verify(token) {
      const claims = await verified(jwtVerify(token, keys, options));
      const caller = callerOfClaims(claims);
      if (!caller) return null;
      if (RESERVED.test(caller.subject)) {
        refused('its subject is one of this installation’s own');
        return null;
      }
      return { caller, until: (claims.exp as number) * 1_000 };
    },
  };
}

async function verified(verifying: ReturnType<typeof jwtVerify>): Promise<JWTPayload> {
  try {
    return (await verifying).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthenticated(EXPIRED);
    if (error instanceof KeysUnavailable) throw subgraphUnavailable('identity');
    if (error instanceof errors.JOSEError) throw unauthenticated(INVALID);
    throw error;
  }
}

function claimsOf(token: string): Claims | null {
  try {
    return { algorithm: decodeProtectedHeader(token).alg, payload: decodeJwt(token) };
  } catch {
    return null;
  }
}
