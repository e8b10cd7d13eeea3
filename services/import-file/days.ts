import { midnight } from '../../access/calendar';

const MAXIMUM_KNOWN = 5_000;
const known = new Map<string, string>();

/**
 * The instant at which a day begins in Berlin, as PostgreSQL reads it; null for an open end. What was asked for once is
 * kept, for a file of a hundred thousand records names a few hundred days; where they are too many, all are forgotten.
 */
export function beginOf(date: string): string;
export function beginOf(date: string | null | undefined): string | null;
export function beginOf(date: string | null | undefined): string | null {
  if (date === null || date === undefined) return null;
  const found = known.get(date);
  if (found !== undefined) return found;
  if (known.size >= MAXIMUM_KNOWN) known.clear();
  const instant = new Date(midnight(date)).toISOString();
  known.set(date, instant);
  return instant;
}

/** An SQL instant as JavaScript's toISOString writes it. */
export function isoInstant(instant: string): string {
  return `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
