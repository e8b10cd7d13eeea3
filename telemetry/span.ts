/**
 * A trace as seen by those who work for a request: a span each, passed from caller to callee. No AsyncLocalStorage: where
 * nothing is recorded, a span is one object that is its own child.
 *
 * Spans leave the installation. Names, codes and counts may go in; values, subjects and tokens may not.
 */

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Who does the work: this process for one that asked it, another one that this one asks, or this one for itself. */
export type SpanKind = 'server' | 'client' | 'internal';

export interface Span {
  /** 32 hexadecimal digits that link the log to the trace; undefined where the request is not traced. */
  readonly traceId: string | undefined;
  /** W3C `traceparent`, to continue the trace in another process; undefined where the request is not traced. */
  readonly traceparent: string | undefined;
  /** Whether the span is recorded; otherwise no attributes need to be prepared. */
  readonly recorded: boolean;
  /** @param startedAt epoch milliseconds, where the work began before it was known what it is */
  child(name: string, kind?: SpanKind, attributes?: Attributes, startedAt?: number): Span;
  set(attributes: Attributes): void;
  /** For what is only known later. */
  rename(name: string): void;
  /** @param failure one of few words, such as an error code; none where the work was done */
  end(failure?: string): void;
}

export interface Tracer {
  /** @param traceparent of the span above, as it came from outside this process or part: what is none does not count */
  begin(name: string, kind: SpanKind, traceparent?: string, attributes?: Attributes): Span;
}

/** A span of a trace that is not recorded here. It passes on its parent, so that others can continue the trace. */
export class UnrecordedSpan implements Span {
  readonly recorded = false;

  constructor(
    readonly traceId: string | undefined,
    readonly traceparent: string | undefined,
  ) {}

  child(): Span {
    return this;
  }

  set(): void {}

  rename(): void {}

  end(): void {}
}

export const UNRECORDED: Span = new UnrecordedSpan(undefined, undefined);

const TRACEPARENT = /^00-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** Records nothing, and hands on what it is given. */
export const RECORDS_NOTHING: Tracer = {
  begin(_name, _kind, traceparent) {
    const traceId = traceparent && TRACEPARENT.exec(traceparent)?.[1];
    return traceId ? new UnrecordedSpan(traceId, traceparent) : UNRECORDED;
  },
};

/** Does the work under a span of its own, where it is recorded. What the work throws is thrown on. */
export function under<Result>(
  parent: Span,
  name: string,
  work: (span: Span) => Result | Promise<Result>,
): Result | Promise<Result> {
  return parent.recorded ? recorded(parent.child(name), work) : work(parent);
}

async function recorded<Result>(span: Span, work: (span: Span) => Result | Promise<Result>): Promise<Result> {
  try {
    const result = await work(span);
    span.end();
    return result;
  } catch (error) {
    span.end(failureOf(error));
    throw error;
  }
}

/** The failure as one of few values: the code of the error, or the name of its class, but never its message. */
export function failureOf(error: unknown): string {
  const { driverError, extensions, code, name } = (error ?? {}) as {
    readonly driverError?: unknown;
    readonly extensions?: { readonly code?: unknown };
    readonly code?: unknown;
    readonly name?: unknown;
  };
  if (driverError) return failureOf(driverError);
  return (
    [extensions?.code, code, name].find(
      (word): word is string => typeof word === 'string' && /^\w{1,64}$/.test(word),
    ) ?? 'error'
  );
}
