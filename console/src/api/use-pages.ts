import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from './failure';
import type { Operation } from './operation';
import { send } from './send';
import { asFailure } from './use-query';

interface Connection<Node> {
  readonly totalCount?: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

export interface Pages<Data, Node> {
  readonly rows: readonly Node[];
  /** The whole answer with the first page, including totals and other fields; null until it is there. */
  readonly first: Data | null;
  readonly totalCount: number;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  /** Fetches the next page, unless one is being fetched. */
  more(): void;
  reload(): void;
}

interface State<Data, Node> {
  readonly key: string;
  readonly rows: readonly Node[];
  readonly first: Data | null;
  readonly totalCount: number;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  readonly after: string | null;
}

/** Reads a list page by page. The operation has the variable `after`, and `listOf` finds the list in its answer. */
export function usePages<Data, Variables extends { readonly after?: string | null }, Node>(
  operation: Operation<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  listOf: (data: Data) => Connection<Node>,
): Pages<Data, Node> {
  const key = JSON.stringify(variables);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<State<Data, Node>>(() => begin(key));
  const current = useRef(state);
  current.current = state;
  const control = useRef<AbortController>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the variables.
  const fetchPage = useCallback(
    (after: string | null) => {
      control.current?.abort();
      const mine = new AbortController();
      control.current = mine;
      setState((before) =>
        after ? { ...before, isLoading: true, failure: null } : { ...before, key, isLoading: true, failure: null },
      );
      send(operation, { ...variables, after } as unknown as Variables, mine.signal).then(
        ({ data }) => {
          const { edges, pageInfo, totalCount } = listOf(data);
          const rows = edges.map(({ node }) => node);
          setState((before) => ({
            key,
            rows: after ? [...before.rows, ...rows] : rows,
            first: after ? before.first : data,
            totalCount: after ? before.totalCount : (totalCount ?? rows.length),
            failure: null,
            isLoading: false,
            after: pageInfo.hasNextPage ? pageInfo.endCursor : null,
          }));
        },
        (error) => {
          if (mine.signal.aborted) return;
          setState((before) => ({ ...(after ? before : begin(key)), failure: asFailure(error), isLoading: false }));
        },
      );
    },
    [operation, key],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again.
  useEffect(() => {
    fetchPage(null);
    return () => control.current?.abort();
  }, [fetchPage, turn]);

  const more = useCallback(() => {
    const { after, isLoading, failure } = current.current;
    if (after !== null && !isLoading && !failure) fetchPage(after);
  }, [fetchPage]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, hasMore: state.after !== null, more, reload };
}

function begin<Data, Node>(key: string): State<Data, Node> {
  return { key, rows: [], first: null, totalCount: 0, failure: null, isLoading: true, after: null };
}
