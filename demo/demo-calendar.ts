/**
 * The days of the demo data, all counted from one day, so that “current”, “past” and “future” stay true whenever the
 * demo is made.
 */
import { DateTime } from 'luxon';
import { midnight, ZONE } from '../access/calendar';

export class DemoCalendar {
  readonly today: DateTime;
  /** The calendar year in which the present school year began. */
  readonly startYear: number;
  private readonly days = new Map<number, string>();

  /** @param today any instant of the day from which all days are counted */
  constructor(today: Date = new Date()) {
    this.today = DateTime.fromJSDate(today, { zone: ZONE }).startOf('day');
    this.startYear = this.today.month >= 8 ? this.today.year : this.today.year - 1;
  }

  /** Returns the day that many days after today, or before it where the number is negative: `2026-08-01`. */
  day(days: number): string {
    const known = this.days.get(days) ?? (this.today.plus({ days }).toISODate() as string);
    this.days.set(days, known);
    return known;
  }

  /**
   * Returns 1 August of the school year that many years after the present one, or before it where the number is
   * negative.
   */
  schoolYear(years: number): string {
    return `${this.startYear + years}-08-01`;
  }

  /** Returns the instant at which a day begins. */
  startOf(date: string): Date {
    return new Date(midnight(date));
  }
}

/** Returns the day that many days after a date. */
export function daysAfter(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: ZONE }).plus({ days }).toISODate() as string;
}

/**
 * Returns whether most schools are open on that day, which they are not at weekends and, roughly, in the holidays of
 * North Rhine-Westphalia.
 */
export function isSchoolDay(day: DateTime): boolean {
  if (day.weekday > 5) return false;
  const date = day.month * 100 + day.day;
  const summer = date >= 708 && date <= 820;
  const autumn = date >= 1010 && date <= 1023;
  const christmas = date >= 1222 || date <= 106;
  const toEaster = day.ordinal - easter(day.year).ordinal;
  const spring = toEaster >= -13 && toEaster <= 6;
  const holiday = [101, 501, 1003, 1101].includes(date) || [39, 50, 60].includes(toEaster);
  return !(summer || autumn || christmas || spring || holiday);
}

/** Computes Easter Sunday by the anonymous Gregorian algorithm. */
function easter(year: number): DateTime {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * shift + 114;
  return DateTime.fromObject({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 }, { zone: ZONE });
}
