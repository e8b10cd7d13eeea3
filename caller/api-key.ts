/**
 * API keys for machines: `fsk_<id>_<secret>`. The id is public and names the key everywhere; only the bearer knows the
 * secret. We store only the hash of the whole key. SHA-256 suffices, because nobody can guess 256 random bits.
 */
import { createHash, randomBytes } from 'node:crypto';

/** The subject of an API key begins with this; the subject of a token must not. */
export const API_KEY_SUBJECT = 'api-key:';

/** The longest validity of a key. */
export const LONGEST_API_KEY_DAYS = 400;

const SHAPE = /^fsk_([0-9a-f]{16})_[\w-]{43}$/;

/** @returns the key, which is shown once and stored nowhere; and its id and its hash, which are stored */
export function makeApiKey(): { key: string; id: string; hash: string } {
  const id = randomBytes(8).toString('hex');
  const key = `fsk_${id}_${randomBytes(32).toString('base64url')}`;
  return { key, id, hash: hashOfApiKey(key) };
}

/** Null where the text is no API key. */
export function idOfApiKey(key: string): string | null {
  return SHAPE.exec(key)?.[1] ?? null;
}

export function isApiKeyId(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** 64 hexadecimal digits. */
export function hashOfApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
