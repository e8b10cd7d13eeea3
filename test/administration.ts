/** Serves the operator's routes of the console over the database of a test. Commands run from their sources. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import { IMPORT_RULES } from '../commands/import/import-kinds';
import { PROJECT_ROOT } from '../environment';
import type { CallerRoute } from '../gateway/http/route';
import { administrationRoutes } from '../protocols/administration/administration-routes';
import { createRuns, type StartCommand } from '../protocols/administration/runs';
import { createUploads } from '../protocols/administration/uploads';
import { TEST_SECRET, type TestDatabase } from './database';

export interface Administration {
  readonly routes: readonly CallerRoute[];
  readonly folder: string;
  close(): Promise<void>;
}

export function administrationOf({ ownerUrl }: TestDatabase, log: Logger): Administration {
  const folder = mkdtempSync(path.join(tmpdir(), 'administration-'));
  const startCommand: StartCommand = (command, words, output, errors) =>
    spawn(process.execPath, ['test/run-from-source.cjs', `commands/${command}.ts`, ...words], {
      cwd: PROJECT_ROOT,
      env: { PATH: process.env.PATH, DATABASE_URL: ownerUrl, SECRET: TEST_SECRET },
      stdio: ['ignore', output, errors],
    });
  const runs = createRuns(path.join(folder, 'runs'), startCommand);
  const uploads = createUploads(path.join(folder, 'uploads'));
  return {
    routes: administrationRoutes({ uploads, runs, startCommand, imports: IMPORT_RULES, log }),
    folder,
    async close() {
      await runs.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
