/**
 * The hop within one process. Gateway and services share its memory, so no key and no signature proves there that the
 * gateway asks, but an object: the gateway has the sealer, the services have the opener, and a hop opens only as the very
 * object that this sealer gave. Nothing that was ever a text, a copy or a proxy is that object, and it tells nothing to
 * whoever holds it. What is sealed with it cannot be exchanged: it is the question itself, and whose it is.
 */
import { type Envelope, HOP_LIFETIME_MS, type Hop, UnsignedHopError } from './signed-request';

declare const SEALED: unique symbol;

/** An object without anything in it, which only the opener knows what to do with. */
export interface SealedHop {
  readonly [SEALED]: never;
}

export interface OpenedHop<Question> {
  readonly hop: Hop;
  readonly question: Question;
}

export type SealHop<Question> = (subgraph: string, hop: Hop, question: Question, now?: number) => SealedHop;

/** @throws UnsignedHopError where it was not sealed for this subgraph, is too old, or was opened before */
export type OpenHop<Question> = (subgraph: string, sealed: SealedHop, now?: number) => OpenedHop<Question>;

interface Content<Question> extends OpenedHop<Question> {
  readonly subgraph: string;
  /** Epoch milliseconds. */
  readonly sealedAt: number;
}

/** Sealer and opener that fit each other and no others: a pair for each process. */
export function createLocalHops<Question>(): { readonly seal: SealHop<Question>; readonly open: OpenHop<Question> } {
  const contents = new WeakMap<SealedHop, Content<Question>>();
  return {
    seal(subgraph, hop, question, now = Date.now()) {
      freeze(hop.envelope);
      const sealed = Object.freeze({}) as SealedHop;
      contents.set(sealed, { subgraph, hop, question, sealedAt: now });
      return sealed;
    },
    open(subgraph, sealed, now = Date.now()) {
      const content = contents.get(sealed);
      if (!content) throw new UnsignedHopError('the question was not sealed by the gateway, or was taken before');
      if (content.subgraph !== subgraph) throw new UnsignedHopError('the question was sealed for another subgraph');
      contents.delete(sealed);
      if (Math.abs(now - content.sealedAt) > HOP_LIFETIME_MS) throw new UnsignedHopError('the request is too old');
      return content;
    },
  };
}

/** Both sides hold it, and other requests with the same token hold its Caller: nobody may alter it any more. */
function freeze(envelope: Envelope): void {
  const { caller, refused } = envelope;
  for (const part of [caller.scopes, caller.bound, caller, refused, envelope]) Object.freeze(part);
}
