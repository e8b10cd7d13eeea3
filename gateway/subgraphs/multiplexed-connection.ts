/** One connection to a service that carries all questions to it at once (request/multiplexing/messages.ts). */
import type { Socket } from 'node:net';
import type { CancellationToken } from '../../request/cancellation';
import {
  CLOSING,
  LEFT,
  LONGEST_BODY,
  LONGEST_LINE,
  MalformedMessageError,
  MessageReader,
  messageOf,
  OutgoingMessages,
  PIECE,
  PROTOCOL,
} from '../../request/multiplexing/messages';
import { type HttpAddress, openSocket } from './http-connections';
import { ResponseTooLargeError } from './http-response';
import { TimeUpError } from './time-limit';

export interface MultiplexedAnswer {
  /** A status code of HTTP. */
  readonly status: number;
  readonly text: string;
}

/** The connection is closed when it was idle for this long; the service closes it after 65 s. */
const IDLE_MS = 55_000;
/** If a question was not answered in time and nothing at all came for this long, the other end is gone. */
const SILENCE_MS = 2_000;
/** Characters for number and size, beside the words. */
const NUMBERS = 32;

interface Exchange {
  readonly done: (answer: MultiplexedAnswer) => void;
  readonly failed: (error: unknown) => void;
  readonly signal: CancellationToken;
  /** Stops listening to the signal. */
  readonly leave: () => void;
  readonly sentAt: number;
  /** How many pieces had come on the connection when it was sent. */
  readonly heard: number;
  /** The pieces of a long answer. */
  pieces: Buffer[] | undefined;
  size: number;
}

export interface MultiplexedAddress extends HttpAddress {
  /** The value of the header `host`. */
  readonly authority: string;
  readonly path: string;
}

export class MultiplexedConnection {
  private readonly socket: Socket;
  private readonly waiting = new Map<number, Exchange>();
  private readonly reader = new MessageReader((...message) => this.took(...message));
  private readonly outgoing = new OutgoingMessages((text) => this.socket.write(text));
  /** The part of the service's answer to the upgrade that has come so far. */
  private head = '';
  private state: 'opening' | 'open' | 'closing' = 'opening';
  private asked = 0;
  private heard = 0;
  private error: unknown;

  /**
   * Opens the connection.
   *
   * @param mostBytes the largest size of an answer
   * @param over called when it is closed, with whether it was ever open
   */
  constructor(
    { authority, path, ...address }: MultiplexedAddress,
    private readonly mostBytes: number,
    over: (wasOpen: boolean) => void,
  ) {
    const upgrade = `GET ${path} HTTP/1.1\r\nhost: ${authority}\r\nconnection: upgrade\r\nupgrade: ${PROTOCOL}\r\n\r\n`;
    let wasOpen = false;
    this.socket = openSocket(
      address,
      () => this.socket.write(upgrade),
      (piece) => {
        this.read(piece);
        wasOpen ||= this.state === 'open';
      },
    );
    this.socket.on('timeout', () => {
      if (this.waiting.size === 0) this.socket.destroy();
    });
    this.socket.on('error', (error) => {
      this.error = error;
    });
    this.socket.on('close', () => {
      this.state = 'closing';
      over(wasOpen);
      for (const number of [...this.waiting.keys()]) {
        this.settle(number)?.failed(this.error ?? new Error('the connection was cut'));
      }
    });
  }

  /**
   * Tells whether a question can be sent here. Long ones go over connections of their own, so that no other waits
   * behind them.
   */
  takes(words: string, body: string): boolean {
    return this.state === 'open' && words.length <= LONGEST_LINE - NUMBERS && Buffer.byteLength(body) <= LONGEST_BODY;
  }

  /** @param words envelope and signature */
  ask(words: string, body: string, signal: CancellationToken): Promise<MultiplexedAnswer> {
    return new Promise((done, failed) => {
      if (signal.aborted) return failed(signal.reason);
      this.asked += 1;
      const number = this.asked;
      const leave = () => this.leave(number);
      const { heard } = this;
      const sentAt = Date.now();
      this.waiting.set(number, { done, failed, signal, leave, sentAt, heard, pieces: undefined, size: 0 });
      signal.addEventListener('abort', leave);
      this.outgoing.put(messageOf(number, words, body));
    });
  }

  /** Waits for the questions that are on their way. */
  async close(): Promise<void> {
    const closed = new Promise<void>((done) => {
      if (this.socket.closed) done();
      else this.socket.once('close', () => done());
    });
    this.takeNoMore();
    await closed;
  }

  private leave(number: number): void {
    const exchange = this.settle(number);
    if (!exchange) return;
    const { signal, failed, heard, sentAt } = exchange;
    const isSilent = heard === this.heard && Date.now() - sentAt >= SILENCE_MS;
    if (signal.reason instanceof TimeUpError && isSilent) this.socket.destroy();
    else this.outgoing.put(messageOf(number, LEFT, ''));
    failed(signal.reason);
  }

  private read(piece: Buffer): void {
    this.heard += 1;
    try {
      if (this.state === 'opening') this.readHead(piece);
      else this.reader.read(piece);
    } catch (error) {
      this.socket.destroy(error as Error);
    }
  }

  private readHead(piece: Buffer): void {
    this.head += piece.toString('latin1');
    if (!'HTTP/1.1 101 '.startsWith(this.head.slice(0, 13))) throw new Error('the service does not switch');
    const end = this.head.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.head.length > LONGEST_LINE) throw new Error('a head that does not end');
      return;
    }
    const rest = this.head.slice(end + 4);
    this.head = '';
    this.state = 'open';
    this.socket.setTimeout(IDLE_MS);
    if (rest) this.reader.read(Buffer.from(rest, 'latin1'));
  }

  private took(number: number, words: string, bytes: Buffer, from: number, to: number): void {
    const exchange = this.waiting.get(number);
    if (!exchange) {
      if (number === 0 && words === CLOSING) this.takeNoMore();
      // The rest of an answer still comes when nobody waits for it any longer.
      else if (number === 0 || number > this.asked) throw new MalformedMessageError('an answer that nobody asked for');
      return;
    }
    exchange.size += to - from;
    if (exchange.size > this.mostBytes) {
      this.settle(number)?.failed(new ResponseTooLargeError(`more than ${this.mostBytes} bytes`));
      this.outgoing.put(messageOf(number, LEFT, ''));
      return;
    }
    const { pieces } = exchange;
    if (words === PIECE) {
      exchange.pieces ??= [];
      exchange.pieces.push(Buffer.from(bytes.subarray(from, to)));
      return;
    }
    if (!/^[2-5]\d\d$/.test(words)) throw new MalformedMessageError('an answer without a status');
    const text = pieces
      ? Buffer.concat([...pieces, bytes.subarray(from, to)]).toString()
      : bytes.toString('utf8', from, to);
    this.settle(number)?.done({ status: Number(words), text });
  }

  private takeNoMore(): void {
    this.state = 'closing';
    if (this.waiting.size === 0) this.socket.destroy();
  }

  private settle(number: number): Exchange | undefined {
    const exchange = this.waiting.get(number);
    if (!exchange) return undefined;
    this.waiting.delete(number);
    exchange.signal.removeEventListener('abort', exchange.leave);
    if (this.state === 'closing' && this.waiting.size === 0) this.socket.destroy();
    return exchange;
  }
}
