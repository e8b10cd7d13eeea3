/** `npm run token -- <kind> …` prints one token of the built-in issuer, and nothing else, on standard output. */

import { readSettings } from '../environment';
import { DEVELOPMENT_ISSUER, developmentKey, makeToken } from '../gateway/identity/development-issuer';
import { helpAsked } from './help';
import { Problem, runToEnd } from './problem';
import { installationSecret } from './secrets';
import { readTokenOptions, USAGE } from './token/token-options';

const settings = readSettings();

void runToEnd(async () => {
  const words = process.argv.slice(2);
  if (helpAsked(words)) return console.log(USAGE);
  const content = readTokenOptions(words);
  if (settings.NODE_ENV === 'production') {
    throw new Problem(
      `In production no token of ${DEVELOPMENT_ISSUER} is taken. For a machine make an API key: npm run apikey -- --help`,
    );
  }
  if (settings.TOKEN_ISSUERS) {
    throw new Problem(
      `This installation takes the tokens of TOKEN_ISSUERS and none of ${DEVELOPMENT_ISSUER}. Ask one of those issuers, or unset TOKEN_ISSUERS.`,
    );
  }
  process.stdout.write(`${await makeToken(developmentKey(installationSecret(settings)), content)}\n`);
}, settings);
