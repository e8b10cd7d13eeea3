/** The installation's database, for commands that end by themselves: import, migrate. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runningCluster, startCluster } from '../database/cluster';
import { type MigrationReport, migrate } from '../database/migrate';
import type { Settings } from '../environment';
import { Problem } from './problem';
import { hasSecret, installationSecret } from './secrets';

export function clusterFolder(settings: Pick<Settings, 'DATA_DIR'>): string {
  return path.join(settings.DATA_DIR, 'postgres');
}

/** Tells whether there is a database already, whether it runs or not. */
export function hasDatabase(settings: Pick<Settings, 'DATA_DIR' | 'DATABASE_URL'>): boolean {
  return settings.DATABASE_URL !== undefined || existsSync(clusterFolder(settings));
}

/**
 * For commands that need an existing installation: they must not create a new one as a side effect, in another
 * folder.
 *
 * @throws Problem where there is none
 */
export function requireInstallation(settings: Settings): void {
  if (hasSecret(settings) && hasDatabase(settings)) return;
  throw new Problem(
    `There is no installation in ${settings.DATA_DIR}. Start one there with npm start, or set DATA_DIR (or SECRET and DATABASE_URL) as for the one that you mean.`,
  );
}

/**
 * Runs work on the installation's database as its owner: that of DATABASE_URL, or the embedded one of a running `npm
 * start`, or else the embedded one, started for the work and stopped after it. The database is first brought to this
 * version.
 */
export async function withOwner<Result>(
  settings: Settings,
  work: (ownerUrl: string, migration: MigrationReport) => Promise<Result>,
): Promise<Result> {
  const migrateAndWork = async (ownerUrl: string) =>
    work(ownerUrl, await migrate(ownerUrl, installationSecret(settings)));
  if (settings.DATABASE_URL) return migrateAndWork(settings.DATABASE_URL);
  const directory = clusterFolder(settings);
  const running = await runningCluster(directory);
  if (running) return migrateAndWork(running.ownerUrl);
  const cluster = await startCluster({ directory, log: (line) => console.error(`${line} …`) });
  const stopOnSignal = () => void cluster.stop().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, stopOnSignal);
  try {
    return await migrateAndWork(cluster.ownerUrl);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stopOnSignal);
    await cluster.stop();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
