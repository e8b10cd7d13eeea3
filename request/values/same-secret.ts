import { timingSafeEqual } from 'node:crypto';

/** Whether the text is the secret. The time of the comparison reveals only the length of the text. */
export function isSameSecret(sent: unknown, secret: string): boolean {
  if (typeof sent !== 'string') return false;
  const [one, other] = [Buffer.from(sent), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}
