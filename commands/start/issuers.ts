/** Whose tokens the gateway takes: those of TOKEN_ISSUERS, or where none are named the built-in issuer's. */
import type { Settings } from '../../environment';
import type { Issuer } from '../../gateway/caller-of-token';
import { developmentIssuer, developmentKey } from '../../gateway/development-issuer';
import { installationSecret } from '../secrets';

export function issuersOf(settings: Settings): readonly Issuer[] {
  if (!settings.TOKEN_ISSUERS) return [developmentIssuer(developmentKey(installationSecret(settings)))];
  return settings.TOKEN_ISSUERS.map(({ issuer, audience, jwksUri }) => ({ issuer, audience, jwks: { uri: jwksUri } }));
}
