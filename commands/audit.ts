/**
 * `npm run audit -- verify|erase …`: verifies that the audit trail is what was written, and erases a person from it.
 */
import 'reflect-metadata';
import { readSettings } from '../environment';
import { audit } from './audit/audit-command';
import { runToEnd } from './problem';
import { TERMINAL } from './terminal';

const settings = readSettings();

void runToEnd(() => audit(process.argv.slice(2), settings, TERMINAL), settings);
