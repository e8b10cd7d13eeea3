/**
 * The months for which a report is requested, and those that are available. Months begin at midnight in
 * Europe/Berlin.
 */
import { dateOf } from '../../access/calendar';
import { CounterError, type CounterException, exceptionOf } from './exceptions';

/** COUNTER requires the current year and the 24 months before: this year and two whole years. */
const YEARS_BEFORE = 2;

/** Months as `2026-01`, including the last one. */
export interface Months {
  readonly first: string;
  readonly last: string;
}

/**
 * Returns the months that are available at an instant: from January two years before until the month before this one.
 */
export function availableMonths(instant: number): Months {
  const today = dateOf(instant);
  const year = Number(today.slice(0, 4));
  return { first: `${year - YEARS_BEFORE}-01`, last: monthBefore(today.slice(0, 7)) };
}

interface RequestedPeriod extends Months {
  /** Says which part of the requested period is left out. */
  readonly exceptions: readonly CounterException[];
  /** Whether no month is left. */
  readonly isEmpty: boolean;
}

/**
 * @throws CounterError 3020 where a date is malformed, the end is before the beginning, or the first month is not
 * over yet
 */
export function readPeriod(begin: string, end: string, available: Months): RequestedPeriod {
  let from = readMonth('begin_date', begin);
  let until = readMonth('end_date', end);
  if (until < from) throw new CounterError(3020, `end_date ${until} is before begin_date ${from}.`);
  const { first, last } = available;
  if (from > last) throw new CounterError(3020, `begin_date ${from} is not over yet. The last month is ${last}.`);
  const exceptions: CounterException[] = [];
  const isEmpty = until < first;
  if (from < first) {
    exceptions.push(exceptionOf(3032, `Available: ${first} to ${last}`));
    if (!isEmpty) from = first;
  }
  if (until > last) {
    exceptions.push(exceptionOf(3031, `${monthAfter(last)} to ${until}`));
    until = last;
  }
  return { first: from, last: until, exceptions, isEmpty };
}

/** Reads the month of `2026-01`, or of `2026-01-31`. */
function readMonth(parameter: string, text: string): string {
  const [, month, day = '01'] = /^(20\d{2}-(?:0[1-9]|1[0-2]))(?:-(\d{2}))?$/.exec(text) ?? [];
  if (month && day >= '01' && day <= lastDayOf(month).slice(-2)) return month;
  throw new CounterError(3020, `${parameter} is not a date. Write it as 2026-01 or 2026-01-31.`);
}

/** Returns `2026-02-28` for `2026-02`. */
export function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
}

/** Returns every month of the period, in order. */
export function monthsOf({ first, last }: Months): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  return shifted(month, 1);
}

function monthBefore(month: string): string {
  return shifted(month, -1);
}

function shifted(month: string, by: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const count = year * 12 + number - 1 + by;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}
