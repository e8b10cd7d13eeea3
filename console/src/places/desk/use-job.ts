import { useEffect, useState } from 'react';
import type { Failure } from '../../api/failure';
import { JobProgress, type RunningJob } from '../../api/operations';
import { send } from '../../api/send';
import { asFailure } from '../../api/use-query';

const PAUSE_MS = 700;
const ENDED: readonly RunningJob['state'][] = ['DONE', 'FAILED', 'CANCELLED'];

/**
 * Returns the progress of a job until it has ended; null before that is known. The job does not depend on this page.
 */
export function useJob(id: string | null): { readonly job: RunningJob | null; readonly failure: Failure | null } {
  const [state, setState] = useState<{ readonly job: RunningJob | null; readonly failure: Failure | null }>({
    job: null,
    failure: null,
  });
  useEffect(() => {
    setState({ job: null, failure: null });
    if (id === null) return;
    const control = new AbortController();
    (async () => {
      for (;;) {
        const { data } = await send(JobProgress, { id }, control.signal);
        setState({ job: data.job, failure: null });
        if (!data.job || ENDED.includes(data.job.state)) return;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        if (control.signal.aborted) return;
      }
    })().catch((error) => !control.signal.aborted && setState({ job: null, failure: asFailure(error) }));
    return () => control.abort();
  }, [id]);
  return state;
}
