import type { Subgraph } from './subgraph';

/** The subgraph has no database yet. Retrying soon may succeed. */
export class NotOpenYetError extends Error {}

interface OpenLater extends Pick<Subgraph, 'answer' | 'ready'> {
  /** From now on, questions are answered by this subgraph. */
  opened(subgraph: Subgraph): void;
}

/** Stands in for a subgraph that cannot be opened yet, and tells callers so. */
export function openLater(): OpenLater {
  let open: Subgraph | undefined;

  function present(): Subgraph {
    if (!open) throw new NotOpenYetError('the service has not had its database yet');
    return open;
  }

  return {
    answer: async (headers, body, signal) => present().answer(headers, body, signal),
    ready: async () => present().ready(),
    opened(subgraph) {
      open = subgraph;
    },
  };
}
