/** What leaves the process. That spans arrive at a collector is shown by commands/start/telemetry.test.ts. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog } from './log';
import { createMetrics } from './metrics';
import { createMetricsServer } from './metrics-server';
import { createTracing, sendingTo } from './tracing';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function logTo(lines: string[]) {
  return createLog('warn', { write: (line: string) => void lines.push(line) });
}

test('a collector that never answers holds up no stop, and the log tells of spans that were lost', async () => {
  const silent = await listening(createServer(() => undefined));
  const tracing = createTracing({ processor: sendingTo(silent, logTo([])), ratio: 1 });
  tracing.tracer('gateway').begin('POST /graphql', 'server').end();
  await tracing.stop();

  const lines: string[] = [];
  const away = createTracing({ processor: sendingTo('http://user:Erika@127.0.0.1:1', logTo(lines)), ratio: 1 });
  away.tracer('gateway').begin('POST /graphql', 'server').end();
  await away.stop();
  expect(lines.join('')).toContain('spans could not be sent');
  expect(lines.join('')).not.toContain('Erika');
});

test('metrics are read at /metrics, and nothing else is there', async () => {
  const metrics = createMetrics();
  metrics.watchProcess();
  const url = await listening(createMetricsServer(metrics, logTo([])));
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(await answer.text()).toContain('nodejs_eventloop_lag_seconds');
  expect((await fetch(`${url}/graphql`)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404);
});
