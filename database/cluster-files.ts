/**
 * Checks whether a folder that should hold a database does. Before PostgreSQL is started on it, this tells what is missing, of
 * another version or open to others, and what to do about it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ClusterError } from './cluster-error';
import { openToOthers } from './data-folder';

/** The version of the embedded PostgreSQL, as the file PG_VERSION states it. */
const VERSION = '18';

/** Without any of these PostgreSQL does not start, or starts without what it held. */
const NEEDED = ['global/pg_control', 'global/pg_filenode.map', 'base', 'pg_wal', 'pg_xact', 'pg_hba.conf'];

/** @throws ClusterError */
export function checkFiles(directory: string): void {
  const data = path.join(directory, 'data');
  const restore = `Restore ${directory} from a backup`;
  checkAccess(data);
  const versionFile = path.join(data, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    const anew = readdirSync(data).length === 0 ? `, or remove ${directory} to start without data` : '';
    throw new ClusterError(`${data} holds no database: PG_VERSION is missing. ${restore}${anew}.`);
  }
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version !== VERSION) {
    throw new ClusterError(
      `${data} was made by PostgreSQL ${version}, and this is PostgreSQL ${VERSION}. Dump it with a server of version ${version} and load it into a new DATA_DIR, or ${restore.replace('R', 'r')} of version ${VERSION}.`,
    );
  }
  const missing = NEEDED.filter((file) => !existsSync(path.join(data, file)));
  if (missing.length > 0) {
    throw new ClusterError(`The database in ${data} is not whole: ${missing.join(', ')} missing. ${restore}.`);
  }
  const password = path.join(directory, 'owner-password');
  if (!existsSync(password)) {
    throw new ClusterError(`${password} is missing, and nobody can log in without it. ${restore}.`);
  }
  refuseOthers(password, '600');
}

function checkAccess(data: string): void {
  const { uid } = statSync(data);
  const me = process.getuid?.();
  if (me !== undefined && me !== 0 && uid !== me) {
    throw new ClusterError(
      `${data} belongs to the user ${uid}, and this runs as ${me}. Run it as that user, or: chown -R ${me} ${path.dirname(data)}`,
    );
  }
  refuseOthers(data, '700');
}

function refuseOthers(file: string, closed: '600' | '700'): void {
  const problem = openToOthers(file, closed);
  if (problem) throw new ClusterError(problem);
}
