/** Makes the files of the schema, and checks or updates the folder that holds them. */
import { dateOf } from '../../access/calendar';
import { SERVICES } from '../../database/roles';
import { makeSubgraphSchema } from '../../services/subgraph/schema/schema';
import { loadServiceDefinition } from '../service-definitions';
import { dumpOfDatabase } from './database';
import { API_FILE, generateSchemaFiles } from './generate';
import { checkFolder, updateFolder } from './schema-folder';
import { undescribed, undescribedComplaint } from './undescribed';

/** @returns the exit code */
export async function checkOrUpdateSchema(folder: string, how: 'check' | 'update'): Promise<number> {
  const sdls: Record<string, string> = {};
  for (const service of SERVICES) {
    sdls[service] = (await makeSubgraphSchema(await loadServiceDefinition(service))).sdl;
  }
  const files = generateSchemaFiles(sdls);
  const unclear = undescribed(files[API_FILE] as string);
  if (unclear.length > 0) {
    console.error(undescribedComplaint(unclear));
    return 1;
  }
  const today = dateOf(Date.now());
  const { complaints, changed } =
    how === 'check'
      ? checkFolder(folder, files, today)
      : updateFolder(folder, { ...files, ...(await dumpOfDatabase()) }, today);
  if (complaints.length > 0) {
    console.error(complaints.join('\n\n'));
    return 1;
  }
  console.log(
    changed.length > 0
      ? `Written: ${changed.map((name) => `${folder}/${name}`).join(', ')}`
      : 'The schema is up to date.',
  );
  return 0;
}
