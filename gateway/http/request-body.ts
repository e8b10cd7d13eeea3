/** Reads the body of a request, up to its limit. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/**
 * The smallest average size of pieces after the first {@link FREE_PIECES}: each piece costs a microsecond and 250
 * bytes, so a megabyte in pieces of one byte would take a second.
 */
const SMALLEST_PIECE = 256;
const FREE_PIECES = 64;

type UnreadableBody = 'too large' | 'in too small pieces' | 'no UTF-8';

/** Returns the length that the headers state; undefined where they leave it open. */
export function declaredLength({ headers }: IncomingMessage): number | undefined {
  if (headers['transfer-encoding'] !== undefined) return undefined;
  return Number(headers['content-length'] ?? 0);
}

/**
 * Returns the text, or why it cannot be read; the rest of it is then not read. It rejects where the client leaves
 * before its end.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<{ text: string } | UnreadableBody> {
  const body = new GrowingBuffer(limit);
  let pieces = 0;
  return new Promise((done, failed) => {
    const stop = (why: UnreadableBody) => {
      request.removeListener('data', take);
      request.pause();
      done(why);
    };
    const take = (piece: Buffer) => {
      pieces += 1;
      if (body.size + piece.length > limit) return stop('too large');
      if (pieces > FREE_PIECES + body.size / SMALLEST_PIECE) return stop('in too small pieces');
      body.add(piece);
    };
    request.on('data', take);
    request.once('end', () => done(body.text() ?? 'no UTF-8'));
    request.once('error', failed);
  });
}

/** Holds the bytes that came, with at most as much unused memory: the pieces themselves are not kept. */
class GrowingBuffer {
  size = 0;
  private bytes: Buffer | undefined;

  constructor(private readonly limit: number) {}

  add(piece: Buffer): void {
    const size = this.size + piece.length;
    if (!this.bytes) {
      this.bytes = piece;
    } else {
      if (size > this.bytes.length) this.grow(size);
      piece.copy(this.bytes, this.size);
    }
    this.size = size;
  }

  /** Returns undefined where it is not UTF-8: otherwise each such byte would become U+FFFD. */
  text(): { text: string } | undefined {
    if (!this.bytes) return { text: '' };
    const bytes = this.bytes.subarray(0, this.size);
    return isUtf8(bytes) ? { text: bytes.toString('utf8') } : undefined;
  }

  private grow(size: number): void {
    const before = this.bytes as Buffer;
    this.bytes = Buffer.allocUnsafeSlow(Math.min(this.limit, Math.max(2 * before.length, size)));
    before.copy(this.bytes, 0, 0, this.size);
  }
}
