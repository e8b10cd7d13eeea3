/** An issuer of tokens for the gateway's tests. */
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type CallerKind, SCOPES_OF_KIND } from '../../caller/caller';
import type { Issuer } from '../identity/token-verifier';

export const AUDIENCE = 'freischalter';

export interface TestIssuer {
  readonly configuration: Issuer;
  /** `token('lms', ['SCHOOL:NW:100000'])`; further claims override these. */
  token(kind: CallerKind, bound: readonly string[], claims?: JWTPayload): Promise<string>;
  /** A token with these claims, and otherwise only those that every token must have. */
  signed(claims: JWTPayload): Promise<string>;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export async function createTestIssuer(
  issuer = 'https://issuer.example',
  kid = 'first',
  alg = 'ES256',
): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  function signed(claims: JWTPayload): Promise<string> {
    const usual = { iss: issuer, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 600 };
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg, kid }).sign(privateKey);
  }
  return {
    configuration: { issuer, audience: AUDIENCE, jwks: { keys: [jwk] } },
    privateKey,
    publicKey,
    signed,
    token: (kind, bound, claims = {}) =>
      signed({ sub: 'test', kind, bound, scope: SCOPES_OF_KIND[kind].join(' '), ...claims }),
  };
}
