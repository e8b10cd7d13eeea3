/** A signal that is aborted when the time is up or the client has left. */
import { Cancellation, type CancellationToken } from '../../request/cancellation';

interface TimeLimit {
  readonly signal: CancellationToken;
  /** Must be called as soon as nothing depends on the signal any longer. */
  end(): void;
}

export class TimeUpError extends Error {}

export function timeLimit(ms: number, leaving?: CancellationToken): TimeLimit {
  const limit = new Cancellation();
  const leave = () => limit.abort(leaving?.reason);
  const timer = setTimeout(() => limit.abort(new TimeUpError(`not done within ${Math.round(ms)} ms`)), ms);
  if (leaving?.aborted) leave();
  else leaving?.addEventListener('abort', leave);
  return {
    signal: limit,
    end() {
      clearTimeout(timer);
      leaving?.removeEventListener('abort', leave);
    },
  };
}

/** @throws the signal's reason, at once, where nobody waits any longer */
export async function pause(ms: number, signal: CancellationToken): Promise<void> {
  await new Promise<void>((done, failed) => {
    const timer = setTimeout(over, ms);
    function over(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      if (signal.aborted) failed(signal.reason);
      else done();
    }
    if (signal.aborted) over();
    else signal.addEventListener('abort', over);
  });
}
