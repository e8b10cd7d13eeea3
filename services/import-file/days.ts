import { midnight } from '../../access/calendar';

const MAX_KNOWN = 5_000;
const known = new Map<string, string>();

/**
 * The instant at which a day begins in Berlin, as PostgreSQL reads it; null for an open end. Results are kept,
 * because a file of a hundred thousand records names only a few hundred days. Where there are too many, all are
 * dropped.
 */
export function beginOf(date: string): string;
export function beginOf(date: string | null | undefined): string | null;
export function beginOf(date: string | null | undefined): string | null {
  if (date === null || date === undefined) return null;
  const found = known.get(date);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const instant = new Date(midnight(date)).toISOString();
  known.set(date, instant);
  return instant;
}

/** Returns the SQL that writes an instant as JavaScript's toISOString does. */
export function isoInstant(instant: string): string {
  return `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
