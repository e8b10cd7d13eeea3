import { createHash } from 'node:crypto';

/** By which two inputs are told apart. */
export function inputHash(input: unknown): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('base64url');
}
