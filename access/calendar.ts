/** Calendar dates of contracts and school years. A date means midnight in Europe/Berlin, on both clock-change days too. */
import { DateTime } from 'luxon';

export const ZONE = 'Europe/Berlin';

/** `2026-08-01` as epoch milliseconds. @throws RangeError where the text is no date of the calendar */
export function midnight(date: string): number {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(date) ? DateTime.fromISO(date, { zone: ZONE }) : null;
  if (!parsed?.isValid) throw new RangeError(`“${date}” is not a date of the form 2026-08-01`);
  return parsed.toMillis();
}

/** The midnight that begins a day: the one `days` calendar days after the day of `instant`. */
export function midnightAfter(instant: number, days: number): number {
  return DateTime.fromMillis(instant, { zone: ZONE }).startOf('day').plus({ days }).toMillis();
}

/** The calendar date, in Berlin, that an instant falls on: `2026-08-01`. */
export function dateOf(instant: number): string {
  return DateTime.fromMillis(instant, { zone: ZONE }).toISODate() as string;
}

/** The school year that an instant falls in, 1 August to 31 July: the midnights that begin it and the next one. */
export function schoolYearOf(instant: number): { from: number; until: number } {
  const day = DateTime.fromMillis(instant, { zone: ZONE });
  const year = day.month >= 8 ? day.year : day.year - 1;
  return { from: midnight(`${year}-08-01`), until: midnight(`${year + 1}-08-01`) };
}
