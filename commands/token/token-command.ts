/** Makes tokens of the built-in issuer, and explains why this installation accepts or refuses a token. */
import { text } from 'node:stream/consumers';
import { ownerStatements, type Queryable } from '../../database/queryable';
import type { Settings } from '../../environment';
import { DEVELOPMENT_ISSUER, developmentKey, makeToken } from '../../gateway/identity/development-issuer';
import { missingOrganisations } from '../../services/schools/api-key/api-key-queries';
import { isHelpRequested } from '../help';
import { hasDatabase, requireInstallation, withOwner } from '../installation';
import { Problem } from '../problem';
import { installationSecret } from '../secrets';
import { issuersOf } from '../start/issuers';
import type { Terminal } from '../terminal';
import { explainToken } from './explain';
import { requireOrganisations } from './organisations';
import { readTokenOptions, USAGE } from './token-options';

function inDatabase<Result>(settings: Settings, work: (db: Queryable) => Promise<Result>): Promise<Result> {
  return withOwner(settings, (ownerUrl) => ownerStatements(ownerUrl, work));
}

async function make(words: readonly string[], settings: Settings, terminal: Terminal): Promise<number> {
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
  requireInstallation(settings);
  if (content.bound.length > 0) await inDatabase(settings, (db) => requireOrganisations(db, content.bound));
  terminal.print(`${await makeToken(developmentKey(installationSecret(settings)), content)}\n`);
  return 0;
}

/** The token itself should come on standard input, because others on the machine can see the command line. */
async function explain([given, ...more]: readonly string[], settings: Settings, terminal: Terminal): Promise<number> {
  const unknown = given?.startsWith('-') ? given : more[0];
  if (unknown !== undefined)
    throw new Problem(`npm run token -- explain does not know “${unknown}”. It takes one token.`);
  if (given === undefined && terminal.input.isTTY)
    terminal.complain('Paste the token, then Ctrl-D on a line of its own.\n');
  const token = given ?? (await text(terminal.input));
  if (token.trim() === '')
    throw new Problem('There is no token on standard input. Write: npm run token -- explain < FILE');
  if (!settings.TOKEN_ISSUERS) requireInstallation(settings);
  const missing = async (keys: readonly string[]) => {
    if (!hasDatabase(settings)) return null;
    return keys.length === 0 ? [] : inDatabase(settings, (db) => missingOrganisations(db, keys));
  };
  const { taken, lines } = await explainToken(token, issuersOf(settings), missing);
  terminal.print(`${lines.join('\n')}\n`);
  return taken ? 0 : 1;
}

/** @returns the exit code @throws Problem */
export async function token(words: readonly string[], settings: Settings, terminal: Terminal): Promise<number> {
  if (isHelpRequested(words)) {
    terminal.print(`${USAGE}\n`);
    return 0;
  }
  const [first, ...rest] = words;
  return first === 'explain' ? explain(rest, settings, terminal) : make(words, settings, terminal);
}
