/**
 * Bounds the memory of answers that clients have not read yet. The kernel buffers a part; the rest stays in our
 * memory.
 *
 * The bytes are shared between callers: a caller that wants more than its part loses the answer of its organisation
 * that made no progress for longest. A reader must take {@link PIECE} bytes, or what is left, within the time limit,
 * or is cut off.
 */
import type { ServerResponse } from 'node:http';
import { LinkedList, ListEntry } from '../../request/bulkhead/linked-list';
import { organisationOf, type Sharer } from '../../request/bulkhead/sharers';
import { ByteBudget, type Bytes } from './byte-budget';
import { put, type RawHeaders } from './raw-headers';

export interface UnreadAnswersOptions {
  readonly limitBytes: number;
  /** The time in which a reader must take a piece. */
  readonly patienceMs: number;
}

/** With 10 s of patience, 6.4 KB in a second: the slowest mobile network is faster. */
export const DEFAULT_UNREAD_ANSWERS: UnreadAnswersOptions = { limitBytes: 128 * 1024 * 1024, patienceMs: 10_000 };
const PIECE = 64 * 1024;

export type UnreadReason = 'unread answers' | 'slow reader';

interface SentAnswer {
  readonly status: number;
  /** The length of the body is added to them. */
  readonly headers: RawHeaders;
  readonly body: string | Buffer;
}

/** For an answer that is made while it is sent: one piece that is made, and one on its way. */
const STREAMED_BYTES = 2 * PIECE;

class Unread {
  readonly entry = new ListEntry<Unread>(this);
  readonly inOrganisation = new ListEntry<Unread>(this);
  progressedAt = performance.now();

  constructor(
    readonly response: ServerResponse,
    readonly organisation: string,
    readonly bytes: Bytes,
  ) {}
}

export class UnreadAnswers {
  private readonly budget: ByteBudget;
  /** Those that made no progress for longest come first. */
  private readonly all = new LinkedList<Unread>();
  private readonly organisations = new Map<string, LinkedList<Unread>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: UnreadAnswersOptions,
    private readonly onCut: (why: UnreadReason) => void,
  ) {
    this.budget = new ByteBudget(options.limitBytes);
  }

  get bytes(): number {
    return this.budget.held;
  }

  get count(): number {
    return this.all.size;
  }

  /** Sends an answer. @returns false, and sends nothing, where the caller has no room for an answer of this size */
  send(response: ServerResponse, { status, headers, body }: SentAnswer, caller: Sharer): boolean {
    if (body.length <= PIECE) {
      put(headers, 'content-length', Buffer.byteLength(body));
      response.writeHead(status, headers);
      response.end(response.req.method === 'HEAD' ? undefined : body);
      // What the kernel took at once, nearly always the whole answer, needs no watching.
      const left = response.writableLength;
      if (left > 0 && !this.watch(response, left, caller)) this.cut(response, 'unread answers');
      return true;
    }
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const unread = this.watch(response, bytes.length, caller);
    if (!unread) return false;
    put(headers, 'content-length', bytes.length);
    response.writeHead(status, headers);
    this.sendPieces(unread, bytes);
    return true;
  }

  /**
   * Sends an answer while it is made, no faster than it is read. @returns false, and sends nothing, where the caller
   * has no room for it
   *
   * @throws what the pieces throw; where some were sent the connection is closed, so that nobody takes a part for the
   * whole
   */
  async stream(
    response: ServerResponse,
    { status, headers }: Omit<SentAnswer, 'body'>,
    pieces: AsyncIterable<string>,
    caller: Sharer,
  ): Promise<boolean> {
    const unread = this.watch(response, STREAMED_BYTES, caller);
    if (!unread) return false;
    // Nobody waits for the reader yet.
    this.take(unread);
    try {
      for await (const piece of together(pieces)) {
        // The reader left while the piece was made, so nothing drains any longer.
        if (response.destroyed) return true;
        if (!response.headersSent) response.writeHead(status, headers);
        if (!response.write(piece)) await this.drained(unread);
        if (response.destroyed) return true;
      }
    } catch (error) {
      if (response.destroyed) return true;
      if (response.headersSent) response.destroy();
      throw error;
    }
    if (!response.headersSent) response.writeHead(status, headers);
    response.end();
    if (response.writableLength > 0) this.wait(unread);
    return true;
  }

  /** Resolves when all of it is read, or the reader is gone or cut. */
  private drained(unread: Unread): Promise<void> {
    const { response } = unread;
    this.wait(unread);
    return new Promise((done) => {
      const over = () => {
        response.off('drain', over).off('close', over);
        this.take(unread);
        done();
      };
      response.once('drain', over).once('close', over);
    });
  }

  private wait(unread: Unread): void {
    unread.progressedAt = performance.now();
    this.add(unread);
    this.watchPatience();
  }

  private sendPieces(unread: Unread, bytes: Buffer): void {
    const { response } = unread;
    let sent = 0;
    const next = () => {
      this.progressed(unread);
      const piece = bytes.subarray(sent, sent + PIECE);
      sent += piece.length;
      if (sent >= bytes.length) response.end(piece);
      else if (response.write(piece)) setImmediate(next);
      else response.once('drain', next);
    };
    next();
  }

  /** Returns null where there is no room for it, even without the other answers of the organisation. */
  private watch(response: ServerResponse, size: number, caller: Sharer): Unread | null {
    const organisation = organisationOf(caller);
    let bytes = this.budget.tryTake(caller, size);
    while (!bytes) {
      const slowest = this.organisations.get(organisation)?.first?.item;
      if (!slowest) return null;
      this.remove(slowest);
      this.cut(slowest.response, 'unread answers');
      bytes = this.budget.tryTake(caller, size);
    }
    const unread = new Unread(response, organisation, bytes);
    this.add(unread);
    response.once('close', () => this.remove(unread));
    this.watchPatience();
    return unread;
  }

  private progressed(unread: Unread): void {
    if (!unread.entry.list) return;
    unread.progressedAt = performance.now();
    this.take(unread);
    this.add(unread);
  }

  private add(unread: Unread): void {
    let own = this.organisations.get(unread.organisation);
    if (!own) {
      own = new LinkedList();
      this.organisations.set(unread.organisation, own);
    }
    own.append(unread.inOrganisation);
    this.all.append(unread.entry);
  }

  private take(unread: Unread): void {
    this.all.remove(unread.entry);
    const own = unread.inOrganisation.list;
    own?.remove(unread.inOrganisation);
    if (own?.size === 0) this.organisations.delete(unread.organisation);
  }

  private remove(unread: Unread): void {
    unread.bytes.release();
    this.take(unread);
  }

  private cut(response: ServerResponse, why: UnreadReason): void {
    this.onCut(why);
    response.destroy();
  }

  /** One timer for all. */
  private watchPatience(): void {
    const slowest = this.all.first?.item;
    if (this.timer || !slowest) return;
    const { patienceMs } = this.options;
    const dueIn = slowest.progressedAt + patienceMs - performance.now();
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        const before = performance.now() - patienceMs;
        for (let next = this.all.first?.item; next && next.progressedAt <= before; next = this.all.first?.item) {
          this.remove(next);
          this.cut(next.response, 'slow reader');
        }
        this.watchPatience();
      },
      Math.max(1, Math.ceil(dueIn)),
    );
    this.timer.unref();
  }
}

/** Joins pieces to about the size that is sent at once. */
async function* together(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text.length > 0) yield text;
}
