/** The issuers whose tokens the gateway accepts: those of TOKEN_ISSUERS, or the built-in one where none are named. */
import type { Settings } from '../../environment';
import { developmentIssuer, developmentKey } from '../../gateway/identity/development-issuer';
import type { Issuer } from '../../gateway/identity/token-verifier';
import { Problem } from '../problem';
import { installationSecret } from '../secrets';

type IssuerOptions = Pick<Settings, 'TOKEN_ISSUERS' | 'NODE_ENV' | 'SECRET' | 'DATA_DIR'>;

/**
 * @returns none where TOKEN_ISSUERS is `[]`: then only API keys are accepted
 * @throws Problem in production without TOKEN_ISSUERS, because whoever knows the secret could make any token; or with
 * keys that are fetched unprotected, because somebody between could do the same
 */
export function issuersOf(settings: IssuerOptions): readonly Issuer[] {
  const { TOKEN_ISSUERS: issuers, NODE_ENV } = settings;
  if (!issuers && NODE_ENV === 'production') {
    throw new Problem(
      'In production the built-in issuer of tokens is off. Set TOKEN_ISSUERS to the issuers of your tokens, to [] if API keys are all that callers have, or leave NODE_ENV out to try things.',
    );
  }
  if (!issuers) return [developmentIssuer(developmentKey(installationSecret(settings)))];
  const open = NODE_ENV === 'production' && issuers.find(({ jwksUri }) => !isProtected(jwksUri));
  if (open) {
    throw new Problem(
      `TOKEN_ISSUERS: the keys of ${open.issuer} must come by https in production. Give a jwksUri that begins with https.`,
    );
  }
  return issuers.map(({ jwksUri, ...issuer }) => ({ ...issuer, jwks: { uri: jwksUri } }));
}

/** An address on this machine needs no protection. */
function isProtected(uri: string): boolean {
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
