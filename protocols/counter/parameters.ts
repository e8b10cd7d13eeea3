/** The parameters of requests: their allowed values, and the exceptions for all others. */
import type { Head } from '../../gateway/http/route';
import { CounterError } from './exceptions';

export type Query = Head['query'];

/**
 * Returns a required parameter.
 *
 * @throws CounterError 1030 where it is missing, empty, or was sent several times
 */
export function required(query: Query, name: string): string {
  const value = query[name];
  if (Array.isArray(value)) throw new CounterError(1030, `${name} was sent ${value.length} times. Send it once.`);
  if (typeof value !== 'string' || value === '') throw new CounterError(1030, `${name} is missing.`);
  return value;
}

/** Returns undefined where it is missing or empty, and a list where it was sent several times. */
export function optional(query: Query, name: string): string | readonly string[] | undefined {
  const value = query[name];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
