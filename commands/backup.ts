/**
 * `npm run backup -- FOLDER`: copies the embedded installation, also while it runs. The copy is a DATA_DIR of its
 * own.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { baseBackup } from '../database/base-backup';
import { runningCluster, startCluster } from '../database/cluster';
import { readSettings } from '../environment';
import { isHelpRequested } from './help';
import { clusterFolder, requireInstallation } from './installation';
import { Problem, runToEnd } from './problem';

const settings = readSettings();

const USAGE = `Usage: npm run backup -- FOLDER
  Copies the embedded database and the secret, also while npm start runs. FOLDER must not exist.
  It is whole when this command says so, and starts as it is: DATA_DIR=FOLDER npm start`;

async function backUp(folder: string): Promise<void> {
  if (settings.DATABASE_URL) {
    throw new Problem(
      'DATABASE_URL names a server of your own. Back it up with pg_dump or pg_basebackup: docs/operating.md',
    );
  }
  requireInstallation(settings);
  if (existsSync(folder)) throw new Problem(`${folder} exists already. Name a folder that does not exist yet.`);
  // Under its final name there is never half of a copy.
  const unfinished = `${folder}.unfinished`;
  await mkdir(path.dirname(folder), { recursive: true });
  await mkdir(unfinished, { mode: 0o700 });
  try {
    await copyInstallation(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  console.log(`The backup is whole: ${folder}. It holds the secret: keep it where nobody else can read it.`);
}

async function copyInstallation(to: string): Promise<void> {
  const directory = clusterFolder(settings);
  const running = await runningCluster(directory);
  const own = running ? null : await startCluster({ directory, log: (line) => console.error(`${line} …`) });
  try {
    await baseBackup((running ?? own)?.ownerUrl as string, directory, path.join(to, 'postgres'));
  } finally {
    await own?.stop();
  }
  const secrets = path.join(settings.DATA_DIR, 'secrets.json');
  if (existsSync(secrets)) await copyFile(secrets, path.join(to, 'secrets.json'));
}

void runToEnd(async () => {
  const words = process.argv.slice(2);
  if (isHelpRequested(words)) return console.log(USAGE);
  const [folder, ...more] = words;
  const unknown = folder?.startsWith('-') ? folder : more[0];
  if (unknown !== undefined) throw new Problem(`npm run backup does not know “${unknown}”. It takes one folder.`);
  if (!folder) throw new Problem('Name one folder: npm run backup -- FOLDER');
  await backUp(path.resolve(folder));
}, settings);
