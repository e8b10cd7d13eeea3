/**
 * Reads one HTTP/1.1 response (RFC 9112) piece by piece, as it comes over a connection on which no other request is
 * made meanwhile.
 */

export interface HttpResponse {
  readonly status: number;
  readonly text: string;
  /** For how many milliseconds the connection may be used again; 0 where it may not. */
  readonly reusableMs: number;
  /** Another protocol that the service offers on its connections; undefined where it names none. */
  readonly upgrade?: string | undefined;
}

/** The response is not HTTP, or contradicts itself. */
export class MalformedResponseError extends Error {}
export class ResponseTooLargeError extends Error {}

const END_OF_HEAD = '\r\n\r\n';
const LARGEST_HEAD = 16 * 1024;
/** Used where the service does not say how long it keeps a connection; undici's pool used the same value. */
const KEPT_MS = 30_000;
/**
 * The service closes the connection after the seconds that it states, and a request of ours may be on its way by
 * then.
 */
const CLOSING_MS = 1_000;

interface Head {
  readonly status: number;
  /** In bytes; undefined where chunks or the end of the connection tell where the body ends. */
  readonly length: number | undefined;
  readonly isChunked: boolean;
  readonly reusableMs: number;
  readonly upgrade: string | undefined;
}

export class ResponseReader {
  private head: Head | undefined;
  /** The part of head or body that has come and is not read yet. */
  private bytes: Buffer | undefined;
  private size = 0;

  constructor(private readonly mostBytes: number) {}

  /**
   * @param piece belongs to the socket's memory, and is copied where it is needed later
   * @returns the response, when all of it is there
   * @throws MalformedResponseError, ResponseTooLargeError
   */
  take(piece: Buffer): HttpResponse | null {
    if (this.head) return this.takeBody(this.head, piece);
    const bytes = this.bytes ? Buffer.concat([this.bytes, piece]) : piece;
    const end = bytes.indexOf(END_OF_HEAD);
    if (end < 0 || end > LARGEST_HEAD) {
      if (bytes.length > LARGEST_HEAD) throw new MalformedResponseError('a head that does not end');
      this.bytes = Buffer.from(bytes);
      return null;
    }
    this.bytes = undefined;
    const head = readHead(bytes.toString('latin1', 0, end));
    const rest = bytes.subarray(end + END_OF_HEAD.length);
    // Interim responses come before the response itself (103 Early Hints).
    if (head.status < 200) return rest.length > 0 ? this.take(rest) : null;
    if (head.length !== undefined && head.length > this.mostBytes) throw tooLarge(this.mostBytes);
    this.head = head;
    return this.takeBody(head, rest);
  }

  /**
   * Called when the connection has ended. @returns the response, where that is its end; null where something of it is
   * missing
   */
  end(): HttpResponse | null {
    const { head } = this;
    if (!head || head.length !== undefined || head.isChunked) return null;
    return responseOf({ ...head, reusableMs: 0 }, this.bytes?.toString('utf8', 0, this.size) ?? '');
  }

  private takeBody(head: Head, piece: Buffer): HttpResponse | null {
    const { length } = head;
    // Most bodies come at once, and are read where they lie.
    if (length === piece.length && this.size === 0) return responseOf(head, piece.toString('utf8', 0, length));
    this.keep(piece, length);
    const bytes = this.bytes as Buffer;
    if (head.isChunked) {
      const text = textOfChunks(bytes.subarray(0, this.size));
      return text === null ? null : responseOf(head, text);
    }
    if (length === undefined || this.size < length) return null;
    return responseOf(head, bytes.toString('utf8', 0, length));
  }

  /** @param whole how many bytes there will be; undefined where that is not known */
  private keep(piece: Buffer, whole: number | undefined): void {
    const size = this.size + piece.length;
    if (size > (whole ?? this.mostBytes)) {
      if (whole === undefined) throw tooLarge(this.mostBytes);
      throw new MalformedResponseError('more than the response');
    }
    if (!this.bytes || size > this.bytes.length) {
      const grown = Buffer.allocUnsafe(whole ?? Math.max(size, 2 * (this.bytes?.length ?? 0)));
      this.bytes?.copy(grown, 0, 0, this.size);
      this.bytes = grown;
    }
    piece.copy(this.bytes, this.size);
    this.size = size;
  }
}

function responseOf({ status, reusableMs, upgrade }: Head, text: string): HttpResponse {
  return { status, text, reusableMs, upgrade };
}

const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?: |$)/;

/** @param text of the head without the empty line */
function readHead(text: string): Head {
  const lines = text.split('\r\n');
  const [, minor, code] = STATUS_LINE.exec(lines[0] as string) ?? [];
  if (code === undefined) throw new MalformedResponseError('no HTTP/1.1');
  const status = Number(code);
  if (status === 101) throw new MalformedResponseError('another protocol');
  let length: number | undefined;
  let isChunked = false;
  let reusableMs = minor === '1' ? KEPT_MS : 0;
  let upgrade: string | undefined;
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] as string;
    const colon = line.indexOf(':');
    if (colon < 1) throw new MalformedResponseError('a header that is none');
    const name = line.slice(0, colon).toLowerCase();
    if (name === 'content-length') {
      const given = line.slice(colon + 1).trim();
      if (length !== undefined || !/^\d{1,15}$/.test(given)) throw new MalformedResponseError('a length that is none');
      length = Number(given);
    } else if (name === 'transfer-encoding') {
      if (
        isChunked ||
        line
          .slice(colon + 1)
          .trim()
          .toLowerCase() !== 'chunked'
      )
        throw new MalformedResponseError('a transfer coding that is not read');
      isChunked = true;
    } else if (name === 'connection') {
      if (/\bclose\b/i.test(line)) reusableMs = 0;
    } else if (name === 'upgrade') {
      upgrade = line.slice(colon + 1).trim();
    } else if (name === 'keep-alive') {
      const seconds = /\btimeout=(\d{1,9})/i.exec(line)?.[1];
      if (seconds) reusableMs = Math.min(reusableMs, Math.max(0, Number(seconds) * 1_000 - CLOSING_MS));
    }
  }
  if (isChunked && length !== undefined) throw new MalformedResponseError('two lengths');
  if (status === 204 || status === 304) return { status, length: 0, isChunked: false, reusableMs, upgrade };
  return { status, length, isChunked, reusableMs, upgrade };
}

const SIZE_OF_CHUNK = /^([\da-f]{1,8})[ \t]*(?:;.*)?$/i;

/** @returns null where not all chunks have come */
function textOfChunks(bytes: Buffer): string | null {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return null;
    const size = Number.parseInt(SIZE_OF_CHUNK.exec(bytes.toString('latin1', at, end))?.[1] ?? '', 16);
    if (Number.isNaN(size)) throw new MalformedResponseError('a chunk without a size');
    at = end + 2;
    if (size === 0) return endsAt(bytes, at) ? Buffer.concat(chunks).toString() : null;
    if (bytes.length < at + size + 2) return null;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
    if (bytes[at] !== 0x0d || bytes[at + 1] !== 0x0a) throw new MalformedResponseError('a chunk of another size');
    at += 2;
  }
}

/** Tells whether the empty line is there, and before it the trailers, which nobody reads. */
function endsAt(bytes: Buffer, from: number): boolean {
  let at = from;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return false;
    if (end > at) {
      at = end + 2;
      continue;
    }
    if (end + 2 < bytes.length) throw new MalformedResponseError('more than the response');
    return true;
  }
}

function tooLarge(most: number): ResponseTooLargeError {
  return new ResponseTooLargeError(`more than ${most} bytes`);
}
