/**
 * Bounds the connections, and the work of each.
 *
 * Connections that have shown no token are few: when one more comes, the oldest is closed, so a flood of silent ones
 * does not keep out a client that sends a request at once. Connections that have shown a token are shared between
 * callers: when one more comes, the caller with the most loses the one that was idle longest.
 *
 * The requests of one connection are answered one after another. Node would start all requests of one packet, some
 * hundreds, at once; a client that sends too many ahead is cut off.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { LinkedList, ListEntry } from '../../request/bulkhead/linked-list';
import { type Sharer, Sharers, type Subject } from '../../request/bulkhead/sharers';

export interface ConnectionLimits {
  readonly total: number;
  /** How many of these may be connections that have shown no token. */
  readonly withoutToken: number;
}

/** Each takes about 20 KB while it is idle. */
export const DEFAULT_CONNECTIONS: ConnectionLimits = { total: 4_096, withoutToken: 512 };
/**
 * How many requests one connection may send before the first of them is answered. Clients that send ahead send about
 * ten.
 */
const MAX_PIPELINED = 16;
/** After this many refusals in a row a connection is closed with the next one. */
const MAX_REFUSALS = 100;

export type CutReason = 'connections' | 'pipelining';

class Connection {
  readonly entry = new ListEntry<Connection>(this);
  caller: Sharer | null = null;
  subject: Subject<Connection> | null = null;
  unanswered = 0;
  refusals = 0;
  waiting: (() => void)[] = [];

  constructor(readonly socket: Socket) {}
}

export class Connections {
  private readonly known = new WeakMap<Socket, Connection>();
  private readonly strangers = new LinkedList<Connection>();
  private readonly sharers = new Sharers<Connection>();
  private withToken = 0;

  constructor(
    server: Server,
    private readonly limits: ConnectionLimits,
    private readonly onCut: (why: CutReason) => void,
  ) {
    server.on('connection', (socket) => this.open(socket));
  }

  get size(): number {
    return this.strangers.size + this.withToken;
  }

  /** Does the work when all earlier requests on its connection are answered. */
  inOrder({ socket }: IncomingMessage, response: ServerResponse, work: () => void): void {
    const connection = this.of(socket);
    if (socket.destroyed) return;
    connection.unanswered += 1;
    if (connection.unanswered > MAX_PIPELINED) {
      this.cut(connection, 'pipelining');
      return;
    }
    response.once('close', () => {
      connection.unanswered -= 1;
      connection.waiting.shift()?.();
    });
    if (connection.unanswered === 1) work();
    else connection.waiting.push(work);
  }

  /**
   * To be called with each request that shows a token. @returns false where there is no room for a connection of this
   * caller
   */
  showedToken(socket: Socket, caller: Sharer): boolean {
    const connection = this.of(socket);
    connection.refusals = 0;
    if (connection.caller !== caller && !this.give(connection, caller)) return false;
    // The connection that was longest without a request comes first.
    const { subject, entry } = connection;
    subject?.queue?.remove(entry);
    subject?.queue?.append(entry);
    return true;
  }

  /**
   * To be called with each refusal. @returns whether the connection must be closed after it, because its client does
   * not stop
   */
  refused(socket: Socket): boolean {
    const connection = this.of(socket);
    connection.refusals += 1;
    return connection.refusals >= MAX_REFUSALS;
  }

  private open(socket: Socket): void {
    const connection = this.of(socket);
    if (this.strangers.size >= this.limits.withoutToken) {
      const oldest = this.strangers.first?.item;
      if (oldest) this.cut(oldest, 'connections');
    }
    this.strangers.append(connection.entry);
    socket.once('close', () => this.leave(connection));
  }

  private give(connection: Connection, caller: Sharer): boolean {
    const subject = this.sharers.subjectOf(caller);
    if (subject === connection.subject) {
      connection.caller = caller;
      return true;
    }
    if (!connection.subject && this.withToken >= this.limits.total - this.limits.withoutToken) {
      const loser = (this.sharers.whoMakesRoomFor(subject) ?? subject).queue?.first?.item;
      if (!loser) {
        this.sharers.removeIdle(subject);
        return false;
      }
      this.cut(loser, 'connections');
    }
    this.remove(connection);
    connection.caller = caller;
    // The subject may have been forgotten together with the connection that was cut.
    connection.subject = this.sharers.subjectOf(caller);
    this.sharers.enqueue(connection.subject, connection.entry);
    this.withToken += 1;
    return true;
  }

  private leave(connection: Connection): void {
    connection.waiting = [];
    this.remove(connection);
  }

  private remove(connection: Connection): void {
    const { subject, entry } = connection;
    this.strangers.remove(entry);
    if (!subject) return;
    connection.subject = null;
    connection.caller = null;
    this.sharers.dequeue(subject, entry);
    this.sharers.removeIdle(subject);
    this.withToken -= 1;
  }

  private cut(connection: Connection, why: CutReason): void {
    this.onCut(why);
    this.leave(connection);
    connection.socket.destroy();
  }

  private of(socket: Socket): Connection {
    let connection = this.known.get(socket);
    if (!connection) {
      connection = new Connection(socket);
      this.known.set(socket, connection);
    }
    return connection;
  }
}
