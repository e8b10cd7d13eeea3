import { useCallback, useEffect, useState } from 'react';
import { administer, type WholeRun } from '../../api/administer';
import type { Failure } from '../../api/failure';
import { asFailure } from '../../api/use-query';

interface AdministrationQuery<Answer> {
  readonly data: Answer | null;
  readonly failure: Failure | null;
  reload(): void;
}

/** Requests a route of the administration. */
export function useAdministration<Answer>(route: string): AdministrationQuery<Answer> {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<AdministrationQuery<Answer>, 'reload'>>({ data: null, failure: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again.
  useEffect(() => {
    const control = new AbortController();
    administer<Answer>(route, {}, control.signal).then(
      (data) => setState({ data, failure: null }),
      (error) => !control.signal.aborted && setState({ data: null, failure: asFailure(error) }),
    );
    return () => control.abort();
  }, [route, turn]);
  return { ...state, reload: useCallback(() => setTurn((before) => before + 1), []) };
}

const PAUSE_MS = 700;

/** Requests a run repeatedly until it has ended. */
export function useRun(id: string): { readonly run: WholeRun | null; readonly failure: Failure | null } {
  const [run, setRun] = useState<WholeRun | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    const control = new AbortController();
    setRun(null);
    (async () => {
      while (!control.signal.aborted) {
        const answered = await administer<WholeRun>(`runs/${id}`, {}, control.signal);
        setRun(answered);
        if (answered.state !== 'RUNNING') return;
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    })().catch((error) => !control.signal.aborted && setFailure(asFailure(error)));
    return () => control.abort();
  }, [id]);
  return { run, failure };
}
