/** Reports the result of a sync, in lines for the person who started it. */
import { describeProblem } from '../../import-file/import-error';
import type { Synced } from './sync-entitlements';

const WORDS: Readonly<Record<string, string>> = {
  ADDED: 'added',
  REPLACED: 'replaced, without a gap',
  ENDED: 'ended',
  CHANGED_BY_HAND: 'stays as somebody changed it',
  REVOKED_BY_HAND: 'stays revoked, as somebody decided',
};

export function syncLines(synced: Synced): string[] {
  const { added, replaced, ended, kept, covered, over, changedByHand, skipped, skippedCount, changes, notes } = synced;
  const count = (what: string, number: number) => (number > 0 ? [`${what}: ${number.toLocaleString('en')}`] : []);
  return [
    ...(added + replaced + ended === 0 ? ['Nothing changed.'] : []),
    `entitlements: added ${added.toLocaleString('en')}, replaced ${replaced.toLocaleString('en')}, ended ${ended.toLocaleString('en')}, unchanged ${kept.toLocaleString('en')}`,
    ...count('rows that another entitlement covers already', covered),
    ...count('rows that ended before now', over),
    ...count('entitlements that stay as somebody changed or revoked them', changedByHand),
    ...count('mistakes of rows that were left out', skippedCount),
    ...skipped.map((problem) => `  ${describeProblem(problem)}`),
    ...(skippedCount > 0 ? ['Nothing was ended: what the file lacks may be one of these rows.'] : []),
    ...changes.map(({ what, outcome }) => `  ${what}: ${WORDS[outcome] ?? outcome}`),
    ...notes,
  ];
}
