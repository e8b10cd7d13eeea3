/**
 * The rules of scalars, in one place: the gateway refuses other values before it asks anything, and the services read by the
 * same rules (constraints.ts applies them in both).
 *
 * graphql-js checks Int, Float, Boolean and enums itself. The gateway's schema is built from text, where a custom scalar has
 * no rule and accepts anything.
 */

/** Tells what is wrong with a value, and the remedy. @returns undefined where it fits */
export type CheckScalar = (value: unknown) => string | undefined;

export const NO_INSTANT =
  'Not an RFC 3339 date-time with offset. Write one that exists, such as 2026-08-01T00:00:00+02:00.';

/** The scalars that a client may send. `npm run schema` refuses an input of any other one. */
export const SCALARS: Readonly<Record<string, CheckScalar>> = {
  ID: complaintOfText,
  String: complaintOfText,
  // A service has read it already.
  DateTime: (value) => (value instanceof Date || readInstant(value) ? undefined : NO_INSTANT),
};

/**
 * PostgreSQL holds no NUL: a statement with one fails, and with it all others of its transaction. Half of a surrogate
 * pair is no character: in UTF-8 each such half becomes the same U+FFFD, so that two texts would become one.
 */
function complaintOfText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.includes('\0')) return 'Text contains a NUL character (U+0000). Remove it.';
  if (!value.isWellFormed()) return 'Text contains an unpaired surrogate. Remove it.';
  return undefined;
}

const INSTANT =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * RFC 3339 with a time zone, to the millisecond; the seconds may be left out. Undefined where the day or the time does
 * not exist (30 February, 24:00, the second 60), or where the year in UTC is not one of 1 to 9999: no other one can be written back.
 */
export function readInstant(value: unknown): Date | undefined {
  const parts = typeof value === 'string' ? INSTANT.exec(value) : null;
  if (!parts) return undefined;
  const [, year, month, day] = parts as unknown as [string, string, string, string];
  if (day > '28' && Number(day) > daysIn(Number(year), Number(month))) return undefined;
  const instant = new Date((value as string).toUpperCase());
  const yearInUtc = instant.getUTCFullYear();
  return yearInUtc >= 1 && yearInUtc <= 9999 ? instant : undefined;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
