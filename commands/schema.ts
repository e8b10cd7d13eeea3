/**
 * `npm run schema` makes the files of schema/ anew; with `-- --check` it changes nothing, and fails where they
 * differ.
 */
import 'reflect-metadata';
import { dateOf } from '../access/calendar';
import { makeSubgraphSchema } from '../services/subgraph/schema/schema';
import { isHelpRequested } from './help';
import { dumpOfDatabase } from './schema/database';
import { API_FILE, generateSchemaFiles } from './schema/generate';
import { checkFolder, updateFolder } from './schema/schema-folder';
import { undescribed, undescribedComplaint } from './schema/undescribed';
import { SERVICE_DEFINITIONS } from './service-definitions';

const FOLDER = 'schema';

const USAGE = `Usage: npm run schema              makes the files of schema/ anew
       npm run schema -- --check   changes nothing, and fails where they differ; the tests look at schema/database/`;

/** @returns the exit code */
async function run(options: readonly string[]): Promise<number> {
  if (isHelpRequested(options)) {
    console.log(USAGE);
    return 0;
  }
  const unknown = options.find((option) => option !== '--check');
  if (unknown !== undefined) {
    console.error(`npm run schema does not know “${unknown}”. It takes --check, or nothing.`);
    return 1;
  }
  const sdls: Record<string, string> = {};
  for (const [name, definition] of Object.entries(SERVICE_DEFINITIONS)) {
    sdls[name] = (await makeSubgraphSchema(definition)).sdl;
  }
  const files = generateSchemaFiles(sdls);
  const unclear = undescribed(files[API_FILE] as string);
  if (unclear.length > 0) {
    console.error(undescribedComplaint(unclear));
    return 1;
  }
  const today = dateOf(Date.now());
  const { complaints, changed } = options.includes('--check')
    ? checkFolder(FOLDER, files, today)
    : updateFolder(FOLDER, { ...files, ...(await dumpOfDatabase()) }, today);
  if (complaints.length > 0) {
    console.error(complaints.join('\n\n'));
    return 1;
  }
  console.log(
    changed.length > 0
      ? `Written: ${changed.map((name) => `${FOLDER}/${name}`).join(', ')}`
      : 'The schema is up to date.',
  );
  return 0;
}

run(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
