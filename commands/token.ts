/**
 * `npm run token -- <kind> …` prints one token of the built-in issuer, and nothing else, on standard output.
 * `npm run token -- explain` says why this installation takes a token, or does not.
 */
import 'reflect-metadata';
import { text } from 'node:stream/consumers';
import { ownerStatements, type Queryable } from '../database/queryable';
import { readSettings } from '../environment';
import { DEVELOPMENT_ISSUER, developmentKey, makeToken } from '../gateway/identity/development-issuer';
import { missingOrganisations } from '../services/schools/api-key/api-key-queries';
import { helpAsked } from './help';
import { hasDatabase, requireInstallation, withOwner } from './installation';
import { Problem, runToEnd } from './problem';
import { installationSecret } from './secrets';
import { issuersOf } from './start/issuers';
import { explainToken } from './token/explain';
import { requireOrganisations } from './token/organisations';
import { readTokenOptions, USAGE } from './token/token-options';

const settings = readSettings();

function inDatabase<Result>(work: (db: Queryable) => Promise<Result>): Promise<Result> {
  return withOwner(settings, (ownerUrl) => ownerStatements(ownerUrl, work));
}

async function make(words: readonly string[]): Promise<void> {
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
  if (content.bound.length > 0) await inDatabase((db) => requireOrganisations(db, content.bound));
  process.stdout.write(`${await makeToken(developmentKey(installationSecret(settings)), content)}\n`);
}

/** The token itself had better come on standard input: what stands on a command line is seen by others on the machine. */
async function explain([given, ...more]: readonly string[]): Promise<void> {
  const unknown = given?.startsWith('-') ? given : more[0];
  if (unknown !== undefined)
    throw new Problem(`npm run token -- explain does not know “${unknown}”. It takes one token.`);
  if (given === undefined && process.stdin.isTTY) console.error('Paste the token, then Ctrl-D on a line of its own.');
  const token = given ?? (await text(process.stdin));
  if (token.trim() === '')
    throw new Problem('There is no token on standard input. Write: npm run token -- explain < FILE');
  if (!settings.TOKEN_ISSUERS) requireInstallation(settings);
  const missing = async (keys: readonly string[]) => {
    if (!hasDatabase(settings)) return null;
    return keys.length === 0 ? [] : inDatabase((db) => missingOrganisations(db, keys));
  };
  const { taken, lines } = await explainToken(token, issuersOf(settings), missing);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!taken) process.exitCode = 1;
}

void runToEnd(async () => {
  const words = process.argv.slice(2);
  if (helpAsked(words)) return console.log(USAGE);
  const [first, ...rest] = words;
  await (first === 'explain' ? explain(rest) : make(words));
}, settings);
