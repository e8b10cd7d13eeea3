/**
 * Tells whether somebody still waits for an answer: a minimal AbortSignal. Each request and each question has one, and real
 * AbortSignals took a twentieth of a request's time.
 */
export interface CancellationToken {
  readonly aborted: boolean;
  /** Why nobody waits; undefined while somebody does. */
  readonly reason: unknown;
  /** @param listener called once, at most; never where it is aborted already */
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export class Cancellation implements CancellationToken {
  aborted = false;
  reason: unknown;
  /** Usually there is only one listener. */
  private listener: (() => void) | undefined;
  /** The others. The list is made when there is a second one. */
  private others: Set<() => void> | undefined;

  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.aborted) return;
    if (this.listener === undefined) this.listener = listener;
    else {
      this.others ??= new Set();
      this.others.add(listener);
    }
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    if (this.listener === listener) this.listener = undefined;
    else this.others?.delete(listener);
  }

  /** The first reason counts. */
  abort(reason: unknown = new Error('nobody waits any more')): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.listener?.();
    for (const other of this.others ?? []) other();
    this.listener = undefined;
    this.others = undefined;
  }
}
