/** Counts uses anew, or does at once what a running service does by itself. */
import { ownerTransactions, type Transact } from '../../database/queryable';
import type { Settings } from '../../environment';
import { countUses } from '../../services/usage/counting/count-uses';
import { recountMonth } from '../../services/usage/counting/recount';
import { retainEvents } from '../../services/usage/retention/retention';
import { isHelpRequested } from '../help';
import { requireInstallation, withOwner } from '../installation';
import { Problem } from '../problem';
import type { Terminal } from '../terminal';

const USAGE = `Usage: npm run usage -- recount 2026-05   counts the sums of a month anew, while others record and read
       npm run usage -- count             counts what was recorded since; a running service does it by itself
       npm run usage -- retain            ends events and secrets that are older than the retention; a running service
                                          does it each day`;

type Task = (transact: Transact, settings: Settings, terminal: Terminal) => Promise<string>;

/** @throws Problem where the arguments are not a valid command */
function readTask([action, month, ...more]: readonly string[]): Task {
  const unknown = more[0] ?? (action === 'recount' ? undefined : month);
  if (unknown !== undefined)
    throw new Problem(`npm run usage does not know “${unknown}”. How: npm run usage -- --help`);
  if (action === 'count') return count;
  if (action === 'retain') return retain;
  if (action !== 'recount')
    throw new Problem(
      `npm run usage ${action === undefined ? 'needs a word' : `does not know “${action}”`}. It takes: recount, count, retain.`,
    );
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(month ?? ''))
    throw new Problem('Give a month: npm run usage -- recount 2026-05');
  return (transact, _settings, terminal) => recount(transact, month as string, terminal);
}

async function recount(transact: Transact, month: string, terminal: Terminal): Promise<string> {
  const { reports, corrected } = await transact((db) =>
    recountMonth(db, month, (done) => terminal.complain(`${done.reports} of ${done.of} reports …\n`)),
  );
  const wrong = corrected.monthly + corrected.licence;
  return `Recounted ${month}: ${reports} reports, each of a school by a client; ${wrong === 0 ? 'every sum was right' : `${corrected.monthly} sums and ${corrected.licence} sums by licence were wrong and are right now`}.`;
}

async function count(transact: Transact): Promise<string> {
  return `Counted ${await countUses(transact)} reports, each of a school by a client in a month.`;
}

async function retain(transact: Transact, settings: Settings): Promise<string> {
  const { months, keys } = await retainEvents(transact, settings.USAGE_EVENTS_KEPT_DAYS);
  return months.length === 0
    ? 'No events are older than the retention.'
    : `Ended the events of ${months.join(', ')}, with ${keys} keys. Their figures stay.`;
}

/** @throws Problem */
export async function usage(words: readonly string[], settings: Settings, terminal: Terminal): Promise<void> {
  if (isHelpRequested(words)) return terminal.print(`${USAGE}\n`);
  const task = readTask(words);
  requireInstallation(settings);
  const work = (transact: Transact) => task(transact, settings, terminal);
  const line = await withOwner(settings, (ownerUrl) => ownerTransactions(ownerUrl, work));
  terminal.print(`${line}\n`);
}
