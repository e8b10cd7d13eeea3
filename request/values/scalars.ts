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
  const plain = typeof value === 'string' ? plainInstant(value) : Number.NaN;
  if (!Number.isNaN(plain)) return new Date(plain);
  const parts = typeof value === 'string' ? INSTANT.exec(value) : null;
  if (!parts) return undefined;
  const [, year, month, day] = parts as unknown as [string, string, string, string];
  if (day > '28' && Number(day) > daysIn(Number(year), Number(month))) return undefined;
  const instant = new Date((value as string).toUpperCase());
  const yearInUtc = instant.getUTCFullYear();
  return yearInUtc >= 1 && yearInUtc <= 9999 ? instant : undefined;
}

/**
 * An instant as programs write it, `2026-08-01T00:00:00Z` with or without milliseconds, digit by digit: a batch has thousands of
 * them, and this takes a tenth of the time.
 *
 * @returns epoch milliseconds; NaN for what has to be looked at closely: other forms, what does not exist, and years before 1000
 */
function plainInstant(text: string): number {
  const hasMilliseconds = text.length === 24;
  if (!hasMilliseconds && text.length !== 20) return Number.NaN;
  if (text.charCodeAt(text.length - 1) !== Z || text.charCodeAt(10) !== T) return Number.NaN;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return Number.NaN;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return Number.NaN;
  if (hasMilliseconds && text.charCodeAt(19) !== POINT) return Number.NaN;
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const millisecond = hasMilliseconds ? 10 * twoDigits(text, 20) + digit(text, 22) : 0;
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  const fits = isDay && hour <= 23 && minute <= 59 && second <= 59;
  return fits && year >= 1000 ? Date.UTC(year, month - 1, day, hour, minute, second, millisecond) : Number.NaN;
}

const Z = 0x5a;
const T = 0x54;
const HYPHEN = 0x2d;
const COLON = 0x3a;
const POINT = 0x2e;
const ZERO = 0x30;

/** NaN where it is none. */
function digit(text: string, at: number): number {
  const number = text.charCodeAt(at) - ZERO;
  return number >= 0 && number <= 9 ? number : Number.NaN;
}

function twoDigits(text: string, at: number): number {
  return 10 * digit(text, at) + digit(text, at + 1);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
