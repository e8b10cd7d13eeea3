/**
 * The built-in token issuer, for development and for installations without an identity provider.
 *
 * Its key is derived from the installation's secret: every process that has the secret can sign and verify, and no
 * key has to be stored.
 */
import { createHash, createHmac, createPrivateKey, createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { CallerKind, OrganisationKey } from '../../caller/caller';
import type { Issuer } from './token-verifier';

export const DEVELOPMENT_ISSUER = 'freischalter-development';
const AUDIENCE = 'freischalter';
const ALGORITHM = 'EdDSA';

export interface DevelopmentKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface TokenContent {
  readonly kind: CallerKind;
  readonly subject: string;
  /** The application that the token is issued to; none where it is left out. */
  readonly client?: string;
  readonly bound: readonly OrganisationKey[];
  readonly scopes: readonly string[];
  readonly lifetimeSeconds: number;
}

/** What PKCS #8 puts before the 32 bytes of an Ed25519 key. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function developmentKey(secret: string): DevelopmentKey {
  const seed = createHmac('sha256', secret).update('development issuer').digest();
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return { kid: createHash('sha256').update(der).digest('base64url').slice(0, 16), privateKey, publicKey };
}

/** Returns what the gateway must know of this issuer to accept its tokens. */
export function developmentIssuer(key: DevelopmentKey): Issuer {
  const jwk = key.publicKey.export({ format: 'jwk' });
  return {
    issuer: DEVELOPMENT_ISSUER,
    audience: AUDIENCE,
    algorithms: [ALGORITHM],
    jwks: { keys: [{ kty: 'OKP', crv: jwk.crv, x: jwk.x, kid: key.kid, alg: ALGORITHM, use: 'sig' }] },
  };
}

export async function makeToken(key: DevelopmentKey, content: TokenContent, now = Date.now()): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const { kind, bound, scopes, client } = content;
  return new SignJWT({ kind, bound, scope: scopes.join(' '), client_id: client })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: 'JWT' })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(content.subject)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + content.lifetimeSeconds)
    .sign(key.privateKey);
}
