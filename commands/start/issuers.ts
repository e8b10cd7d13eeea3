/** Whose tokens the gateway takes: those of TOKEN_ISSUERS, or where none are named the built-in issuer's. */
import type { Settings } from '../../environment';
import type { Issuer } from '../../gateway/caller-of-token';
import { developmentIssuer, developmentKey } from '../../gateway/development-issuer';
import { Problem } from '../problem';
import { installationSecret } from '../secrets';

/** @throws Problem in production without TOKEN_ISSUERS: whoever knows the secret could make any token */
export function issuersOf(settings: Settings): readonly Issuer[] {
  if (!settings.TOKEN_ISSUERS && settings.NODE_ENV === 'production') {
    throw new Problem(
      'In production the built-in issuer of tokens is off. Set TOKEN_ISSUERS to the issuers of your tokens, or leave NODE_ENV out to try things.',
    );
  }
  if (!settings.TOKEN_ISSUERS) return [developmentIssuer(developmentKey(installationSecret(settings)))];
  return settings.TOKEN_ISSUERS.map(({ issuer, audience, jwksUri }) => ({ issuer, audience, jwks: { uri: jwksUri } }));
}
