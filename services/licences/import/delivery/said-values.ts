/** How values of several formats become those of a title. */
import { Duration } from 'luxon';
import { z } from 'zod';

/** An address that is shown. Others than of https are not. */
export function secure(url: string | undefined): string | undefined {
  return url?.startsWith('https://') ? url : undefined;
}

/** @param duration of ISO 8601 @returns undefined where it is none, or of no time */
export function secondsOf(duration: string | undefined): number | undefined {
  const seconds = Math.round(Duration.fromISO(duration ?? '').as('seconds'));
  return seconds > 0 ? seconds : undefined;
}

/** From the lowest to the highest of them. */
export function gradeRange(grades: readonly number[]) {
  if (grades.length === 0) return {};
  return { gradeFrom: Math.min(...grades), gradeUntil: Math.max(...grades) };
}

/** Refuses a record as a whole, while it is read by its schema. */
export function refused(context: { issues: unknown[] }, message: string): never {
  context.issues.push({ code: 'custom', path: [], message, input: undefined });
  return z.NEVER;
}
