/** The ministry's Schulbetriebsschlüssel, read as the time in which a school is in operation. */
import { dateOf, midnight, midnightAfter, schoolYearOf } from '../../../access/calendar';

/** Days, half-open; null is an open end. */
interface Operating {
  readonly from: string | null;
  readonly until: string | null;
}

/**
 * What the Schulbetriebsdatum means with each key. A closing date is the last day in operation (31.07.2022), so the
 * school is closed from the next day on.
 */
const OPERATIONS: Record<string, (date: string | null, asOf: Date) => Operating> = {
  /**
   * Wird zum Ende des laufenden Schuljahres aufgelöst. A date other than a 31 July is the day on which the school
   * opened.
   */
  '0': (date, asOf) => ({ from: null, until: date?.endsWith('-07-31') ? dayAfter(date) : endOfSchoolYear(asOf) }),
  '1': since,
  /** Wird später aufgelöst. */
  '2': (date) => ({ from: null, until: date && dayAfter(date) }),
  /** Nimmt den Schulbetrieb auf. */
  '3': since,
  /** Ruht. */
  '4': ended,
  /** Gelöscht, besteht nur für die Stellendatei weiter. */
  '5': ended,
  /** Wie 1, nimmt nur an bestimmten Erhebungen teil. */
  '6': since,
  /** Zum letzten Schuljahresende gelöscht. */
  '9': ended,
};

export const OPERATION_KEYS: readonly string[] = Object.keys(OPERATIONS);

/** @param date of the list as `YYYY-MM-DD`, null where the list leaves it out */
export function operatingTime(key: string, date: string | null, asOf: Date): Operating {
  const operation = OPERATIONS[key];
  if (!operation) throw new RangeError(`the operation key “${key}” is none of ${OPERATION_KEYS.join(', ')}`);
  return operation(date, asOf);
}

function since(date: string | null): Operating {
  return { from: date, until: null };
}

function ended(date: string | null, asOf: Date): Operating {
  return { from: null, until: date ? dayAfter(date) : dateOf(schoolYearOf(asOf.getTime()).from) };
}

function endOfSchoolYear(asOf: Date): string {
  return dateOf(schoolYearOf(asOf.getTime()).until);
}

function dayAfter(date: string): string {
  return dateOf(midnightAfter(midnight(date), 1));
}
