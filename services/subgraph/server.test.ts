import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { SIGNATURE_HEADER } from '../../caller/signed-hop';
import { until } from '../../test/until';
import { openLater } from './open-later';
import { createSubgraphServer, type SubgraphServer } from './server';
import type { Subgraph } from './subgraph';

const log = pino({ level: 'silent' });

async function listening(subgraph: Pick<Subgraph, 'answer' | 'ready'>): Promise<SubgraphServer & { url: string }> {
  const made = createSubgraphServer(subgraph, log);
  await new Promise<void>((done) => made.server.listen(0, '127.0.0.1', done));
  return { ...made, url: `http://127.0.0.1:${(made.server.address() as AddressInfo).port}` };
}

function ask(url: string): Promise<{ status?: number; connection?: string; text: string }> {
  return new Promise((done, failed) => {
    const sent = request(url, { method: 'POST', headers: { [SIGNATURE_HEADER]: 'looked at elsewhere' } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => done({ status: answer.statusCode, connection: answer.headers.connection, text }));
    });
    sent.on('error', failed);
    sent.end('{}');
  });
}

test('a subgraph that is told to stop answers what has come in, says that the connection ends, and takes nothing new', async () => {
  let letGo: () => void = () => undefined;
  let asked = 0;
  const { url, stop } = await listening({
    ready: async () => undefined,
    answer() {
      asked += 1;
      return new Promise((done) => {
        letGo = () => done({ data: { done: true } });
      });
    },
  });
  const answer = ask(url);
  await until('it is asked', () => asked === 1);
  const stopped = stop();
  await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  letGo();
  expect(await answer).toEqual({ status: 200, connection: 'close', text: '{"data":{"done":true}}' });
  await stopped;
});

test('a subgraph that has no database yet is alive, not ready, and says that it may be asked again', async () => {
  const subgraph = openLater();
  const { url, stop } = await listening(subgraph);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  const { status, text } = await ask(url);
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([503, 'SUBGRAPH_UNAVAILABLE']);
  subgraph.opened({ ready: async () => undefined, answer: async () => ({ data: {} }) } as unknown as Subgraph);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  expect(await ask(url)).toMatchObject({ status: 200, text: '{"data":{}}' });
  await stop();
});
