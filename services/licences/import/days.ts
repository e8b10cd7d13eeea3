import { midnight } from '../../../access/calendar';

const known = new Map<string, string>();

/** The instant at which a day begins in Berlin, as PostgreSQL reads it; null for an open end. */
export function beginOf(date: string | undefined): string | null {
  if (date === undefined) return null;
  const instant = known.get(date) ?? new Date(midnight(date)).toISOString();
  known.set(date, instant);
  return instant;
}
