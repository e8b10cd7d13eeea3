import { midnight } from '../../access/calendar';

const known = new Map<string, string>();

/**
 * The instant at which a day begins in Berlin, as PostgreSQL reads it; null for an open end. What was asked for once is
 * kept: a file of a hundred thousand records names a few hundred days.
 */
export function beginOf(date: string): string;
export function beginOf(date: string | null | undefined): string | null;
export function beginOf(date: string | null | undefined): string | null {
  if (date === null || date === undefined) return null;
  const instant = known.get(date) ?? new Date(midnight(date)).toISOString();
  known.set(date, instant);
  return instant;
}

/** An SQL instant as JavaScript's toISOString writes it. */
export function isoInstant(instant: string): string {
  return `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
