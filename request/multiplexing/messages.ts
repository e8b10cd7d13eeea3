/**
 * Many questions on one connection: the messages between gateway and service once HTTP has switched to them (docs/decisions/0080).
 *
 * A message is a line and a body, `<number> <bytes of the body> <words>\n<body>`, where the number is the question's:
 *
 * - gateway → service: `7 120 <envelope> <signature>` and the question; `7 0 left` where nobody waits for its answer any more.
 * - service → gateway: `7 300 200`, a status of HTTP, and the answer; before it `7 65536 +` and a piece, where the answer is
 *   long; `0 0 closing` where no more questions should come.
 */

/** What the connection is upgraded to, as HTTP names it (RFC 9110, 7.8). */
export const PROTOCOL = 'freischalter-questions';

export const LEFT = 'left';
export const PIECE = '+';
export const CLOSING = 'closing';

/** In bytes. Node takes as much for all headers of a request. */
export const LONGEST_LINE = 16 * 1024;
/**
 * The largest body, in bytes, that is sent together with others. Longer ones are sent by themselves or in pieces, so
 * that no message waits long behind them.
 */
export const LONGEST_BODY = 64 * 1024;

export class MalformedMessageError extends Error {}

/** @param from and to the bounds of the body in `bytes`, whose memory is reused: read it before returning */
type TakeMessage = (number: number, words: string, bytes: Buffer, from: number, to: number) => void;

export function messageOf(number: number, words: string, body: string): string {
  return `${number} ${Buffer.byteLength(body)} ${words}\n${body}`;
}

const NEWLINE = 0x0a;
const LINE = /^(\d{1,15}) (\d{1,8}) (.+)$/;

/** Reads messages piece by piece, as they come over a connection. */
export class MessageReader {
  /** What has come of a message that is not whole. */
  private kept: Buffer | undefined;
  private size = 0;
  /** How many bytes of it there must be before there is something to do. */
  private needed = 0;

  constructor(private readonly take: TakeMessage) {}

  /** Whether a part of a message is there. */
  get isWithin(): boolean {
    return this.kept !== undefined;
  }

  /** @throws MalformedMessageError */
  read(piece: Buffer): void {
    let bytes = piece;
    if (this.kept) {
      this.keep(piece);
      if (this.size < this.needed) return;
      bytes = this.kept.subarray(0, this.size);
      // A body may be looked at after this: its memory is not written to again.
      this.kept = undefined;
    }
    this.readAll(bytes);
  }

  private readAll(bytes: Buffer): void {
    let at = 0;
    let needed = 1;
    while (at < bytes.length) {
      const end = bytes.indexOf(NEWLINE, at);
      if ((end < 0 ? bytes.length : end) - at > LONGEST_LINE)
        throw new MalformedMessageError('a line that does not end');
      if (end < 0) break;
      const [, number, size, words] = LINE.exec(bytes.toString('latin1', at, end)) ?? [];
      if (words === undefined) throw new MalformedMessageError('a line that is none');
      const from = end + 1;
      const to = from + Number(size);
      if (to - from > LONGEST_BODY) throw new MalformedMessageError('a body that is too long');
      needed = to - at;
      if (to > bytes.length) break;
      at = to;
      needed = 1;
      this.take(Number(number), words, bytes, from, to);
    }
    if (at === bytes.length) return;
    this.size = 0;
    this.needed = needed;
    this.keep(bytes.subarray(at));
  }

  private keep(piece: Buffer): void {
    const size = this.size + piece.length;
    if (!this.kept || size > this.kept.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(size, this.needed, 2 * this.size));
      this.kept?.copy(grown, 0, 0, this.size);
      this.kept = grown;
    }
    piece.copy(this.kept, this.size);
    this.size = size;
  }
}

/** Writes all messages of one turn of the event loop in one system call. */
export class OutgoingMessages {
  private text = '';
  private readonly flush = () => {
    const { text } = this;
    this.text = '';
    if (text !== '') this.write(text);
  };

  constructor(private readonly write: (text: string) => void) {}

  put(message: string): void {
    if (this.text === '') setImmediate(this.flush);
    this.text += message;
  }

  /** At once. */
  putNow(message: string): void {
    this.text += message;
    this.flush();
  }
}
