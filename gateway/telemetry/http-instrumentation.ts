/** The HTTP server in the metrics, and the requests that it refuses before a body is read. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { Caller } from '../../caller/caller';
import { clientProgram } from '../../telemetry/client';
import type { Metrics } from '../../telemetry/metrics';
import type { Telemetry } from '../../telemetry/telemetry';
import type { Admission } from '../http/admission';
import type { HttpAnswer, HttpServer } from '../http/http-server';
import { instrumentRequest } from './request-instrumentation';

/** Beyond this many refusals in one second only their number is logged, so that a flood does not fill the log. */
const LOGGED_PER_SECOND = 50;

export function observeHttpServer(metrics: Metrics, admission: Admission, server: () => HttpServer | undefined): void {
  const sizes = () => admission.sizes;
  metrics.watchPool('http', () => ({ active: sizes().atOnce, waiting: sizes().waiting }));
  metrics.watchPool('http large operations', () => ({ active: sizes().large, waiting: sizes().largeWaiting }));
  metrics.watchPool('http without token', () => ({
    active: sizes().withoutToken,
    waiting: sizes().withoutTokenWaiting,
  }));
  metrics.watchPool('http connections', () => ({ active: server()?.connections ?? 0, waiting: 0 }));
  metrics.watchPool('http body bytes', () => ({ active: sizes().bodyBytes, waiting: 0 }));
  metrics.watchPool('http unread bytes', () => ({ active: server()?.unread.bytes ?? 0, waiting: 0 }));
}

type RecordRejection = (
  headers: IncomingHttpHeaders,
  requestId: string,
  answer: HttpAnswer,
  caller: Caller | null,
) => void;

export function recordRejections(telemetry: Telemetry, log: Logger): RecordRejection {
  let second = 0;
  let logged = 0;

  function mayLog(): boolean {
    const now = Math.floor(performance.now() / 1_000);
    if (now !== second) logged = 0;
    second = now;
    logged += 1;
    return logged <= LOGGED_PER_SECOND;
  }

  return (headers, requestId, answer, caller) => {
    if (mayLog()) {
      instrumentRequest(telemetry, log, headers, requestId).answered(answer, { kind: caller?.kind });
      return;
    }
    const { errors = [] } = answer.body as { errors?: readonly { extensions?: { code?: unknown } }[] };
    const codes = errors.map(({ extensions }) => String(extensions?.code));
    telemetry.metrics.answered({
      operation: undefined,
      client: clientProgram(headers),
      trusted: false,
      codes,
      seconds: 0,
    });
  };
}
