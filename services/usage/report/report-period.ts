/**
 * The period of a report, how it is divided, and the period of comparison. Days, months and years are those of
 * Europe/Berlin.
 */
import { DateTime } from 'luxon';
import { badUserInput } from '../../../request/client-errors';
import { enumOf } from '../../subgraph/schema/enums';
import { dayAfter, monthsBetween } from '../sums/months';

export const GRANULARITIES = ['DAY', 'MONTH', 'SCHOOL_YEAR', 'TOTAL'] as const;
export type UsageGranularity = (typeof GRANULARITIES)[number];
export const UsageGranularityEnum = enumOf(GRANULARITIES);

const COMPARISONS = ['PERIOD_BEFORE', 'YEAR_BEFORE'] as const;
export type UsageComparison = (typeof COMPARISONS)[number];
export const UsageComparisonEnum = enumOf(COMPARISONS);

/** A quarter: by day, the uses themselves are counted, and not sums of months. */
const MAX_DAYS = 92;

/** 52 weeks, so that a Monday is compared with a Monday. */
const DAYS_OF_YEAR_BEFORE = 364;

/** Dates such as 2026-01-01, the last one not included. */
export interface Span {
  readonly first: string;
  readonly after: string;
}

export interface ReportPeriod extends Span {
  readonly granularity: UsageGranularity;
  /** The period of comparison, and by how much its rows are shifted to stand beside those of this period. */
  readonly before: (Span & { readonly shift: number; readonly unit: 'days' | 'months' }) | null;
}

interface RequestedPeriod {
  readonly from: string;
  readonly until: string;
  readonly granularity: UsageGranularity;
  readonly compareWith?: UsageComparison | null;
}

/** @throws BAD_USER_INPUT */
export function periodOf(requested: RequestedPeriod): ReportPeriod {
  return requested.granularity === 'DAY' ? periodOfDays(requested) : periodOfMonths(requested);
}

function periodOfMonths({ from, until, granularity, compareWith }: RequestedPeriod): ReportPeriod {
  const months = monthsBetween(from, until);
  if (granularity === 'SCHOOL_YEAR' && !(from.endsWith('-08') && until.endsWith('-07'))) {
    throw badUserInput(
      `from, until: ${from} to ${until} are no whole school years. Begin in August and end in July, or ask by MONTH.`,
    );
  }
  const span = { first: `${from}-01`, after: dayAfter(until) };
  const shift = compareWith === 'YEAR_BEFORE' ? 12 : months.length;
  return {
    granularity,
    ...span,
    before: compareWith ? { ...moved(span, { months: -shift }), shift, unit: 'months' } : null,
  };
}

function periodOfDays({ from, until, granularity, compareWith }: RequestedPeriod): ReportPeriod {
  const first = readDay('from', from);
  const last = readDay('until', until);
  if (last < first) throw badUserInput(`until: ${until} is before from: ${from}. Swap them.`);
  const days = last.diff(first, 'days').days + 1;
  if (days > MAX_DAYS) {
    throw badUserInput(`until: ${days} days (maximum ${MAX_DAYS}). Ask by MONTH, or for fewer days.`);
  }
  const span = { first: from, after: written(last.plus({ days: 1 })) };
  const shift = compareWith === 'YEAR_BEFORE' ? DAYS_OF_YEAR_BEFORE : days;
  return {
    granularity,
    ...span,
    before: compareWith ? { ...moved(span, { days: -shift }), shift, unit: 'days' } : null,
  };
}

function readDay(argument: string, text: string): DateTime {
  const day = /^20\d{2}-\d{2}-\d{2}$/.test(text) ? DateTime.fromISO(text, { zone: 'utc' }) : null;
  if (!day?.isValid) throw badUserInput(`${argument}: “${text}” is not a day. Write it as 2026-01-31.`);
  return day;
}

function moved({ first, after }: Span, by: { months: number } | { days: number }): Span {
  return { first: plus(first, by), after: plus(after, by) };
}

function plus(date: string, by: { months?: number; days?: number }): string {
  return written(DateTime.fromISO(date, { zone: 'utc' }).plus(by));
}

function written(date: DateTime): string {
  return date.toISODate() as string;
}

/** @param begins the first date of a row's part of the period */
export function nameOf({ granularity, first, after }: ReportPeriod, begins: string): string {
  if (granularity === 'DAY') return begins;
  if (granularity === 'MONTH') return begins.slice(0, 7);
  const year = Number(begins.slice(0, 4));
  if (granularity === 'SCHOOL_YEAR') return `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
  return `${first.slice(0, 7)}/${plus(after, { days: -1 }).slice(0, 7)}`;
}

/**
 * Tells whether the part of the period that begins on this date has ended; until then its figures still grow. It is
 * called for each row of a report, so dates are compared as texts: converting them to instants took a quarter of the
 * time of a large report.
 *
 * @param today the date in Berlin
 */
export function hasEnded({ granularity, after }: ReportPeriod, begins: string, today: string): boolean {
  switch (granularity) {
    case 'DAY':
      return begins < today;
    case 'MONTH':
      return begins.slice(0, 7) < today.slice(0, 7);
    case 'SCHOOL_YEAR':
      return `${Number(begins.slice(0, 4)) + 1}${begins.slice(4)}` <= today;
    case 'TOTAL':
      return after <= today;
  }
}
