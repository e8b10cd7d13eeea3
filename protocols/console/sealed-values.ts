/**
 * Seals values that a browser keeps for us, so that they can neither be read nor changed there, and any gateway of
 * the installation can open them: a JWE with a direct key, AES-256-GCM. Tokens are compressed first, to less than
 * half of their length.
 */
import { hkdfSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { CompactEncrypt, compactDecrypt } from 'jose';

export interface Seal {
  /** Returns null where the result would be longer than browsers keep. */
  seal(value: object): Promise<string | null>;
  /** Returns null where it was not sealed by us for this purpose, or was changed. */
  open(sealed: string): Promise<unknown>;
}

/** Browsers keep 4,096 bytes of a cookie, including its name and attributes. */
const LONGEST_SEALED = 3_900;
const LARGEST_OPENED = 64 * 1024;

/**
 * @param keys the first one seals, all of them open: to change the key, put the new one first, and remove the old one
 * when all values that it sealed have expired
 * @param purpose values that were sealed for another purpose do not open
 */
export function createSeal(keys: readonly string[], purpose: string): Seal {
  const derived = keys.map((key) => new Uint8Array(hkdfSync('sha256', key, '', `console ${purpose}`, 32)));
  const [sealing] = derived;
  if (!sealing) throw new Error('There is no key to seal sessions with. Name at least one.');
  return {
    async seal(value) {
      const packed = deflateRawSync(JSON.stringify(value), { level: 9 });
      const sealed = await new CompactEncrypt(packed)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(sealing);
      return sealed.length > LONGEST_SEALED ? null : sealed;
    },
    async open(sealed) {
      if (sealed.length > LONGEST_SEALED) return null;
      for (const key of derived) {
        const opened = await compactDecrypt(sealed, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        }).catch(() => null);
        if (!opened) continue;
        const text = inflateRawSync(opened.plaintext, { maxOutputLength: LARGEST_OPENED }).toString();
        return JSON.parse(text) as unknown;
      }
      return null;
    },
  };
}

/**
 * The parts of a token; those that are JSON are stored as plain text, because Base64 hides repetitions from deflate.
 */
export type PackedToken = string | readonly [header: string, payload: string, signature: string];

export function packToken(token: string): PackedToken {
  const parts = token.split('.');
  if (parts.length !== 3) return token;
  const [header, payload, signature] = parts as [string, string, string];
  const packed: PackedToken = [textOf(header), textOf(payload), signature];
  // A token that does not come back unchanged stays as it is.
  return unpackToken(packed) === token ? packed : token;
}

export function unpackToken(packed: PackedToken): string {
  if (typeof packed === 'string') return packed;
  const [header, payload, signature] = packed;
  return [base64(header), base64(payload), signature].join('.');
}

function textOf(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
