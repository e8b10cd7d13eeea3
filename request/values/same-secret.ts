import { timingSafeEqual } from 'node:crypto';

/** Whether what was sent is the secret. How long it takes tells nothing but its length. */
export function isSameSecret(sent: unknown, secret: string): boolean {
  if (typeof sent !== 'string') return false;
  const [one, other] = [Buffer.from(sent), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}
