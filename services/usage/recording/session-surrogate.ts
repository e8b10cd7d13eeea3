/**
 * What is stored of a session: a hash of its name, keyed by a secret of the day of use. Without that secret nobody can find
 * the name that the sender gave, nor the same session on another day. When the secret is deleted, nobody can at all.
 */
import { createHmac } from 'node:crypto';
import { dateOf } from '../../../access/calendar';
import type { Use } from './use';

/** Of SHA-256's 32. It is enough that no two sessions of a day have the same hash by chance. */
const BYTES = 16;
const HOUR_MS = 3_600_000;

/** Tells the day of a use in Europe/Berlin, `2026-01-31`. Days begin at whole hours, so it is worked out once for each hour. */
export function dayReader(): (use: Use) => string {
  const days = new Map<number, string>();
  return ({ usedAt }) => {
    const hour = Math.floor(usedAt.getTime() / HOUR_MS);
    const day = days.get(hour) ?? dateOf(hour * HOUR_MS);
    days.set(hour, day);
    return day;
  };
}

/** @param secret of the day of use; without one it came too late to be counted by its session */
export function sessionSurrogate({ school, session }: Use, client: string, secret: Buffer | undefined): Buffer | null {
  if (session === null || !secret) return null;
  return createHmac('sha256', secret)
    .update(JSON.stringify([client, school, session]))
    .digest()
    .subarray(0, BYTES);
}
