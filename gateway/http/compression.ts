/**
 * Compresses answers with br or gzip, for clients that accept it.
 *
 * The length of a compressed answer can reveal a secret where an attacker chooses part of the text (BREACH). Not
 * here: an answer holds no secret besides what its caller asked for, and nobody can make a browser send the token of
 * another person: foreign pages may not send the header (cors.ts), and a cookie alone executes nothing
 * (protocols/console).
 */
import { promisify } from 'node:util';
import {
  type BrotliOptions,
  brotliCompress,
  brotliCompressSync,
  constants,
  gzip,
  gzipSync,
  type ZlibOptions,
} from 'node:zlib';

type Encoding = 'br' | 'gzip';

/** In characters. An answer that fits into one packet arrives no sooner when it is smaller. */
export const SMALLEST_COMPRESSED = 1_400;
/**
 * Up to this many characters it is compressed at once: it takes 40 µs for 3,000 and 120 for the least compressible of
 * 16,000. Moving it to another thread and back takes 150 µs of the processor.
 */
const COMPRESSED_AT_ONCE = 16_384;
/**
 * Longer answers are compressed on the pool’s threads, of which there are four for everything: two may do this, so
 * that it takes no more than half of them, and no more memory than two answers. Answers that come meanwhile are sent
 * uncompressed.
 */
const AT_ONCE = 2;

/**
 * Levels 4 of 11 and 6 of 9: JSON becomes a tenth of its size at about 100 MB a second; more effort makes it hardly
 * smaller.
 */
const BROTLI: BrotliOptions = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
};
const GZIP: ZlibOptions = { level: 6 };

const asBrotli = promisify<string, BrotliOptions, Buffer>(brotliCompress);
const asGzip = promisify<string, ZlibOptions, Buffer>(gzip);

export class Compression {
  private busy = 0;

  /** Returns null where too many are being compressed: the answer is then sent uncompressed. */
  compress(text: string, encoding: Encoding): Buffer | Promise<Buffer> | null {
    if (text.length <= COMPRESSED_AT_ONCE)
      return encoding === 'br' ? brotliCompressSync(text, BROTLI) : gzipSync(text, GZIP);
    if (this.busy >= AT_ONCE) return null;
    this.busy += 1;
    const compressing = encoding === 'br' ? asBrotli(text, BROTLI) : asGzip(text, GZIP);
    return compressing.finally(() => {
      this.busy -= 1;
    });
  }
}

/**
 * Returns what a client prefers of br, gzip and the plain text; null for the latter. Of two equal ones, br is
 * smaller.
 */
export function encodingOf(acceptEncoding: string | undefined): Encoding | null {
  if (!acceptEncoding) return null;
  const weights = new Map<string, number>();
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0);
  }
  const others = weights.get('*') ?? 0;
  const br = weights.get('br') ?? others;
  const gzip = weights.get('gzip') ?? others;
  const best = Math.max(br, gzip);
  if (best <= 0 || (weights.get('identity') ?? 0) > best) return null;
  return br >= gzip ? 'br' : 'gzip';
}
