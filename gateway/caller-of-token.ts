/**
 * Makes a Caller of a bearer token. Only asymmetric signatures by the issuers that the installation names are accepted,
 * and a token that asks for anything its kind may not have is refused as a whole rather than trimmed to what it may.
 */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import {
  CALLER_KINDS,
  type Caller,
  type CallerKind,
  LEVELS_OF_KIND,
  type OrganisationKey,
  parseOrganisationKey,
  SCOPES_OF_KIND,
} from '../caller/caller';
import { subgraphUnavailable, unauthenticated } from './errors';

export interface Issuer {
  /** The `iss` of its tokens, compared as it is written. */
  readonly issuer: string;
  /** The `aud` that its tokens must carry. */
  readonly audience: string;
  /** Where its public keys are: at an address, or here. */
  readonly jwks: { readonly uri: string } | JSONWebKeySet;
  /** EdDSA, ES256, RS256 and PS256 where it is left out. */
  readonly algorithms?: readonly string[];
}

/** @param authorization the header as it came; undefined where the client sent none, which makes null */
export type CallerOfToken = (authorization: string | undefined) => Promise<Caller | null>;

const ASYMMETRIC = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
];
const USUAL = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'];
const CLOCK_SKEW_SECONDS = 5;
const JWKS_TIMEOUT_MS = 5_000;
/** A key id that is not known makes one new look at the issuer's keys, and no other one for this long. */
const JWKS_COOLDOWN_MS = 30_000;

const INVALID = 'The token is not valid here. Send one by an issuer of this installation: “Authorization: Bearer …”.';
const EXPIRED = 'The token has expired. Get a new one, and send it in the header “Authorization: Bearer …”.';

/**
 * @returns a verifier that throws UNAUTHENTICATED where the token is not good, and SUBGRAPH_UNAVAILABLE where the
 * issuer's keys could not be had
 * @throws Error where the configuration names no issuer, or an algorithm that is not asymmetric
 */
export function createCallerOfToken(issuers: readonly Issuer[]): CallerOfToken {
  if (issuers.length === 0) throw new Error('No token issuer is configured, so nobody could call. Name at least one.');
  const verifiers = new Map(issuers.map((issuer) => [issuer.issuer, verifierOf(issuer)]));
  return async (authorization) => {
    if (authorization === undefined) return null;
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (!token) throw unauthenticated(INVALID);
    const verify = verifiers.get(claimedIssuer(token) ?? '');
    if (!verify) throw unauthenticated(INVALID);
    const caller = callerOfClaims(await verify(token));
    if (!caller) throw unauthenticated(INVALID);
    return caller;
  };
}

function verifierOf({ issuer, audience, jwks, algorithms = USUAL }: Issuer): (token: string) => Promise<JWTPayload> {
  const unfit = algorithms.find((algorithm) => !ASYMMETRIC.includes(algorithm));
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
  const keys =
    'uri' in jwks
      ? createRemoteJWKSet(new URL(jwks.uri), { timeoutDuration: JWKS_TIMEOUT_MS, cooldownDuration: JWKS_COOLDOWN_MS })
      : createLocalJWKSet(jwks);
  return async (token) => {
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated(EXPIRED);
      throw keysCouldNotBeHad(error) ? subgraphUnavailable('identity') : unauthenticated(INVALID);
    }
  };
}

/** Read before anything is verified, so good for choosing the verifier and for nothing else. */
function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

function keysCouldNotBeHad(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC'
  );
}

/** The Caller that verified claims stand for, or null where they contradict what their kind may be. */
function callerOfClaims(claims: JWTPayload): Caller | null {
  const kind = CALLER_KINDS.find((known) => known === claims.kind);
  if (!kind || typeof claims.sub !== 'string' || claims.sub === '' || claims.sub.length > 200) return null;
  const bound = claims.bound ?? [];
  if (!Array.isArray(bound) || !bound.every((key) => fits(kind, key))) return null;
  if ((kind === 'operator') !== (bound.length === 0)) return null;
  const asked = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  return {
    kind,
    subject: claims.sub,
    scopes: SCOPES_OF_KIND[kind].filter((scope) => asked.includes(scope)),
    bound: [...new Set(bound as OrganisationKey[])],
  };
}

function fits(kind: CallerKind, key: unknown): boolean {
  const organisation = typeof key === 'string' ? parseOrganisationKey(key) : null;
  return organisation !== null && LEVELS_OF_KIND[kind].includes(organisation.level);
}
