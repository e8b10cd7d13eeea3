/** Makes schema/database/ from the migrations, in a database that is created for it and deleted afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCluster } from '../../database/cluster';
import { dumpSchemas } from '../../database/dump';
import { migrate } from '../../database/migrate';
import { ownerStatements } from '../../database/queryable';
import type { SchemaFiles } from './generate';

export async function dumpOfDatabase(): Promise<SchemaFiles> {
  const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-schema-'));
  const cluster = await startCluster({ directory: path.join(folder, 'postgres') });
  try {
    await migrate(cluster.ownerUrl, 'of a database that is thrown away');
    const dumped = await ownerStatements(cluster.ownerUrl, dumpSchemas);
    return Object.fromEntries(Object.entries(dumped).map(([schema, sql]) => [`database/${schema}.sql`, sql]));
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
