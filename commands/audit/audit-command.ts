/** Verifies the chains of the audit trails, and erases persons from them. */
import { ownerSnapshot, ownerTransaction } from '../../database/queryable';
import type { Settings } from '../../environment';
import { unaudited } from '../../services/subgraph/audit/bypass-queries';
import { AUDITED_SERVICES } from '../../services/subgraph/audit/chain-queries';
import { erasePerson } from '../../services/subgraph/audit/erase-person';
import { type ChainReport, verifyChain } from '../../services/subgraph/audit/verify-chain';
import { isHelpRequested } from '../help';
import { requireInstallation, withOwner } from '../installation';
import { Problem } from '../problem';
import type { Terminal } from '../terminal';
import { readAuditOptions, USAGE } from './audit-options';

/**
 * @returns the exit code: 1 where a chain is not what was written
 * @throws Problem where the name is not known
 */
export async function audit(words: readonly string[], settings: Settings, terminal: Terminal): Promise<number> {
  if (isHelpRequested(words)) {
    terminal.print(`${USAGE}\n`);
    return 0;
  }
  const options = readAuditOptions(words);
  requireInstallation(settings);
  return withOwner(settings, (ownerUrl) =>
    options.action === 'verify' ? verify(ownerUrl, options.heads, terminal) : erase(ownerUrl, options.name, terminal),
  );
}

async function verify(ownerUrl: string, heads: readonly string[], terminal: Terminal): Promise<number> {
  const kept = new Set(heads);
  const reports = await ownerSnapshot(ownerUrl, async (db) => {
    const found: ChainReport[] = [];
    for (const service of AUDITED_SERVICES) {
      const progress = (changes: number) =>
        terminal.complain(`${service}: ${changes.toLocaleString('en')} changes verified …\n`);
      found.push(await verifyChain(db, service, kept, progress));
    }
    return found;
  });
  const lost = heads.filter((head) => reports.every((report) => !report.kept.has(head)));
  const broken = [
    ...reports.flatMap(({ service, problems, more }) => [
      ...problems.map((problem) => `${service}: ${problem}`),
      ...(more > 0 ? [`${service}: and ${more.toLocaleString('en')} more like these.`] : []),
    ]),
    ...unaudited(reports.flatMap(({ tables }) => tables)).map((object) => `${object}: no changes are recorded.`),
    ...lost.map((head) => `The head ${head} is in no chain: what led to it was cut off or rewritten.`),
  ];
  terminal.print(`${reports.flatMap(linesOf).join('\n')}\n`);
  if (broken.length === 0) return 0;
  terminal.complain(['The audit trail is not what was written:', ...broken.map((line) => `  ${line}`), ''].join('\n'));
  return 1;
}

function linesOf({ service, changes, entries, head, lastAt, kept }: ChainReport): string[] {
  const count = (number: number) => number.toLocaleString('en');
  return [
    `${service}: ${count(changes)} changes with ${count(entries)} entries${lastAt ? `, the last of ${lastAt.toISOString()}` : ''}`,
    `  head ${head}`,
    ...[...kept].map(([hash, position]) => `  holds the head ${hash} as link ${count(position)} of ${count(changes)}`),
  ];
}

async function erase(ownerUrl: string, name: string, terminal: Terminal): Promise<number> {
  const { trails, columns, removed, words } = await ownerTransaction(ownerUrl, (db) => erasePerson(db, name));
  if (trails + columns + removed + words.length === 0)
    throw new Problem(
      `Nobody is known as “${name}”. Write the name or the address as tokens and subscriptions have it.`,
    );
  terminal.print(
    `Erased “${name}”: ${trails} in audit trails, ${columns} in rows of other tables, ${removed} rows of that person alone.\n`,
  );
  if (words.length > 0) {
    const places = words.map(({ place, rows }) => `  ${place}: ${rows.toLocaleString('en')}`);
    terminal.complain(`It still stands within what somebody wrote, in so many rows:\n${places.join('\n')}\n`);
  }
  return 0;
}
