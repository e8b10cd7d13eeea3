/** Decides whether an answer is allowed: a right answer, or a clear error after which the client may ask again. */
import type { Part } from '../installation';
import type { Outages, Time } from './ledger';

export interface Asked {
  /** The kind of request: `titles`, `assign`. */
  readonly what: string;
  readonly gateway: Part;
  readonly time: Time;
  readonly got: Got;
}

export type Got =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter: string | null; readonly body: Body }
  /** The connection was refused, or cut before the answer was complete. */
  | { readonly kind: 'no answer'; readonly why: string }
  | { readonly kind: 'hang' };

export interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly service?: string; readonly requestId?: string };
  }[];
}

export type Verdict =
  /** The answer has everything that was asked for; whether that is right is checked later. */
  | { readonly kind: 'whole'; readonly data: Readonly<Record<string, unknown>> }
  /** Some root fields have data; the others have errors that name an unavailable service. */
  | { readonly kind: 'part'; readonly data: Readonly<Record<string, unknown>>; readonly why: string }
  | { readonly kind: 'ask again'; readonly why: string }
  | { readonly kind: 'wrong'; readonly why: string };

export function judge({ got, gateway, time }: Asked, outages: Outages<Part>): Verdict {
  const away = outages.during(time);
  const wrong = (why: string): Verdict => ({ kind: 'wrong', why });
  if (got.kind === 'hang') return wrong('it hangs');
  if (got.kind === 'no answer') {
    return away.has(gateway) ? { kind: 'ask again', why: got.why } : wrong(`${got.why}, though the gateway was up`);
  }
  const { status, retryAfter, body } = got;
  const { data, errors = [] } = body;
  for (const { extensions, message } of errors) {
    const { code, service = '', requestId } = extensions;
    if (code !== 'SUBGRAPH_UNAVAILABLE') return wrong(`${code}: ${message}`);
    if (!requestId) return wrong('an error without a request id');
    if (!away.has(service as Part) && !away.has('database'))
      return wrong(`${service} could not be asked, but it was up`);
  }
  if (status !== 200 && (status !== 503 || retryAfter === null)) return wrong(`HTTP status ${status}`);
  const why = [...new Set(errors.map(({ extensions }) => `${extensions.code} ${extensions.service}`))]
    .sort()
    .join(', ');
  if (!data) return errors.length > 0 ? { kind: 'ask again', why } : wrong('neither data nor errors');
  const roots = Object.entries(data);
  const unexplained = roots.find(([name, value]) => value === null && !errors.some(({ path }) => path?.[0] === name));
  if (unexplained) return wrong(`${unexplained[0]} is null, and no error says why`);
  if (errors.length === 0) return { kind: 'whole', data };
  const there = Object.fromEntries(roots.filter(([name]) => !errors.some(({ path }) => path?.[0] === name)));
  return Object.keys(there).length > 0 ? { kind: 'part', data: there, why } : { kind: 'ask again', why };
}
