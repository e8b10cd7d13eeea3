/** Aborted when the time is up or the one who waits has left. (`AbortSignal.any` and `.timeout` cost several times as much.) */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Must be called once nothing depends on it any more. */
  end(): void;
}

export class TimeUpError extends Error {}

export function timeLimit(ms: number, leaving?: AbortSignal): TimeLimit {
  const limit = new AbortController();
  const leave = () => limit.abort(leaving?.reason);
  const timer = setTimeout(() => limit.abort(new TimeUpError(`not done within ${Math.round(ms)} ms`)), ms);
  if (leaving?.aborted) leave();
  else leaving?.addEventListener('abort', leave, { once: true });
  return {
    signal: limit.signal,
    end() {
      clearTimeout(timer);
      leaving?.removeEventListener('abort', leave);
    },
  };
}
