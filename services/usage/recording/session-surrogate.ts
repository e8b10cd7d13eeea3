/**
 * Stands for a visit in which a title was used: a hash, keyed by a secret of the day of use. Who has no secret cannot go back
 * from it to the name that the sender gave, nor find the same visitor on another day; when the secret is deleted, nobody can.
 */
import { createHmac } from 'node:crypto';
import { dateOf } from '../../../access/calendar';
import type { Use } from './use';

/** Of SHA-256's 32. So many visits of one day that two of them meet by chance there will never be. */
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

/** @param secret of the day of use; without one it came too late to be counted by its visit */
export function sessionSurrogate({ school, session }: Use, client: string, secret: Buffer | undefined): Buffer | null {
  if (session === null || !secret) return null;
  return createHmac('sha256', secret)
    .update(JSON.stringify([client, school, session]))
    .digest()
    .subarray(0, BYTES);
}
