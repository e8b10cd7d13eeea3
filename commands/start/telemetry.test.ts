import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postmaster, stopPostmaster } from '../../database/postmaster';
import { type RunningCommand, runCommand } from '../../test/command';

let folder: string;
let collector: Server;
let running: RunningCommand | undefined;
const received: { url?: string; body: string }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'telemetry-'));
  collector = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ url: request.url, body: Buffer.concat(chunks).toString() });
    response.end('{}');
  });
  await listening(collector);
});

afterAll(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  const left = postmaster(path.join(folder, 'postgres', 'data'));
  if (left) await stopPostmaster(left.pid);
  collector.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((done) => server.close(done));
  return port;
}

test('metrics are served on their own port, and the last spans are sent to the collector at the stop, if the settings say so', async () => {
  const metrics = await freePort();
  running = runCommand(['start'], {
    DATA_DIR: folder,
    PORT: '0',
    DEMO_DATA: 'false',
    METRICS_PORT: String(metrics),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  });
  await running.said('Ctrl-C stops it.');
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(running.output())?.[0];
  const refused = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"query Me { me { kind } }"}',
  });
  expect(refused.status).toBe(401);

  const read = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
  expect(read).toContain('freischalter_errors_total{code="UNAUTHENTICATED"} 1');
  expect(read).toContain('freischalter_pool{pool="usage database",state="idle"}');
  expect(read).toContain('nodejs_eventloop_lag_seconds');
  expect((await fetch(`${url}/metrics`)).status).toBe(404);

  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(new Set(received.map((one) => one.url))).toEqual(new Set(['/v1/traces']));
  const sent = received.map(({ body }) => body).join('');
  expect(sent).toMatch(/freischalter-gateway/);
  expect(sent).toMatch(/"POST \/graphql"/);
});
