/**
 * `npm run apikey -- create|list|revoke …`: the API keys of machines. A new key is the only output on standard
 * output, and is shown once.
 */
import 'reflect-metadata';
import { readSettings } from '../environment';
import { apikey } from './apikey/apikey-command';
import { runToEnd } from './problem';
import { TERMINAL } from './terminal';

const settings = readSettings();

void runToEnd(() => apikey(process.argv.slice(2), settings, TERMINAL), settings);
