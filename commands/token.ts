/**
 * `npm run token -- <kind> …` prints one token of the built-in issuer, and nothing else, on standard output. `npm run
 * token -- explain` says why this installation accepts or refuses a token.
 */
import 'reflect-metadata';
import { readSettings } from '../environment';
import { runToEnd } from './problem';
import { TERMINAL } from './terminal';
import { token } from './token/token-command';

const settings = readSettings();

void runToEnd(() => token(process.argv.slice(2), settings, TERMINAL), settings);
