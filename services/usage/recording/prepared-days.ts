/**
 * What uses of a day need before they can be recorded: the partition of its month, and the secret that its sessions are hashed
 * with. They are made in a transaction of their own: others who record on such a day wait for whoever makes these, and a batch
 * may be at work for seconds.
 */
import type { DataSource } from 'typeorm';
import type { Session } from '../../subgraph/database/session';
import { ensureMonths, secretsOf } from './recording-queries';

const NONE: ReadonlyMap<string, Buffer> = new Map();
/** Months whose partition was there. None goes while uses of it can still be recorded. */
const known = new WeakMap<DataSource, Set<string>>();

/**
 * @param days in which they were used, `2026-01-31`
 * @param withSessions those of them with uses that name a session
 * @returns by day, the secret that its sessions are hashed with; days that are too long ago have none
 */
export async function prepareDays(
  session: Session,
  days: ReadonlySet<string>,
  withSessions: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Buffer>> {
  const months = known.get(session.source) ?? new Set<string>();
  known.set(session.source, months);
  const unprepared = [...days].filter((day) => !months.has(monthOf(day)));
  if (unprepared.length === 0 && withSessions.size === 0) return NONE;
  const secrets = await session.write(async (transaction) => {
    if (unprepared.length > 0) await ensureMonths(transaction, unprepared);
    return withSessions.size > 0 ? secretsOf(transaction, [...withSessions]) : NONE;
  });
  for (const day of unprepared) months.add(monthOf(day));
  return secrets;
}

/** For when a partition turns out to be missing: another database may have been put in the place of this one. */
export function forgetPreparedDays({ source }: Session): void {
  known.delete(source);
}

function monthOf(day: string): string {
  return day.slice(0, 'yyyy-mm'.length);
}
