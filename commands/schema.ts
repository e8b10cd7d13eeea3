/**
 * `npm run schema` makes the files of schema/ anew; with `-- --check` it changes nothing, and fails where they
 * differ.
 */
import 'reflect-metadata';
import { isHelpRequested } from './help';

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
  // Loaded here, because help and refusals need none of the services.
  const { checkOrUpdateSchema } = await import('./schema/check-or-update');
  return checkOrUpdateSchema(FOLDER, options.includes('--check') ? 'check' : 'update');
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
