/** Converts values that several formats share to those of a title. */
import { Duration } from 'luxon';
import { z } from 'zod';

/** Returns an address if it may be shown, which needs https. */
export function secure(url: string | undefined): string | undefined {
  return url?.startsWith('https://') ? url : undefined;
}

/**
 * @param duration a duration in ISO 8601
 * @returns undefined where it is invalid or zero
 */
export function secondsOf(duration: string | undefined): number | undefined {
  const seconds = Math.round(Duration.fromISO(duration ?? '').as('seconds'));
  return seconds > 0 ? seconds : undefined;
}

/** Returns the range from the lowest to the highest grade. */
export function gradeRange(grades: readonly number[]) {
  if (grades.length === 0) return {};
  return { gradeFrom: Math.min(...grades), gradeUntil: Math.max(...grades) };
}

/** Refuses a whole record while its schema reads it. */
export function refused(context: { issues: unknown[] }, message: string): never {
  context.issues.push({ code: 'custom', path: [], message, input: undefined });
  return z.NEVER;
}
