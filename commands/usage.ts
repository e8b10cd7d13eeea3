/**
 * `npm run usage -- recount MONTH|attribute|retain`: counts anew, or does at once what a running service does by
 * itself.
 */
import 'reflect-metadata';
import { readSettings } from '../environment';
import { runToEnd } from './problem';
import { TERMINAL } from './terminal';
import { usage } from './usage/usage-command';

const settings = readSettings();

void runToEnd(() => usage(process.argv.slice(2), settings, TERMINAL), settings);
