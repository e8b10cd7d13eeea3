/** Verifies the tokens of one issuer: signature, time, audience, and that the claims make a Caller. */

import type { GraphQLError } from 'graphql';
import { createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import { API_KEY_SUBJECT } from '../../caller/api-key';
import type { Caller } from '../../caller/caller';
import { subgraphUnavailable, unauthenticated } from '../errors/errors';
import { createCallerOfClaims } from './claims';
import { type ClaimsMapping, DEFAULT_CLAIMS } from './claims-mapping';
import { createIssuerKeys, KeysUnavailable } from './issuer-keys';
import { ASYMMETRIC } from './issuer-settings';
import { quoted, type TokenRejection, type TokenRule } from './token-rejections';

export interface Issuer {
  /** The `iss` of its tokens, compared exactly. */
  readonly issuer: string;
  /** The `aud` that its tokens must carry. */
  readonly audience: string;
  /** Its public keys, or the address where they are. */
  readonly jwks: { readonly uri: string } | JSONWebKeySet;
  /** EdDSA, ES256, RS256 and PS256 where it is left out. */
  readonly algorithms?: readonly string[] | undefined;
  /** How its claims are read; by `kind`, `bound` and `scope` where it is left out. */
  readonly claims?: ClaimsMapping | undefined;
  /** Goes before its subjects: `name:subject`. Where there are several issuers, each needs a name of its own. */
  readonly name?: string | undefined;
}

/**
 * What a token says before anything of it is verified. It may be used only to save the verification of its signature.
 */
export interface Claims {
  readonly algorithm: string | undefined;
  readonly payload: JWTPayload;
}

interface TokenVerifier {
  /**
   * Whether its keys stay the same as long as the process runs. Then a signature that was verified once stays valid.
   */
  readonly hasFixedKeys: boolean;
  /** @throws UNAUTHENTICATED where the claims alone show that the token cannot be valid */
  glance(claims: Claims): void;
  /** Returns null where its claims make no Caller. @throws UNAUTHENTICATED, SUBGRAPH_UNAVAILABLE */
  verify(token: string): Promise<{ readonly caller: Caller; readonly until: number } | null>;
}

const USUAL = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'];
const CLOCK_SKEW_SECONDS = 5;
/** Subjects that the installation itself uses: no token may carry one. */
const RESERVED = new RegExp(`^(gateway$|${API_KEY_SUBJECT})`);

export const INVALID =
  'The token is not valid here. Send one by an issuer of this installation: “Authorization: Bearer …”.';
const EXPIRED = 'The token has expired. Get a new one, and send it in the header “Authorization: Bearer …”.';

/**
 * @param told is called with the reason why a token is refused
 * @throws Error where an algorithm is not asymmetric
 */
export function createTokenVerifier(
  configuration: Issuer,
  report: (refusal: TokenRejection) => void,
  log?: Logger,
): TokenVerifier {
  const { issuer, audience, jwks, algorithms = USUAL, claims = DEFAULT_CLAIMS, name } = configuration;
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
  const hasFixedKeys = !('uri' in jwks);
  const keys = 'uri' in jwks ? createIssuerKeys(jwks.uri, { log }) : createLocalJWKSet(jwks);
  const tell = (rule: TokenRule, reason: string) => report({ rule, reason, issuer });
  const callerOfClaims = createCallerOfClaims(claims, name === undefined ? '' : `${name}:`, tell);

  function refused(rule: TokenRule, reason: string): GraphQLError {
    tell(rule, reason);
    return unauthenticated(rule === 'expired' ? EXPIRED : INVALID);
  }

  function refusalOf(error: unknown, token: string): unknown {
    if (error instanceof KeysUnavailable) return subgraphUnavailable('identity');
    return error instanceof errors.JOSEError ? refused(...reasonOf(error, token)) : error;
  }

  return {
    hasFixedKeys,
    glance({ algorithm, payload: { aud, exp, sub } }) {
      if (!algorithm || !algorithms.includes(algorithm)) {
        throw refused(
          'algorithm',
          `It is signed with ${quoted(algorithm)}; its issuer may use ${algorithms.join(', ')}.`,
        );
      }
      if (!(Array.isArray(aud) ? aud : [aud]).includes(audience)) {
        throw refused('audience', `Its audience (aud) is ${quoted(aud)}; this installation needs ${quoted(audience)}.`);
      }
      if (typeof exp !== 'number')
        throw refused('claims', 'It has no end: the claim “exp” is missing or not a number.');
      if (!sub) throw refused('claims', 'It names nobody: the claim “sub” is missing.');
      const now = Date.now() / 1_000;
      if (exp <= now - CLOCK_SKEW_SECONDS) {
        throw refused('expired', `It expired at ${timeOf(exp)}; the clock here says ${timeOf(now)}.`);
      }
    },
    async verify(token) {
      const { payload } = await jwtVerify(token, keys, options).catch((error) => {
        throw refusalOf(error, token);
      });
      const caller = callerOfClaims(payload);
      if (!caller) return null;
      if (RESERVED.test(caller.subject)) {
        tell('subject', 'Its subject is reserved for this installation itself.');
        return null;
      }
      // Nor may a token name a client that stands for an API key of this installation.
      const { client = '', ...nameless } = caller;
      return { caller: RESERVED.test(client) ? nameless : caller, until: (payload.exp as number) * 1_000 };
    },
  };
}

/** A claim can hold a number that is beyond the calendar. */
function timeOf(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}

function reasonOf(error: errors.JOSEError, token: string): [TokenRule, string] {
  if (error instanceof errors.JWTExpired) return ['expired', 'It has just expired.'];
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim } = error;
    if (claim === 'nbf') return ['not yet valid', 'It begins later: the claim “nbf”. Are the clocks right?'];
    return ['claims', `The claim ${quoted(claim)} is missing or wrong.`];
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return ['key', `Its issuer has no key of the name (kid) ${quoted(decodeProtectedHeader(token).kid)}.`];
  }
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return ['key', 'Several keys of its issuer fit. Let the issuer name one in the header: kid.'];
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return ['signature', 'Its signature does not fit: it was changed, or signed by somebody else.'];
  }
  return ['form', 'It is not a signed JWT that can be checked.'];
}
