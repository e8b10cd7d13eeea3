/** An issuer of tokens for the gateway's tests. */
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type CallerKind, SCOPES_OF_KIND } from '../../caller/caller';
import type { Issuer } from '../caller-of-token';

export const AUDIENCE = 'freischalter';

export interface TestIssuer {
  readonly configuration: Issuer;
  /** `token('lms', ['SCHOOL:NW:100000'])`; further claims override these. */
  token(kind: CallerKind, bound: readonly string[], claims?: JWTPayload): Promise<string>;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export async function createTestIssuer(issuer = 'https://issuer.example', kid = 'first'): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return {
    configuration: { issuer, audience: AUDIENCE, jwks: { keys: [jwk] } },
    privateKey,
    publicKey,
    token(kind, bound, claims = {}) {
      const now = Math.floor(Date.now() / 1000);
      const usual = {
        iss: issuer,
        aud: AUDIENCE,
        sub: 'test',
        exp: now + 600,
        kind,
        bound,
        scope: SCOPES_OF_KIND[kind].join(' '),
      };
      return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
    },
  };
}
