/**
 * Connections to one service. Each is used for one request at a time and kept for the next.
 *
 * They are made for short questions by the thousand: a request is one write, and an answer is read from where the
 * socket puts it. docs/decisions/0014 says why this is not a library.
 */
import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { CancellationToken } from '../../request/cancellation';
import { type HttpResponse, ResponseReader } from './http-response';

const CONNECT_MS = 2_000;
/** The memory of each connection for what the kernel delivers at once. */
const READ_BYTES = 64 * 1024;

export interface HttpAddress {
  readonly host: string;
  readonly port: number;
  /** Used in place of host and port. */
  readonly socketPath?: string | undefined;
  readonly isSecure: boolean;
}

/**
 * Opens a connection. While it connects, the socket emits `timeout` after CONNECT_MS; the caller then destroys it,
 * and sets the limit for later.
 *
 * @param opened called when the socket can be written to
 * @param take called with each piece that comes; the memory of a piece is used again for the next one
 */
export function openSocket(
  { host, port, socketPath, isSecure }: HttpAddress,
  opened: () => void,
  take: (piece: Buffer) => void,
): Socket {
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    callback: (size, buffer) => {
      take((buffer as Buffer).subarray(0, size));
      return true;
    },
  };
  const place = socketPath === undefined ? { host, port } : { path: socketPath };
  const options = { ...place, onread, noDelay: true };
  const socket = isSecure ? connectTls(isIP(host) ? options : { ...options, servername: host }) : connect(options);
  socket.setTimeout(CONNECT_MS);
  return socket.once(isSecure ? 'secureConnect' : 'connect', opened);
}

interface Exchange {
  readonly reader: ResponseReader;
  readonly done: (response: HttpResponse) => void;
  readonly failed: (error: unknown) => void;
  /** Stops listening to the signal. */
  readonly leave: () => void;
  readonly signal: CancellationToken;
}

export class HttpConnections {
  /** The connection that was used last is used next, so that the connections of a burst are closed when it is over. */
  private readonly idle: Connection[] = [];
  private readonly open = new Set<Connection>();
  private closed: (() => void) | undefined;

  constructor(
    private readonly address: HttpAddress,
    private readonly mostBytes: number,
  ) {}

  /** For measurements. */
  get size(): number {
    return this.open.size;
  }

  /** @param message the whole request */
  exchange(message: string, signal: CancellationToken): Promise<HttpResponse> {
    return new Promise((done, failed) => {
      if (signal.aborted) return failed(signal.reason);
      if (this.closed) return failed(new Error('the connections are closed'));
      const connection = this.idle.pop() ?? this.connect();
      const leave = () => connection.abandon(signal.reason);
      connection.send(message, { reader: new ResponseReader(this.mostBytes), done, failed, leave, signal });
    });
  }

  /** Waits for the requests that are on their way. */
  async close(): Promise<void> {
    const all = new Promise<void>((closed) => {
      this.closed = closed;
    });
    for (const connection of [...this.idle]) connection.end();
    if (this.open.size === 0) this.closed?.();
    await all;
  }

  private connect(): Connection {
    const connection = new Connection(this.address, {
      free: () => {
        if (this.closed) connection.end();
        else this.idle.push(connection);
      },
      gone: () => {
        const at = this.idle.lastIndexOf(connection);
        if (at >= 0) this.idle.splice(at, 1);
        this.open.delete(connection);
        if (this.open.size === 0) this.closed?.();
      },
    });
    this.open.add(connection);
    return connection;
  }
}

interface Owner {
  /** Called when it can take a request. */
  free(): void;
  gone(): void;
}

class Connection {
  private readonly socket: Socket;
  private exchange: Exchange | undefined;
  private isOpen = false;
  /** Holds the request back until it is known who is at the other end. */
  private first: string | undefined;
  private error: unknown;

  constructor(
    address: HttpAddress,
    private readonly owner: Owner,
  ) {
    const opened = () => {
      this.isOpen = true;
      if (this.first) this.socket.write(this.first);
      this.first = undefined;
    };
    this.socket = openSocket(address, opened, (piece) => this.take(piece));
    this.socket.on('timeout', () => {
      // The connection does not limit how long an exchange may take.
      if (!this.exchange || !this.isOpen) this.socket.destroy(new Error('the connection was idle, or never open'));
    });
    this.socket.on('error', (error) => {
      this.error = error;
    });
    this.socket.on('close', () => this.over());
  }

  send(message: string, exchange: Exchange): void {
    this.exchange = exchange;
    exchange.signal.addEventListener('abort', exchange.leave);
    if (this.isOpen) this.socket.write(message);
    else this.first = message;
  }

  abandon(reason: unknown): void {
    this.settle()?.failed(reason);
    this.socket.destroy();
  }

  end(): void {
    this.socket.destroy();
  }

  private take(piece: Buffer): void {
    const { exchange } = this;
    // No request is on its way.
    if (!exchange) {
      this.end();
      return;
    }
    let response: HttpResponse | null;
    try {
      response = exchange.reader.take(piece);
    } catch (error) {
      this.abandon(error);
      return;
    }
    if (!response) return;
    this.settle();
    // A service that answers before it has read the request may never read the rest, nor what would come after it.
    if (response.reusableMs > 0 && this.socket.writableLength === 0) this.keep(response.reusableMs);
    else this.end();
    exchange.done(response);
  }

  private keep(ms: number): void {
    if (this.socket.timeout !== ms) this.socket.setTimeout(ms);
    this.owner.free();
  }

  private over(): void {
    this.owner.gone();
    const exchange = this.settle();
    if (!exchange) return;
    const response = this.error === undefined ? exchange.reader.end() : null;
    if (response) exchange.done(response);
    else exchange.failed(this.error ?? new Error('the connection was cut'));
  }

  private settle(): Exchange | undefined {
    const { exchange } = this;
    this.exchange = undefined;
    exchange?.signal.removeEventListener('abort', exchange.leave);
    return exchange;
  }
}
