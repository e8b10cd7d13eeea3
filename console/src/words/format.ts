/**
 * Formats numbers and dates in the language of the page. Calendar dates are those of Berlin, wherever the browser is.
 */
import { type Language, useLanguage } from './words';

const ZONE = 'Europe/Berlin';

export interface Format {
  number(value: number): string;
  /** Formats a figure that was rounded to a multiple. One that was rounded to 0 is not shown as 0. */
  rounded(value: number, to: number): string;
  /** Returns the same for a cell of a file, as a number unless it was rounded to 0. */
  cell(value: number, to: number): string | number;
  /** Formats the change from one rounded figure to another, such as +12 %; a dash where `changeOf` returns null. */
  change(value: number, before: number, roundedTo: number): string;
  /** Formats an amount in cents. */
  money(cents: number): string;
  /** Formats a date: 31.07.2027. */
  date(instant: string | null | undefined): string;
  /**
   * Formats the last day of a period that ends at this instant. A period until 1 August at midnight has 31 July as its
   * last day.
   */
  lastDay(until: string | null | undefined): string;
  /** Formats an instant: 31.07.2027, 14:05. */
  time(instant: string): string;
  /** Formats a month: 2027-07 → Juli 2027. */
  month(month: string): string;
  compare(one: string, other: string): number;
}

const made = new Map<Language, Format>();

export function useFormat(): Format {
  const language = useLanguage();
  const known = made.get(language) ?? create(language === 'de' ? 'de-DE' : 'en-GB');
  made.set(language, known);
  return known;
}

function create(locale: string): Format {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: 0,
  });
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  const day = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: ZONE } as const;
  const dates = new Intl.DateTimeFormat(locale, day);
  const times = new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit' });
  const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return {
    number: (value) => number.format(value),
    rounded: (value, to) => (value === 0 && to > 1 ? `< ${number.format(Math.ceil(to / 2))}` : number.format(value)),
    cell: (value, to) => (value === 0 && to > 1 ? `< ${Math.ceil(to / 2)}` : value),
    change: (value, before, roundedTo) => {
      const change = changeOf(value, before, roundedTo);
      return change === null ? '–' : percent.format(change);
    },
    money: (cents) => money.format(cents / 100),
    date: (instant) => (instant ? dates.format(new Date(instant)) : '–'),
    lastDay: (until) => (until ? dates.format(new Date(Date.parse(until) - 1)) : '–'),
    time: (instant) => times.format(new Date(instant)),
    month: (month) => months.format(new Date(`${month}-01T00:00:00Z`)),
    compare,
  };
}

/**
 * Returns the relative change: 0.12 for 12 % more. Returns null where there was nothing before, or so little that the
 * rounding would dominate.
 */
export function changeOf(value: number, before: number, roundedTo: number): number | null {
  return before === 0 || (roundedTo > 1 && before < 10 * roundedTo) ? null : value / before - 1;
}

const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' });

/** Returns the day of an instant in Berlin: 2027-07-31. */
export function dayOf(instant: string | number | Date): string {
  return parts.format(new Date(instant)).slice(0, 10);
}

/**
 * Returns a calendar day from an address, which anybody can write. A text that is no day is ignored, as a date field
 * does.
 */
export function asDay(text: string | undefined): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text) || text >= '9999') return undefined;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(instant) && new Date(instant).toISOString().startsWith(text) ? text : undefined;
}

/** Returns the instant at which a day begins in Berlin. */
export function beginOf(day: string): string {
  for (const offset of ['+01:00', '+02:00']) {
    const instant = new Date(`${day}T00:00:00${offset}`);
    if (parts.format(instant) === `${day} 00:00:00`) return instant.toISOString();
  }
  return new Date(`${day}T00:00:00+01:00`).toISOString();
}

/** Returns the instant at which a period with this last day ends. */
export function endOf(lastDay: string): string {
  const next = new Date(`${lastDay}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return beginOf(next.toISOString().slice(0, 10));
}

/** Returns the last day of a period that ends at this instant. */
export function lastDayOf(until: string): string {
  return dayOf(Date.parse(until) - 1);
}

/** Returns the month that many months from now: 2026-11. */
export function monthFromNow(months: number): string {
  const [year, month] = dayOf(Date.now()).split('-').map(Number);
  return new Date(Date.UTC(year as number, (month as number) - 1 + months, 1)).toISOString().slice(0, 7);
}
