import { useCallback, useEffect, useRef, useState } from 'react';
import { Failure, type GraphQLProblem } from './failure';
import type { Operation } from './operation';
import { send } from './send';

export interface Query<Data> {
  /** The last answer, also while the next one is awaited. */
  readonly data: Data | null;
  readonly problems: readonly GraphQLProblem[];
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  /** Sends the operation again. */
  reload(): void;
}

/** Sends an operation whenever its variables change, and keeps the last answer. Variables of null send nothing. */
export function useQuery<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables | null,
): Query<Data> {
  const key = variables === null ? null : JSON.stringify(variables);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<Query<Data>, 'reload'>>(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the variables; a new turn asks again.
  useEffect(() => {
    if (variables === null) return setState(NOTHING);
    const control = new AbortController();
    setState((before) => ({ ...before, failure: null, isLoading: true }));
    send(operation, variables, control.signal).then(
      ({ data, problems }) => setState({ data, problems, failure: null, isLoading: false }),
      (error) => {
        if (!control.signal.aborted) setState({ ...NOTHING, failure: asFailure(error), isLoading: false });
      },
    );
    return () => control.abort();
  }, [operation, key, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, reload };
}
const NOTHING = { data: null, problems: [], failure: null, isLoading: true };

export function asFailure(error: unknown): Failure {
  return error instanceof Failure
    ? error
    : new Failure('fault', error instanceof Error ? error.message : String(error));
}

interface Sending<Data, Variables> {
  readonly isSending: boolean;
  readonly failure: Failure | null;
  /** Resolves to null where it failed; `failure` holds the reason. */
  send(variables: Variables): Promise<Data | null>;
}

/** Sends an operation when `send` is called, one at a time. */
export function useSend<Data, Variables>(operation: Operation<Data, Variables>): Sending<Data, Variables> {
  const [state, setState] = useState<{ isSending: boolean; failure: Failure | null }>({
    isSending: false,
    failure: null,
  });
  const isAlive = useRef(true);
  useEffect(() => {
    isAlive.current = true;
    return () => {
      isAlive.current = false;
    };
  }, []);
  const run = useCallback(
    async (variables: Variables) => {
      setState({ isSending: true, failure: null });
      try {
        const { data } = await send(operation, variables);
        if (isAlive.current) setState({ isSending: false, failure: null });
        return data;
      } catch (error) {
        if (isAlive.current) setState({ isSending: false, failure: asFailure(error) });
        return null;
      }
    },
    [operation],
  );
  return { ...state, send: run };
}
