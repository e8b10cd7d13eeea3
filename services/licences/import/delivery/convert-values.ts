/** Converts values that several formats have to those of a title. */
import { Duration } from 'luxon';
import { z } from 'zod';

/** Returns an address that may be shown: only https is. */
export function secure(url: string | undefined): string | undefined {
  return url?.startsWith('https://') ? url : undefined;
}

/** @param duration in ISO 8601 @returns undefined where it is none, or zero */
export function secondsOf(duration: string | undefined): number | undefined {
  const seconds = Math.round(Duration.fromISO(duration ?? '').as('seconds'));
  return seconds > 0 ? seconds : undefined;
}

/** Returns the range from the lowest to the highest of them. */
export function gradeRange(grades: readonly number[]) {
  if (grades.length === 0) return {};
  return { gradeFrom: Math.min(...grades), gradeUntil: Math.max(...grades) };
}

/** Refuses a record as a whole, while its schema reads it. */
export function refused(context: { issues: unknown[] }, message: string): never {
  context.issues.push({ code: 'custom', path: [], message, input: undefined });
  return z.NEVER;
}
