import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { SIGNATURE_HEADER } from '../../request/signing/signed-request';
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

describe('a body', () => {
  const HEADERS = { [SIGNATURE_HEADER]: 'looked at elsewhere' };
  const whole: Buffer[] = [];
  const server = () =>
    listening({
      ready: async () => undefined,
      async answer(_headers, body) {
        whole.push(body);
        return { data: { title: 'Grüße' } };
      },
    });

  test('that comes in pieces is whole, and the answer says how long it is', async () => {
    const { url, stop } = await server();
    const answered = new Promise<Response>((done, failed) => {
      async function* pieces() {
        for (const piece of ['{"query"', ':"{ ', 'ü }"}']) {
          yield Buffer.from(piece);
          await new Promise((turn) => setTimeout(turn, 10));
        }
      }
      fetch(url, { method: 'POST', headers: HEADERS, body: pieces(), duplex: 'half' } as never).then(done, failed);
    });
    const { status, headers } = await answered;
    expect([status, headers.get('content-length')]).toEqual([
      200,
      String(Buffer.byteLength('{"data":{"title":"Grüße"}}')),
    ]);
    expect(whole.map(String)).toEqual(['{"query":"{ ü }"}']);
    await stop();
  });

  test('that is empty is one, too', async () => {
    const { url, stop } = await server();
    whole.length = 0;
    expect((await fetch(url, { method: 'POST', headers: HEADERS })).status).toBe(200);
    expect(whole).toEqual([Buffer.alloc(0)]);
    await stop();
  });

  test('that is too large is refused before it is there, and nobody is asked', async () => {
    const { url, stop } = await server();
    whole.length = 0;
    const refused = await new Promise<[number | undefined, string | undefined]>((done, failed) => {
      const sent = request(url, { method: 'POST', headers: HEADERS }, (answer) => {
        done([answer.statusCode, answer.headers.connection]);
        answer.resume();
        sent.destroy();
      });
      sent.on('error', failed);
      for (let megabyte = 0; megabyte <= 32; megabyte += 1) sent.write(Buffer.alloc(1024 * 1024));
    });
    expect(refused).toEqual([413, 'close']);
    expect(whole).toEqual([]);
    await stop();
  });

  test('whose sender hangs up is asked for nobody, and the service goes on', async () => {
    const { url, stop } = await server();
    whole.length = 0;
    const sent = request(url, { method: 'POST', headers: { ...HEADERS, 'content-length': 100 } });
    sent.on('error', () => undefined);
    sent.write('{"query":');
    await new Promise((turn) => setTimeout(turn, 50));
    sent.destroy();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(whole).toEqual([]);
    await stop();
  });
});
