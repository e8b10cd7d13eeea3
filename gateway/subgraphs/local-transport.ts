/**
 * Transport to a subgraph in this process, without HTTP and serialisation. Each question is sealed, and opened by the
 * subgraph.
 */
import type { CancellationToken } from '../../request/cancellation';
import type { SealedRequest, SealRequest } from '../../request/signing/sealed-request';
import { MalformedRequestError, UnsignedRequestError } from '../../request/signing/signed-request';
import { readAnswer } from './read-answer';
import type { SubgraphAnswer } from './subgraph-answer';
import { type SubgraphQuestion, type Transport, TransportError } from './transport';

/** What a subgraph in this process offers: the only way to ask it. */
export interface LocalSubgraph {
  readonly seal: SealRequest<SubgraphQuestion>;
  /** @throws UnsignedRequestError where the question was not sealed by `seal` for this subgraph */
  ask(sealed: SealedRequest, signal: CancellationToken): Promise<SubgraphAnswer>;
  /** @throws where its database cannot be reached */
  ready(): Promise<void>;
}

export function createLocalTransport(subgraph: string, local: LocalSubgraph): Transport {
  let underway = 0;
  let allDone: () => void = () => undefined;
  let stopped = false;

  function over(): void {
    underway -= 1;
    if (underway === 0) allDone();
  }

  return {
    async ask(question, metadata, signal) {
      if (stopped) throw new TransportError('away', 'the transport is closed');
      underway += 1;
      const answered = local.ask(local.seal(subgraph, metadata, question), signal);
      try {
        return readAnswer(await unlessAborted(answered, signal, over));
      } catch (error) {
        if (signal.aborted || error instanceof TransportError) throw error;
        const failure =
          error instanceof UnsignedRequestError || error instanceof MalformedRequestError ? 'refused' : 'broken';
        const message = failure === 'refused' ? (error as Error).message : 'the subgraph failed';
        throw new TransportError(failure, message, { cause: error });
      }
    },
    ready: (signal) => unlessAborted(local.ready(), signal),
    async stop() {
      stopped = true;
      if (underway > 0) await new Promise<void>((done) => (allDone = done));
    },
  };
}

/**
 * Rejects at once when the signal aborts, even where the work takes a moment to notice.
 *
 * @param over called when the work is done, even if nobody waits for it any longer
 */
function unlessAborted<Result>(
  work: Promise<Result>,
  signal: CancellationToken,
  over: () => void = () => undefined,
): Promise<Result> {
  return new Promise((done, failed) => {
    const leave = () => failed(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
    function end(): void {
      signal.removeEventListener('abort', leave);
      over();
    }
    work.then(
      (result) => {
        end();
        done(result);
      },
      (error) => {
        end();
        failed(error);
      },
    );
  });
}
