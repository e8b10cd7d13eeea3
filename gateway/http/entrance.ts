/**
 * What every request passes before its body is read: authentication, the rate limit of its caller, memory for its
 * body, and a place in work. docs/decisions/0024 says how these are shared.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../../caller/caller';
import type { Sharer } from '../../request/bulkhead/sharers';
import { Cancellation } from '../../request/cancellation';
import { bodyLimitOf, LARGE_BODY, sizeInWords } from '../limits/body-limit';
import type { Admission, Place } from './admission';
import type { Bytes } from './byte-budget';
import type { Connections } from './connections';
import type { RenderedError } from './rendered-error';
import { anonymousSharer, BUSY, CLOSE, type Replies, refuses } from './replies';
import { declaredLength } from './request-body';
import { hasSeveralTokens } from './request-head';

export interface EntranceOptions {
  readonly connections: Connections;
  /** Decides who has to wait, and who is turned away. */
  readonly admission: Admission;
  /**
   * Returns the caller; null where there is no token.
   *
   * @param address of the other end of the connection @throws where the token is not valid
   */
  authenticate(headers: IncomingHttpHeaders, address: string): Caller | null | Promise<Caller | null>;
  /** @param bodyBytes the most that it may send now @throws where the caller has sent too many requests */
  count?(caller: Caller, bodyBytes: number): void | Promise<void>;
  /** Renders the error with which `authenticate` or `count` refused, and has it logged. */
  refused(error: unknown, headers: IncomingHttpHeaders, caller: Caller | null): RenderedError;
}

/** The place of a request among those that are worked on. */
export interface RequestSlot {
  /** Aborted as soon as the client leaves. */
  readonly signal: Cancellation;
  /**
   * To be called before a large operation is executed: it then waits for its turn among the large ones.
   *
   * @param cost its estimated cost; without a bound where it is left out
   * @throws SUBGRAPH_UNAVAILABLE where too many wait
   */
  becomeLarge(cost?: number): Promise<void>;
  /** To be called when the large part of the request is done: other requests of its caller go on meanwhile. */
  becomeSmall(): void;
  /** Gives the place back before the client has its answer. */
  leave(): void;
}

/** A request for whose body there is room. */
export interface Admitted {
  readonly caller: Caller | null;
  readonly sharer: Sharer;
  /** The largest body, in bytes. */
  readonly limit: number;
  readonly bytes: Bytes;
}

interface AdmitOptions {
  /** The largest body, in bytes. */
  readonly limit?: number | undefined;
  /** Used in place of the request's headers, where a protocol has its token elsewhere. */
  readonly headers?: IncomingHttpHeaders;
  /** Whether the rate limit applies. */
  readonly isCounted: boolean;
}

const OPERATION: AdmitOptions = { isCounted: true };
const SEVERAL_TOKENS = refuses(400, 'Several authorization headers. Send one.');

export class Entrance {
  constructor(
    private readonly options: EntranceOptions,
    private readonly replies: Replies,
  ) {}

  /** Returns null where the request was refused; it is then answered already. */
  async admit(
    request: IncomingMessage,
    response: ServerResponse,
    { limit: routeLimit = Infinity, headers = request.headers, isCounted }: AdmitOptions = OPERATION,
  ): Promise<Admitted | null> {
    const { authenticate, count, connections, admission, refused } = this.options;
    const { replies } = this;
    const { socket } = request;
    // Of several headers a proxy could read another one than this gateway, and take the request for another caller's.
    if (hasSeveralTokens(request)) {
      replies.refuse(request, response, SEVERAL_TOKENS);
      return null;
    }
    const address = socket.remoteAddress ?? '';
    const length = declaredLength(request);
    let caller: Caller | null = null;
    try {
      const authenticated = authenticate(headers, address);
      caller = authenticated && 'then' in authenticated ? await authenticated : authenticated;
      if (caller) {
        if (!connections.showedToken(socket, caller)) {
          replies.turnAway(request, response, 'connections', caller, CLOSE);
          return null;
        }
        const limit = bodyLimitOf(caller);
        const counted = isCounted ? count?.(caller, Math.min(length ?? limit, limit)) : undefined;
        if (counted) await counted;
      }
    } catch (error) {
      const sharer = caller ?? anonymousSharer(address);
      replies.sendRefusal(request, response, error, refused(error, headers, caller), sharer);
      return null;
    }
    const sharer = caller ?? anonymousSharer(address);
    const limit = Math.min(bodyLimitOf(caller), routeLimit);
    if (length !== undefined && length > limit) {
      replies.refuse(request, response, tooLarge(limit));
      return null;
    }
    const bytes = admission.takeBody(caller, sharer, length ?? limit);
    if (typeof bytes === 'string') {
      replies.turnAway(request, response, bytes, sharer);
      return null;
    }
    return { caller, sharer, limit, bytes };
  }

  /**
   * Takes a place in work, to be given back at the end of the answer. Returns null where the request was turned away,
   * and then answered already, or where its client has left.
   *
   * @param size of the body, in characters
   */
  enter(
    request: IncomingMessage,
    response: ServerResponse,
    { caller, sharer }: Admitted,
    size: number,
  ): RequestSlot | null | Promise<RequestSlot | null> {
    const { admission } = this.options;
    if (request.socket.destroyed) return null;
    const leaving = new Cancellation();
    let place: Place | undefined;
    response.on('close', () => {
      if (!response.writableEnded) leaving.abort();
      // The place is given back only when the client has its answer, so a client that does not read cannot send more
      // requests.
      place?.release();
    });
    const slotOf = (place: Place): RequestSlot => ({
      signal: leaving,
      becomeLarge: (cost) => this.becomeLarge(place, response, cost),
      becomeSmall: () => place.becomeSmall(),
      leave: () => place.release(),
    });
    const had = admission.enter(caller, sharer, leaving);
    if (!(had instanceof Promise) && size <= LARGE_BODY) {
      place = had;
      return slotOf(had);
    }
    const wait = async () => {
      const late = await had;
      if (typeof late === 'string') {
        this.replies.turnAway(request, response, late, sharer);
        return null;
      }
      place = late;
      if (request.socket.destroyed) {
        late.release();
        return null;
      }
      const full = size > LARGE_BODY ? await late.becomeLarge() : null;
      if (!full) return slotOf(late);
      this.replies.turnAway(request, response, full, sharer);
      return null;
    };
    return wait();
  }

  private async becomeLarge(place: Place, response: ServerResponse, cost: number | undefined): Promise<void> {
    const why = await place.becomeLarge(cost);
    if (why === null) return;
    if (!response.closed) this.replies.shed(why);
    throw BUSY.error;
  }
}

export function tooLarge(limit: number) {
  const remedy = limit === bodyLimitOf(null) ? 'Send a token.' : 'Send it in parts.';
  return refuses(413, `Body exceeds ${sizeInWords(limit)}. ${remedy}`);
}
