import { badUserInput } from '../../../request/client-errors';

export const MAX_MONTHS = 36;

/**
 * Returns the months from the first to the last, both included, as `2026-01`.
 *
 * @throws BAD_USER_INPUT where a text is not a month, the end is before the beginning, or there are more than 36
 */
export function monthsBetween(from: string, until: string): string[] {
  const first = readMonth('from', from);
  const last = readMonth('until', until);
  if (last < first) throw badUserInput(`until: ${until} is before from: ${from}. Swap them.`);
  if (last - first >= MAX_MONTHS) {
    throw badUserInput(`until: period exceeds ${MAX_MONTHS} months. Request it in several parts.`);
  }
  return Array.from({ length: last - first + 1 }, (_, offset) => writeMonth(first + offset));
}

/** Returns the first day of the month after this one: `2026-12` gives `2027-01-01`. */
export function dayAfter(month: string): string {
  return `${writeMonth(readMonth('month', month) + 1)}-01`;
}

function readMonth(argument: string, text: string): number {
  const [, year, month] = /^(20\d{2})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  if (!year || !month) throw badUserInput(`${argument}: “${text}” is not a month. Write it as 2026-01.`);
  return Number(year) * 12 + Number(month) - 1;
}

function writeMonth(count: number): string {
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}
