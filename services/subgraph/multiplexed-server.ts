/** The service's end of a connection that carries many questions at once (request/multiplexing/messages.ts). */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Cancellation, type CancellationToken } from '../../request/cancellation';
import {
  CLOSING,
  LEFT,
  LONGEST_BODY,
  MalformedMessageError,
  MessageReader,
  messageOf,
  OutgoingMessages,
  PIECE,
  PROTOCOL,
} from '../../request/multiplexing/messages';
import { ENVELOPE_HEADER, SIGNATURE_HEADER } from '../../request/signing/signed-request';

export interface Answered {
  /** A status code of HTTP; 401 where the question was not the gateway's. */
  readonly status: number;
  readonly text: string;
}

interface Headers {
  get(name: string): string | undefined;
}

/** @param leaving aborted where nobody waits any longer. The function must not throw. */
type AnswerQuestion = (headers: Headers, body: Buffer, leaving: CancellationToken) => Promise<Answered>;

/** Offered with each answer over HTTP. */
export const OFFER = { connection: 'upgrade', upgrade: PROTOCOL };

const SWITCHES = `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${PROTOCOL}\r\n\r\n`;
/** For one connection. A gateway has at most 64 at a service. */
const MAX_IN_WORK = 1_024;
const MESSAGE_MS = 30_000;
const IDLE_MS = 65_000;
/** For questions that were sent before the gateway heard that no more are accepted. */
const CLOSING_MS = 1_000;
/** In characters, of up to three bytes each. */
const LONGEST_PIECE = Math.floor(LONGEST_BODY / 3);

export class MultiplexedServer {
  private readonly connections = new Set<ServedConnection>();
  private closing = false;

  /** @param messageMs the time limit from the beginning of a message to its end */
  constructor(private readonly messageMs = MESSAGE_MS) {}

  /** Takes over a connection whose client asked for it. */
  upgrade(asked: string | undefined, duplex: Duplex, head: Buffer, answer: AnswerQuestion): void {
    const socket = duplex as Socket;
    socket.on('error', () => socket.destroy());
    if (this.closing || asked !== PROTOCOL) {
      socket.write('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      socket.destroySoon();
      return;
    }
    const connection = new ServedConnection(socket, answer, this.messageMs);
    this.connections.add(connection);
    socket.once('close', () => this.connections.delete(connection));
    connection.begin(head);
  }

  /** Answers the questions that have come in, and closes. */
  stop(): void {
    this.closing = true;
    for (const connection of this.connections) connection.stop();
  }
}

class ServedConnection {
  private readonly inWork = new Map<number, Cancellation>();
  private readonly reader = new MessageReader((number, words, bytes, from, to) =>
    this.took(number, words, bytes.subarray(from, to)),
  );
  private readonly outgoing = new OutgoingMessages((text) => {
    if (!this.socket.write(text)) this.socket.pause();
  });
  /** Whether any question came from the gateway. */
  private isGateway = false;
  private isOver = false;
  private late: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly answer: AnswerQuestion,
    private readonly messageMs: number,
  ) {
    socket.setNoDelay(true);
    socket.setTimeout(IDLE_MS, () => {
      if (this.inWork.size === 0 || socket.writableLength > 0) socket.destroy();
    });
    socket.on('data', (piece: Buffer) => this.read(piece));
    socket.on('drain', () => socket.resume());
    // Node's HTTP server leaves its end open when the other one is closed.
    socket.on('end', () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(this.late);
      for (const leaving of this.inWork.values()) leaving.abort(new Error('the gateway waits no more'));
      this.inWork.clear();
    });
  }

  begin(head: Buffer): void {
    this.outgoing.putNow(SWITCHES);
    if (head.length > 0) this.read(head);
  }

  stop(): void {
    this.outgoing.putNow(messageOf(0, CLOSING, ''));
    setTimeout(() => {
      this.isOver = true;
      this.endIfDone();
    }, CLOSING_MS).unref();
  }

  private read(piece: Buffer): void {
    try {
      this.reader.read(piece);
    } catch {
      this.socket.destroy();
      return;
    }
    if (this.reader.isWithin) this.late ??= setTimeout(() => this.socket.destroy(), this.messageMs).unref();
  }

  private took(number: number, words: string, body: Buffer): void {
    clearTimeout(this.late);
    this.late = undefined;
    if (words === LEFT) {
      this.inWork.get(number)?.abort(new Error('the gateway waits no more'));
      this.inWork.delete(number);
      return;
    }
    const [envelope, signature, ...others] = words.split(' ');
    if (others.length > 0 || this.inWork.has(number) || this.inWork.size >= MAX_IN_WORK) {
      throw new MalformedMessageError('no question');
    }
    const headers: Readonly<Record<string, string | undefined>> = {
      [ENVELOPE_HEADER]: envelope,
      [SIGNATURE_HEADER]: signature,
    };
    const leaving = new Cancellation();
    this.inWork.set(number, leaving);
    this.answer({ get: (name) => headers[name] }, body, leaving).then((answered) => {
      if (!leaving.aborted) this.send(number, answered, leaving);
    });
  }

  private send(number: number, { status, text }: Answered, leaving: CancellationToken): void {
    this.isGateway ||= status === 200;
    if (Buffer.byteLength(text) > LONGEST_BODY) return void this.sendInPieces(number, status, text, leaving);
    this.outgoing.put(messageOf(number, String(status), text));
    this.done(number);
    // A client that is not the gateway gets no second attempt on this connection.
    if (status === 401 && !this.isGateway) setImmediate(() => this.socket.destroySoon());
  }

  /** Sends the pieces no faster than they are read, and others between them. */
  private async sendInPieces(number: number, status: number, text: string, leaving: CancellationToken): Promise<void> {
    for (let at = 0; at < text.length; ) {
      // A surrogate pair is one character of UTF-8.
      const whole = Math.min(at + LONGEST_PIECE, text.length);
      const end = whole < text.length && isHighSurrogate(text.charCodeAt(whole - 1)) ? whole - 1 : whole;
      const isLast = end === text.length;
      this.outgoing.putNow(messageOf(number, isLast ? String(status) : PIECE, text.slice(at, end)));
      at = end;
      if (!isLast) await this.mayGoOn();
      if (leaving.aborted) return;
    }
    this.done(number);
  }

  private mayGoOn(): Promise<void> {
    return new Promise((done) => {
      if (!this.socket.writableNeedDrain) return void setImmediate(done);
      this.socket.once('drain', done);
      this.socket.once('close', done);
    });
  }

  private done(number: number): void {
    this.inWork.delete(number);
    this.endIfDone();
  }

  private endIfDone(): void {
    if (this.isOver && this.inWork.size === 0) setImmediate(() => this.socket.destroySoon());
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
