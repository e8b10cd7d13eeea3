/**
 * A copy of the embedded database while it runs, which starts like any other folder: a base backup by PostgreSQL's
 * low-level interface, for its `pg_basebackup` does not come with the package.
 *
 * The copied files are of different moments. The log that was written meanwhile makes them one. It is copied last, and a
 * replication slot keeps it until then. The first start replays all of it.
 */
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onlyRow, ownerStatements } from './queryable';
import { neverNull, statement, text } from './statement';

/** Their content belongs to the running server; the folders themselves must be there. */
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const LEFT_OUT = /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label|tablespace_map)$/;
const LOG_FILE = /^([0-9A-F]{24}|[0-9A-F]{8}\.history)$/;

const KEEP_LOG = statement(
  'backup: keep log',
  "select from pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)",
);
const START = statement('backup: start', "select from pg_backup_start('freischalter', fast => true)");
const SAID = 'a backup that was started says both';
const STOP = statement('backup: stop', 'select labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)', {
  labelfile: neverNull(text, SAID),
  spcmapfile: neverNull(text, SAID),
});

/**
 * @param ownerUrl of the running cluster
 * @param directory its folder
 * @param target the folder that is made for the copy
 * @throws where the target exists already, or a statement or a file fails: what was copied is of no use then
 */
export async function baseBackup(ownerUrl: string, directory: string, target: string): Promise<void> {
  const [from, to] = [path.join(directory, 'data'), path.join(target, 'data')];
  await mkdir(target, { mode: 0o700 });
  await ownerStatements(ownerUrl, async (db) => {
    await db.query(KEEP_LOG);
    await db.query(START);
    await copyFolder(from, to, (name) => !LEFT_OUT.test(name));
    const { labelfile, spcmapfile } = onlyRow(await db.query(STOP));
    await copyLog(path.join(from, 'pg_wal'), path.join(to, 'pg_wal'));
    await writeFile(path.join(to, 'backup_label'), labelfile, { mode: 0o600 });
    if (spcmapfile.trim() !== '') await writeFile(path.join(to, 'tablespace_map'), spcmapfile, { mode: 0o600 });
    await copyFile(path.join(directory, 'owner-password'), path.join(target, 'owner-password'));
  });
}

async function copyFolder(from: string, to: string, isCopied: (name: string) => boolean, depth = 1) {
  await mkdir(to, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const { name } = entry;
    if (!isCopied(name)) continue;
    const [source, copy] = [path.join(from, name), path.join(to, name)];
    if (entry.isDirectory()) {
      const isEmptied = depth === 1 && EMPTIED.has(name);
      await copyFolder(source, copy, isEmptied ? () => false : isCopied, depth + 1).catch(ignoreMissing);
    } else if (entry.isFile()) await copyFile(source, copy).catch(ignoreMissing);
  }
}

async function copyLog(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    // Segments that were made in advance may be recycled meanwhile; those of the backup are held by the slot.
    if (LOG_FILE.test(name)) await copyFile(path.join(from, name), path.join(to, name)).catch(ignoreMissing);
  }
}

/** Tables are dropped and temporary files vanish while the copy is made: the log says so too. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
