/**
 * The way to a subgraph in this process: no HTTP, and neither question nor answer written down. Each question is signed,
 * and verified over there, as on any other wire.
 */
import type { CancellationToken } from '../../caller/cancellation';
import { localName, MalformedHopError, signHop, UnsignedHopError } from '../../caller/signed-hop';
import { readAnswer } from './read-answer';
import type { SubgraphAnswer } from './subgraph-answer';
import { type SubgraphQuestion, type Wire, WireError } from './wire';

/** What a subgraph in this process offers. */
export interface LocalSubgraph {
  /** @throws UnsignedHopError where the headers are not this gateway's for this question */
  ask(
    headers: { get(name: string): string | undefined },
    question: SubgraphQuestion,
    signal: CancellationToken,
  ): Promise<SubgraphAnswer>;
  /** @throws where its database does not let it in */
  ready(): Promise<void>;
}

export interface LocalWireOptions {
  readonly subgraph: string;
  readonly local: LocalSubgraph;
  readonly hopKeys: readonly string[];
}

export function createLocalWire({ subgraph, local, hopKeys }: LocalWireOptions): Wire {
  if (hopKeys.length === 0)
    throw new Error('No hop key is configured, so no subgraph would answer. Name at least one.');
  const underway = new Set<Promise<unknown>>();
  let stopped = false;

  return {
    async ask(question, envelope, signal) {
      if (stopped) throw new WireError('away', 'the way to the subgraph is closed');
      const headers = signHop(hopKeys, localName(subgraph), envelope, question.query);
      const said = local.ask({ get: (name) => headers[name] }, question, signal);
      const answer = said.then(readAnswer, (error) => {
        throw error instanceof UnsignedHopError || error instanceof MalformedHopError
          ? new WireError('refused', error.message, { cause: error })
          : new WireError('broken', 'the subgraph failed', { cause: error });
      });
      const done: Promise<unknown> = answer.then(forget, forget);
      function forget(): void {
        underway.delete(done);
      }
      underway.add(done);
      return unlessAborted(answer, signal);
    },
    ready: (signal) => unlessAborted(local.ready(), signal),
    async stop() {
      stopped = true;
      await Promise.all(underway);
    },
  };
}

/** Who waits is told at once that it is over, even where the work takes a moment to notice. */
function unlessAborted<Result>(work: Promise<Result>, signal: CancellationToken): Promise<Result> {
  return new Promise((done, failed) => {
    const leave = () => failed(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(done, failed).finally(() => signal.removeEventListener('abort', leave));
  });
}
