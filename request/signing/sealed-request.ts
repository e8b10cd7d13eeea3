/**
 * A subgraph request within one process. Gateway and services share its memory, so a key would be known to both; instead an
 * object proves that the gateway asks. The gateway has the sealer, the services have the opener, and a request opens only as
 * the very object that this sealer gave. No text, copy or proxy is that object, and it reveals nothing to its holder. Its
 * content cannot be exchanged: it is the question itself, and whose it is.
 */
import { type Envelope, type RequestMetadata, SIGNATURE_LIFETIME_MS, UnsignedRequestError } from './signed-request';

declare const SEALED: unique symbol;

/** An object without anything in it, which only the opener knows what to do with. */
export interface SealedRequest {
  readonly [SEALED]: never;
}

interface OpenedRequest<Question> {
  readonly metadata: RequestMetadata;
  readonly question: Question;
}

export type SealRequest<Question> = (
  subgraph: string,
  metadata: RequestMetadata,
  question: Question,
  now?: number,
) => SealedRequest;

/** @throws UnsignedRequestError where it was not sealed for this subgraph, is too old, or was opened before */
export type OpenRequest<Question> = (subgraph: string, sealed: SealedRequest, now?: number) => OpenedRequest<Question>;

interface Content<Question> extends OpenedRequest<Question> {
  readonly subgraph: string;
  /** Epoch milliseconds. */
  readonly sealedAt: number;
}

/** Sealer and opener that fit each other and no others: a pair for each process. */
export function createRequestSeals<Question>(): {
  readonly seal: SealRequest<Question>;
  readonly open: OpenRequest<Question>;
} {
  const contents = new WeakMap<SealedRequest, Content<Question>>();
  return {
    seal(subgraph, metadata, question, now = Date.now()) {
      freeze(metadata.envelope);
      const sealed = Object.freeze({}) as SealedRequest;
      contents.set(sealed, { subgraph, metadata, question, sealedAt: now });
      return sealed;
    },
    open(subgraph, sealed, now = Date.now()) {
      const content = contents.get(sealed);
      if (!content) throw new UnsignedRequestError('the question was not sealed by the gateway, or was taken before');
      if (content.subgraph !== subgraph) throw new UnsignedRequestError('the question was sealed for another subgraph');
      contents.delete(sealed);
      if (Math.abs(now - content.sealedAt) > SIGNATURE_LIFETIME_MS)
        throw new UnsignedRequestError('the request is too old');
      return content;
    },
  };
}

/** Both sides hold it, and other requests with the same token hold its Caller: nobody may alter it any more. */
function freeze(envelope: Envelope): void {
  const { caller, refused } = envelope;
  for (const part of [caller.scopes, caller.bound, caller, refused, envelope]) Object.freeze(part);
}
