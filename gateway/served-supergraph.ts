/**
 * Serves a supergraph, and replaces it while requests go on. The new one is read, checked and warmed up beside the
 * old one; requests in progress end on the supergraph they began with.
 *
 * Everything that does not belong to a schema stays: connections, breakers, rate limits, organisation facts.
 */
import { createFederation, type Federation, type FederationOptions } from './federation';
import { placed } from './supergraph/mistake-lines';
import { readSupergraph } from './supergraph/supergraph';

export interface ServedSupergraph extends Federation {
  /** True where the latest one that was offered is refused, so that the one before it is still served. */
  readonly refused: boolean;
  /**
   * @param read gives the SDL; called when it is this supergraph's turn
   * @returns false where this supergraph is served already
   * @throws Error where it cannot be read or is refused, a line for each mistake; the served one stays
   */
  replace(read: () => string): Promise<boolean>;
}

/** One supergraph, and how many requests are using it. */
interface Serving {
  readonly sdl: string;
  readonly federation: Federation;
  inWork: number;
  /** Called when the last of these requests has its answer; no new one comes by then. */
  idle?: () => void;
}

/** @throws Error where the first supergraph is refused */
export async function serveSupergraph(
  sdl: string,
  options: Omit<FederationOptions, 'supergraph'>,
): Promise<ServedSupergraph> {
  let serving = await open(sdl);
  let refused = false;
  let turn: Promise<unknown> = Promise.resolve();
  const retiring = new Set<Promise<void>>();

  async function open(text: string): Promise<Serving> {
    try {
      const federation = await createFederation({ ...options, supergraph: readSupergraph(text) });
      return { sdl: text, federation, inWork: 0 };
    } catch (error) {
      throw placed(error, text);
    }
  }

  function retire(old: Serving): void {
    const retired = new Promise<void>((idle) => {
      old.idle = idle;
      if (old.inWork === 0) idle();
    })
      .then(() => old.federation.stop())
      .catch((err) => options.log.error({ err }, 'a supergraph that is not served any more does not stop'))
      .finally(() => retiring.delete(retired));
    retiring.add(retired);
  }

  async function replace(read: () => string): Promise<boolean> {
    try {
      const text = read();
      const other = text !== serving.sdl;
      if (other) {
        const next = await open(text);
        retire(serving);
        serving = next;
      }
      refused = false;
      return other;
    } catch (error) {
      refused = true;
      throw error;
    } finally {
      options.metrics.supergraphRefused(refused);
    }
  }

  async function onServed<Result>(work: (federation: Federation) => Promise<Result>): Promise<Result> {
    const on = serving;
    on.inWork += 1;
    try {
      return await work(on.federation);
    } finally {
      on.inWork -= 1;
      if (on.inWork === 0) on.idle?.();
    }
  }

  return {
    answer: (operation, context) => onServed((federation) => federation.answer(operation, context)),
    execute: (operation, context) => onServed((federation) => federation.execute(operation, context)),
    get refused() {
      return refused;
    },
    replace(read) {
      const replaced = turn.then(() => replace(read));
      turn = replaced.catch(() => undefined);
      return replaced;
    },
    async stop() {
      await turn;
      retire(serving);
      await Promise.all(retiring);
    },
  };
}
