/**
 * Serves metrics to Prometheus on a listener of its own, never the public one. They hold no secrets, but show how the
 * installation is used and when it is in trouble.
 */
import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import { METRICS_TYPE, type Metrics } from './metrics';

/** Answers `GET /metrics`. It does not listen yet. */
export function createMetricsServer(metrics: Pick<Metrics, 'text'>, log: Logger): Server {
  return createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Nothing is here but /metrics.\n');
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' }).end(text),
      (error) => {
        log.error({ err: error }, 'the metrics could not be read');
        response.writeHead(500).end();
      },
    );
  });
}
