/**
 * `npm run import -- schools|titles|subjects|licences|organisations|bots FILE`: imports all of the file in one
 * transaction, or nothing.
 */
import 'reflect-metadata';
import { ownerTransaction } from '../database/queryable';
import { readSettings } from '../environment';
import { describeProblem, ImportError } from '../services/import-file/import-error';
import { isHelpRequested } from './help';
import { readImportOptions, USAGE, UsageError } from './import/import-options';
import { progressOn } from './import/progress-lines';
import { withOwner } from './installation';
import { runToEnd } from './problem';
import { setHeapGrowth } from './start/heap';

function printRefusal(file: string, { problems, more }: ImportError): void {
  console.error(`${file} was not imported, and nothing was changed:`);
  for (const problem of problems) console.error(`  ${describeProblem(problem)}`);
  if (more > 0) console.error(`  and ${more.toLocaleString('en')} more like these.`);
}

const settings = readSettings();

// An import always has about the same amount in use. By default V8 would let the heap grow to four times that.
setHeapGrowth();

void runToEnd(async () => {
  const words = process.argv.slice(2);
  if (isHelpRequested(words)) return console.log(USAGE);
  const progress = progressOn(process.stderr);
  let file = '';
  try {
    const options = readImportOptions(words);
    file = options.file;
    // Loaded here, because help and refusals need none of the services.
    const { importFile } = await import('./import/import-file');
    const lines = await withOwner(settings, (ownerUrl) =>
      ownerTransaction(
        ownerUrl,
        (db) => importFile(db, options, progress.report),
        options.dryRun ? 'rollback' : 'commit',
      ),
    );
    progress.end();
    console.log(lines.join('\n'));
  } catch (error) {
    progress.end();
    if (error instanceof ImportError) printRefusal(error.file ?? file, error);
    else if (error instanceof UsageError) console.error(`${error.message}\n${USAGE}`);
    else throw error;
    process.exitCode = 1;
  }
}, settings);
