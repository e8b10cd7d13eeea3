/** A remote that misbehaves as it is told to, and counts the questions that it gets. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SIGNATURE_HEADER } from '../../request/signing/signed-request';

export type Behaviour = 'answers' | 'hangs' | 'hangs up' | 'garbage' | 'half an answer' | number;

export interface BrokenRemote {
  readonly address: string;
  /** What it does next: one entry for each question, and the last one stays. */
  behaviour: Behaviour[];
  /** What the signature of each question says, unverified, in the order of the questions. */
  readonly asked: { readonly counter: string; readonly deadline: number }[];
  /** Questions that hang while their sender still waits. */
  readonly hanging: Set<ServerResponse>;
  /** Answers all questions that hang. */
  letGo(): void;
  stop(): Promise<void>;
}

/** @param listen a port (0 takes any free one) or the path of a Unix socket */
export async function startBrokenRemote(listen: number | string = 0): Promise<BrokenRemote> {
  const answer = (response: ServerResponse) => void response.end('{"data":{"done":true}}');
  const server = createServer(async (request, response) => {
    await read(request);
    if (request.url === '/health/ready') return void response.end('{}');
    const [counter = '', , deadline] = String(request.headers[SIGNATURE_HEADER]).split('.');
    remote.asked.push({ counter, deadline: Number(deadline) });
    const behaviour = remote.behaviour.length > 1 ? remote.behaviour.shift() : remote.behaviour[0];
    if (typeof behaviour === 'number') return void response.writeHead(behaviour).end('secret of the subgraph');
    if (behaviour === 'hangs up') return void request.socket.destroy();
    if (behaviour === 'garbage') return void response.end('<html>');
    if (behaviour === 'half an answer') {
      response.writeHead(200, { 'content-length': 100 }).write('{"data":');
      return void setImmediate(() => request.socket.destroy());
    }
    if (behaviour !== 'hangs') return answer(response);
    remote.hanging.add(response);
    response.once('close', () => remote.hanging.delete(response));
  });
  await new Promise<void>((listening) =>
    typeof listen === 'number' ? server.listen(listen, '127.0.0.1', listening) : server.listen(listen, listening),
  );
  const remote: BrokenRemote = {
    address:
      typeof listen === 'number' ? `http://127.0.0.1:${(server.address() as AddressInfo).port}/` : `unix:${listen}`,
    behaviour: ['answers'],
    asked: [],
    hanging: new Set(),
    letGo() {
      for (const response of remote.hanging) answer(response);
    },
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
  return remote;
}

async function read(request: IncomingMessage): Promise<void> {
  for await (const _ of request);
}
