/**
 * The commands of the installation that an operator can run at the console, where this machine has all of its parts.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Logger } from 'pino';
import { PROJECT_ROOT, type Settings } from '../../environment';
import type { CallerRoute } from '../../gateway/http/route';
import { administrationRoutes } from '../../protocols/administration/administration-routes';
import { createRuns, type StartCommand } from '../../protocols/administration/runs';
import { createUploads } from '../../protocols/administration/uploads';
import { IMPORT_RULES } from '../import/import-kinds';
import type { Lifecycle } from './lifecycle';

export function administrationOf(
  { DATA_DIR }: Pick<Settings, 'DATA_DIR'>,
  log: Logger,
  lifecycle: Lifecycle,
): readonly CallerRoute[] {
  const folder = path.join(DATA_DIR, 'administration');
  const runs = createRuns(path.join(folder, 'runs'), startCommand);
  lifecycle.keep(() => runs.close());
  const uploads = createUploads(path.join(folder, 'uploads'));
  return administrationRoutes({ uploads, runs, startCommand, imports: IMPORT_RULES, log });
}

/** With our own settings, so that the command finds the same installation. */
const startCommand: StartCommand = (command, words, output, errors) =>
  spawn(process.execPath, [path.join(PROJECT_ROOT, 'dist', 'commands', `${command}.js`), ...words], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', output, errors],
  });
