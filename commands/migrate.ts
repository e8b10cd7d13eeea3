/** `npm run migrate` brings the installation's database to the version of this code. `npm start` does so by itself. */
import 'reflect-metadata';
import { readSettings } from '../environment';
import { isHelpRequested, rejectArguments } from './help';
import { withOwner } from './installation';
import { runToEnd } from './problem';

const settings = readSettings();

const USAGE = `Usage: npm run migrate
Brings the database of DATABASE_URL, or the embedded one in DATA_DIR, to this version.`;

void runToEnd(async () => {
  const words = process.argv.slice(2);
  if (isHelpRequested(words)) return console.log(USAGE);
  rejectArguments(words, 'npm run migrate');
  const { run } = await withOwner(settings, async (_ownerUrl, migration) => migration);
  console.log(run.length > 0 ? `Migrated: ${run.join(', ')}` : 'The database is up to date.');
}, settings);
