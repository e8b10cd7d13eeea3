/**
 * The signed hop: what the gateway says to a subgraph about a request, and the proof that the gateway said it.
 *
 * The signature covers the subgraph's name, the envelope (Caller, instant, request id, nonce) and the body, so none of
 * them can be altered or sent to another subgraph, and a subgraph takes each nonce once. Several keys may be accepted at a time: the first one signs, all verify,
 * which is how a key is rotated without a stop.
 */
import { createHmac, createSecretKey, type KeyObject, randomUUID, timingSafeEqual } from 'node:crypto';
import { CALLER_KINDS, type Caller } from './caller';
import { createSeenNonces } from './seen-nonces';

export const ENVELOPE_HEADER = 'freischalter-envelope';
export const SIGNATURE_HEADER = 'freischalter-signature';

/**
 * How long a signed hop is good for, in milliseconds; also the clock difference that is tolerated. Counts from the
 * signing, which is the last thing before sending: what waits in the gateway waits unsigned.
 */
export const HOP_LIFETIME_MS = 10_000;

export interface Envelope {
  readonly caller: Caller;
  /** The one instant, in epoch milliseconds, at which the whole operation is answered in every subgraph. */
  readonly instant: number;
  readonly requestId: string;
  /** Until when, in epoch milliseconds, somebody waits for the answer; the service's own limit where it is left out. */
  readonly deadline?: number;
  /** Keys of organisations that the gateway refused this Caller: each item of a list that names one is refused. */
  readonly refused?: readonly string[] | undefined;
  /** The span that the answer belongs to, as W3C writes it. */
  readonly traceparent?: string;
}

/** What one attempt carries. Each attempt is signed anew, so that a repeated one is a hop of its own. */
export interface Hop extends Envelope {
  readonly nonce: string;
  /** Epoch milliseconds. The instant may be older: a request can wait before it is sent. */
  readonly signedAt: number;
}

export class UnsignedHopError extends Error {}

/** The gateway signed it, and it cannot be read: gateway and subgraph are not of versions that understand each other. */
export class MalformedHopError extends Error {}

export function signHop(
  keys: readonly string[],
  subgraph: string,
  envelope: Envelope,
  body: string | Buffer,
  now: number = Date.now(),
): Record<string, string> {
  const { caller, instant, requestId, deadline, refused, traceparent } = envelope;
  const nonce = randomUUID();
  const rest = JSON.stringify({ instant, requestId, deadline, refused, traceparent, nonce, signedAt: now });
  const hop = `{"caller":${textOf(caller)},${rest.slice(1)}`;
  const encoded = Buffer.from(hop).toString('base64url');
  return { [ENVELOPE_HEADER]: encoded, [SIGNATURE_HEADER]: signature(keys[0] as string, subgraph, encoded, body) };
}

/** A Caller stays the same object for all requests with a token, and asks several subgraphs in each. */
const TEXTS = new WeakMap<Caller, string>();

function textOf(caller: Caller): string {
  let text = TEXTS.get(caller);
  if (text === undefined) {
    text = JSON.stringify(caller);
    TEXTS.set(caller, text);
  }
  return text;
}

interface Headers {
  get(name: string): string | undefined;
}

/** What a subgraph is called where question and answer stay in one process; no name that it has over HTTP. */
export function localName(subgraph: string): string {
  return `local:${subgraph}`;
}

/** What one running subgraph verifies its hops with: it remembers them, and takes none twice. */
export type HopVerifier = (headers: Headers, body: string, now?: number) => Hop;

/** The verifier throws {@link UnsignedHopError} where the hop is not the gateway's, too old, or was taken before. */
export function createHopVerifier(keys: readonly string[], subgraph: string): HopVerifier {
  const seen = createSeenNonces(HOP_LIFETIME_MS);
  return (headers, body, now = Date.now()) => {
    const hop = verifyHop(keys, subgraph, headers, body, now);
    if (!seen.take(hop.nonce, hop.signedAt, now)) throw new UnsignedHopError('the request was sent before');
    return hop;
  };
}

/**
 * The proof alone, without memory: {@link createHopVerifier} is what a subgraph needs.
 *
 * @throws UnsignedHopError where a header is missing, the signature is not the gateway's, or the hop is too old;
 * MalformedHopError where the gateway signed what is no envelope
 */
export function verifyHop(
  keys: readonly string[],
  subgraph: string,
  headers: Headers,
  body: string,
  now: number = Date.now(),
): Hop {
  const encoded = headers.get(ENVELOPE_HEADER);
  const given = headers.get(SIGNATURE_HEADER);
  if (!encoded || !given) throw new UnsignedHopError('the request is not signed');
  const genuine = keys.some((key) => equal(signature(key, subgraph, encoded, body), given));
  if (!genuine) throw new UnsignedHopError('the signature is not the gateway’s');
  const hop = readHop(Buffer.from(encoded, 'base64url').toString());
  if (typeof hop.nonce !== 'string' || !hop.nonce) throw new UnsignedHopError('the request has no nonce');
  if (!(Math.abs(now - hop.signedAt) <= HOP_LIFETIME_MS)) throw new UnsignedHopError('the request is too old');
  return hop;
}

/** What reaches the database as it stands, or is reckoned with, is looked at; the rest the signature vouches for. */
function readHop(text: string): Hop {
  const hop = parseObject(text, 'The envelope') as Partial<Hop>;
  const { caller, instant, deadline, refused } = hop;
  const subject: unknown = caller?.subject;
  const known =
    caller !== null && typeof caller === 'object' && CALLER_KINDS.includes(caller.kind) && isTexts(caller.scopes);
  if (!known || !isTexts(caller.bound) || typeof subject !== 'string' || subject.includes('\0')) {
    throw new MalformedHopError('The envelope names no caller.');
  }
  if (!Number.isSafeInteger(instant)) throw new MalformedHopError('The envelope names no instant.');
  if (deadline !== undefined && !Number.isFinite(deadline)) {
    throw new MalformedHopError('The envelope’s deadline is not a number.');
  }
  if (refused !== undefined && !isTexts(refused)) {
    throw new MalformedHopError('The envelope’s refused organisations are not a list of keys.');
  }
  return hop as Hop;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** @throws MalformedHopError where the text is not a JSON object */
export function parseObject(text: string, what: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new MalformedHopError(`${what} is not valid JSON.`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedHopError(`${what} is not a JSON object.`);
  }
  return value;
}

/** By what is configured. Making one anew took a third of a signature's time. */
const KEYS = new Map<string, KeyObject>();

function keyObject(key: string): KeyObject {
  let known = KEYS.get(key);
  if (!known) {
    known = createSecretKey(Buffer.from(key));
    KEYS.set(key, known);
  }
  return known;
}

function signature(key: string, subgraph: string, encodedEnvelope: string, body: string | Buffer): string {
  const head = `${subgraph}\n${encodedEnvelope}\n`;
  const hmac = createHmac('sha256', keyObject(key));
  // Each call takes a microsecond, which is much of a short body's time.
  if (typeof body === 'string') hmac.update(head + body);
  else hmac.update(head).update(body);
  return hmac.digest('base64url');
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
