/**
 * Three subgraphs that answer from memory. They forward the first question of each kind to the real subgraphs until
 * they are sealed. They check nothing, so they cost almost nothing. Like the real ones they offer a multiplexed
 * connection, which clients that do not know it ignore.
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
import { answerKey, type RecordedAnswers } from '../gateway/recorded-answers';
import { serveParent, settings } from './child-process';

export interface RecordingSettings {
  /** The addresses of the real subgraphs, by name. */
  readonly real: Readonly<Record<string, string>>;
  readonly signingKeys: readonly string[];
  /** The envelope for requests of gateways that do not sign. */
  readonly envelope: Envelope;
}

export interface SealedAnswers {
  readonly recorded: readonly (readonly [string, string])[];
}

export interface MissedQuestions {
  readonly missed: number;
}

const { real, signingKeys, envelope } = settings<RecordingSettings>();
const sign = createRequestSigner(signingKeys);
const recorded: RecordedAnswers = new Map();
/** Answers by the request as it was sent, because parsing it would cost more than all the rest. */
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
server.listen(0, '127.0.0.1', () => serveParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, report));

async function report({ seal }: { seal: boolean }): Promise<SealedAnswers | MissedQuestions> {
  if (!seal) return { missed };
  sealed = true;
  return { recorded: [...recorded] };
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
  let answer = bodies.get(sent);
  if (answer === undefined) {
    answer = await recordedAnswer(subgraph, body, headers);
    if (bodies.size < MAX_BODIES) bodies.set(sent, answer);
  }
  return answer;
}

async function recordedAnswer(subgraph: string, body: string, headers: IncomingMessage['headers']): Promise<string> {
  const key = answerKey(subgraph, JSON.parse(body));
  const known = recorded.get(key);
  if (known !== undefined) return known;
  if (sealed) throw new Error(`${subgraph} was never asked ${body.slice(0, 300)}`);
  const answered = await fetch(real[subgraph] as string, {
    method: 'POST',
    headers: metadata(subgraph, body, headers),
    body,
  });
  const text = await answered.text();
  if (!answered.ok) throw new Error(`${subgraph}: status ${answered.status}: ${text.slice(0, 300)}`);
  recorded.set(key, text);
  return text;
}

/** Returns the gateway's own signature, or ours for gateways that do not sign. */
function metadata(subgraph: string, body: string, headers: IncomingMessage['headers']): Record<string, string> {
  const { [ENVELOPE_HEADER]: signed, [SIGNATURE_HEADER]: signature } = headers as Record<string, string>;
  const given =
    signed && signature
      ? { [ENVELOPE_HEADER]: signed, [SIGNATURE_HEADER]: signature }
      : sign(subgraph, { envelope: { ...envelope, instant: Date.now() } }, body);
  return { 'content-type': 'application/json', ...given };
}
