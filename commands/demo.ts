/** `npm run demo -- remove` removes the demo data and keeps what was imported. */
import 'reflect-metadata';
import { ownerTransaction } from '../database/queryable';
import { removeDemoData } from '../demo/remove';
import { readSettings } from '../environment';
import { isHelpRequested } from './help';
import { withOwner } from './installation';
import { Problem, runToEnd } from './problem';

const USAGE = `Usage: npm run demo -- remove
Takes the invented schools, titles, licences and uses of the first start away, and leaves what was imported.`;

const settings = readSettings();

void runToEnd(async () => {
  const words = process.argv.slice(2);
  if (isHelpRequested(words)) return console.log(USAGE);
  const wrong = words.find((word, index) => word !== 'remove' || index > 0);
  if (wrong !== undefined || words.length === 0)
    throw new Problem(
      `npm run demo ${wrong === undefined ? 'needs a word' : `does not know “${wrong}”`}. It takes: remove.`,
    );
  const removed = await withOwner(settings, (ownerUrl) => ownerTransaction(ownerUrl, removeDemoData));
  if (!removed) return console.log('There is no demo data.');
  const { schools, titles, licences, entitlements, uses } = removed;
  console.log(
    `Removed ${schools} schools, ${titles} titles, ${licences} licences, ${entitlements} entitlements and ${uses} uses of the demo data.`,
  );
}, settings);
