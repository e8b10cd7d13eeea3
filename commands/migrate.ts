/** `npm run migrate` brings the installation's database to the version of this code. `npm start` does it by itself. */
import 'reflect-metadata';
import { readSettings } from '../environment';
import { withOwner } from './installation';
import { runToEnd } from './problem';

const settings = readSettings();

void runToEnd(async () => {
  const { run } = await withOwner(settings, async (_ownerUrl, migration) => migration);
  console.log(run.length > 0 ? `Migrated: ${run.join(', ')}` : 'The database is up to date.');
}, settings);
