/**
 * Makes the tokens of a bench, with a key that exists only as long as the bench runs. They are signed with RS256, which
 * every peer can verify.
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { type CallerKind, type OrganisationKey, SCOPES_OF_KIND } from '../../caller/caller';
import type { Issuer } from '../../gateway/identity/token-verifier';

const ALGORITHM = 'RS256';
const KEY_ID = 'bench';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const ISSUER = {
  issuer: 'freischalter-bench',
  audience: 'freischalter',
  algorithms: [ALGORITHM],
  jwks: { keys: [{ kty: 'RSA', ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: ALGORITHM, use: 'sig' }] },
} satisfies Issuer;

/** The settings by which a peer verifies tokens. */
export interface Verification {
  /** The public key in PEM. */
  readonly publicKey: string;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
}

export const VERIFICATION: Verification = {
  publicKey: publicKey.export({ format: 'pem', type: 'spki' }) as string,
  issuer: ISSUER.issuer,
  audience: ISSUER.audience,
  algorithms: ISSUER.algorithms,
};

/** Returns a token that is valid for three hours. */
export function tokenFor(kind: CallerKind, ...bound: OrganisationKey[]): Promise<string> {
  return tokenOf(`${kind} of the bench`, kind, bound);
}

/** Returns tokens of as many subjects, all with the same rights. */
export function tokensFor(count: number, kind: CallerKind, ...bound: OrganisationKey[]): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, at) => tokenOf(`${kind} ${at} of the bench`, kind, bound)));
}

function tokenOf(subject: string, kind: CallerKind, bound: readonly OrganisationKey[]): Promise<string> {
  return new SignJWT({ kind, bound, scope: SCOPES_OF_KIND[kind].join(' ') })
    .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: 'JWT' })
    .setIssuer(ISSUER.issuer)
    .setAudience(ISSUER.audience)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('3h')
    .sign(privateKey);
}
