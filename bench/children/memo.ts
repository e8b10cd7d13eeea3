/**
 * Three subgraphs that answer from memory: they put the first question of each kind to the real ones, until they are
 * sealed. They check nothing, so that they cost almost nothing. Like the real ones they offer a connection for many
 * questions, which a client that does not know it ignores.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createRequestSigner,
  ENVELOPE_HEADER,
  type Envelope,
  SIGNATURE_HEADER,
} from '../../request/signing/signed-request';
import { MultiplexedServer, OFFER } from '../../services/subgraph/multiplexed-server';
import { type Memo, memoKey } from '../gateway/memo';
import { serveParent, settings } from './child-process';

export interface MemoSettings {
  /** The real subgraphs, by name. */
  readonly real: Readonly<Record<string, string>>;
  readonly signingKeys: readonly string[];
  /** For gateways that do not sign. */
  readonly envelope: Envelope;
}

export interface Sealed {
  readonly memo: readonly (readonly [string, string])[];
}

export interface Missed {
  readonly missed: number;
}

const { real, signingKeys, envelope } = settings<MemoSettings>();
const sign = createRequestSigner(signingKeys);
const memo: Memo = new Map();
/** By the request as it was sent: parsing it would cost more than all the rest. */
const bodies = new Map<string, string>();
const MAX_BODIES = 5_000;
let sealed = false;
let missed = 0;

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    missed += 1;
    response.writeHead(500).end(String(error));
  });
});
server.keepAliveTimeout = 600_000;
const multiplexed = new MultiplexedServer();
server.on('upgrade', ({ url, headers: { upgrade } }, socket, head) => {
  multiplexed.upgrade(upgrade, socket, head, async ({ get }, body) => {
    const signed = { [ENVELOPE_HEADER]: get(ENVELOPE_HEADER), [SIGNATURE_HEADER]: get(SIGNATURE_HEADER) };
    try {
      return { status: 200, text: await answerTo(subgraphAt(url), body.toString(), signed) };
    } catch (error) {
      missed += 1;
      return { status: 500, text: String(error) };
    }
  });
});
server.listen(0, '127.0.0.1', () => serveParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, told));

async function told({ seal }: { seal: boolean }): Promise<Sealed | Missed> {
  if (!seal) return { missed };
  sealed = true;
  return { memo: [...memo] };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = await answerTo(subgraphAt(request.url), Buffer.concat(chunks).toString(), request.headers);
  const length = Buffer.byteLength(text);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': length, ...OFFER });
  response.end(text);
}

function subgraphAt(url = ''): string {
  return url.slice(1);
}

async function answerTo(subgraph: string, body: string, headers: IncomingMessage['headers']): Promise<string> {
  const sent = `${subgraph}\n${body}`;
  let said = bodies.get(sent);
  if (said === undefined) {
    said = await remembered(subgraph, body, headers);
    if (bodies.size < MAX_BODIES) bodies.set(sent, said);
  }
  return said;
}

async function remembered(subgraph: string, body: string, headers: IncomingMessage['headers']): Promise<string> {
  const key = memoKey(subgraph, JSON.parse(body));
  const known = memo.get(key);
  if (known !== undefined) return known;
  if (sealed) throw new Error(`${subgraph} was never asked ${body.slice(0, 300)}`);
  const answered = await fetch(real[subgraph] as string, {
    method: 'POST',
    headers: metadata(subgraph, body, headers),
    body,
  });
  const text = await answered.text();
  if (!answered.ok) throw new Error(`${subgraph}: status ${answered.status}: ${text.slice(0, 300)}`);
  memo.set(key, text);
  return text;
}

/** The gateway's own signature where it has one; ours for gateways that do not sign. */
function metadata(subgraph: string, body: string, headers: IncomingMessage['headers']): Record<string, string> {
  const { [ENVELOPE_HEADER]: signed, [SIGNATURE_HEADER]: signature } = headers as Record<string, string>;
  const given =
    signed && signature
      ? { [ENVELOPE_HEADER]: signed, [SIGNATURE_HEADER]: signature }
      : sign(subgraph, { envelope: { ...envelope, instant: Date.now() } }, body);
  return { 'content-type': 'application/json', ...given };
}
