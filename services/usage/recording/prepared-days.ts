/**
 * Makes what uses of a day need before they are recorded: the partition of their month, and the secret with which their
 * sessions are hashed. Both are made in a transaction of their own, because other senders wait for it, and a batch may
 * take seconds.
 */
import type { DataSource } from 'typeorm';
import type { Session } from '../../subgraph/database/session';
import { ensureMonths, secretsOf } from './recording-queries';

const NONE: ReadonlyMap<string, Buffer> = new Map();
/** The months that have a partition. A partition stays for as long as uses of its month can be recorded. */
const preparedMonths = new WeakMap<DataSource, Set<string>>();

/**
 * @param days the days of the uses, as `2026-01-31`
 * @param withSessions the days on which a use names a session
 * @returns the secret of each of these days; days that are too long ago have none
 */
export async function prepareDays(
  session: Session,
  days: ReadonlySet<string>,
  withSessions: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Buffer>> {
  const months = preparedMonths.get(session.source) ?? new Set<string>();
  preparedMonths.set(session.source, months);
  const unprepared = [...days].filter((day) => !months.has(monthOf(day)));
  if (unprepared.length === 0 && withSessions.size === 0) return NONE;
  const secrets = await session.write(async (transaction) => {
    if (unprepared.length > 0) await ensureMonths(transaction, unprepared);
    return withSessions.size > 0 ? secretsOf(transaction, [...withSessions]) : NONE;
  });
  for (const day of unprepared) months.add(monthOf(day));
  return secrets;
}

/** To be called where a partition is missing: a backup may have been restored into the database. */
export function invalidatePreparedMonths({ source }: Session): void {
  preparedMonths.delete(source);
}

function monthOf(day: string): string {
  return day.slice(0, 'yyyy-mm'.length);
}
