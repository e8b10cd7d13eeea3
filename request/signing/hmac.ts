import { hash } from 'node:crypto';

const BLOCK = 64;
/** The longest text that is written into the same memory each time. It needs three bytes for each character. */
const DEFAULT_LENGTH = 4_096;

/** @returns the HMAC of the text as UTF-8, in base64url */
export type Hmac = (text: string) => string;

/**
 * HMAC-SHA-256 (RFC 2104), as `createHmac` makes it, by two one-shot hashes. For many short texts with one key it takes half
 * as long: `createHmac` makes a native object for each, which is collected later. hmac.test.ts holds it to that.
 */
export function hmacSha256(key: string): Hmac {
  const bytes = Buffer.from(key);
  const block = bytes.length > BLOCK ? hash('sha256', bytes, 'buffer') : bytes;
  let inner = Buffer.alloc(BLOCK + DEFAULT_LENGTH, 0x36);
  const outer = Buffer.alloc(BLOCK + 32, 0x5c);
  for (const [at, byte] of block.entries()) {
    inner[at] = 0x36 ^ byte;
    outer[at] = 0x5c ^ byte;
  }
  return (text) => {
    const most = BLOCK + 3 * text.length;
    if (most > inner.length) inner = Buffer.concat([inner.subarray(0, BLOCK)], most);
    const length = inner.write(text, BLOCK);
    outer.write(hash('sha256', inner.subarray(0, BLOCK + length), 'binary'), BLOCK, 'binary');
    return hash('sha256', outer, 'base64url');
  };
}
