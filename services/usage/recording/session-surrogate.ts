/**
 * Hashes the name of a session with a secret of the day of use; only the hash is stored. Without the secret nobody finds
 * the name that the sender gave, nor the same session on another day. Once the secret is deleted, nobody finds them.
 */
import { createHmac } from 'node:crypto';
import { dateOf } from '../../../access/calendar';
import type { Use } from './use';

/** SHA-256 has 32 bytes. With 16, no two sessions of a day have the same hash by chance. */
const BYTES = 16;
const HOUR_MS = 3_600_000;

/** Returns the day of a use in Europe/Berlin, `2026-01-31`. Days begin at whole hours, so each hour is computed once. */
export function dayReader(): (use: Use) => string {
  const days = new Map<number, string>();
  return ({ usedAt }) => {
    const hour = Math.floor(usedAt.getTime() / HOUR_MS);
    const day = days.get(hour) ?? dateOf(hour * HOUR_MS);
    days.set(hour, day);
    return day;
  };
}

/** @param secret the secret of the day of use; without one, the use came too late to be counted by its session */
export function sessionSurrogate({ school, session }: Use, client: string, secret: Buffer | undefined): Buffer | null {
  if (session === null || !secret) return null;
  return createHmac('sha256', secret)
    .update(JSON.stringify([client, school, session]))
    .digest()
    .subarray(0, BYTES);
}
