import { createHash } from 'node:crypto';

/** Returns a hash that tells two inputs apart. */
export function inputHash(input: unknown): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('base64url');
}
