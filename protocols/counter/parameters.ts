/** The parameters of requests: what each may hold, and what is said of those that hold something else. */
import type { Head } from '../../gateway/http/route';
import { CounterError } from './exceptions';

export type Query = Head['query'];

/**
 * One that is needed.
 *
 * @throws CounterError 1030 where it is missing, empty, or was sent several times
 */
export function required(query: Query, name: string): string {
  const value = query[name];
  if (Array.isArray(value)) throw new CounterError(1030, `${name} was sent ${value.length} times. Send it once.`);
  if (typeof value !== 'string' || value === '') throw new CounterError(1030, `${name} is missing.`);
  return value;
}

/** Undefined where it is missing or empty, a list where it was sent several times. */
export function optional(query: Query, name: string): string | readonly string[] | undefined {
  const value = query[name];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
