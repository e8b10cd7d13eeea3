/**
 * A signed request over HTTP: what the gateway tells a subgraph about a request, and the proof that the gateway signed
 * it. (Within one process nothing is signed: sealed-request.ts.)
 *
 * The envelope, which all subgraph requests of a client request share, is signed once. Each subgraph request has a
 * counter and one MAC (HMAC-SHA-256, whole) over the envelope's MAC, the subgraph's name, its own metadata, and the
 * SHA-256 of the body's bytes. So no part can be altered, combined with another request's, or sent to another subgraph,
 * and a subgraph takes each counter of an envelope once. The envelope's MAC is not sent: whoever has the key computes
 * it.
 *
 * Several keys may be accepted at a time: the first one signs, all verify, so a key is rotated without a stop.
 */
import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import { CALLER_KINDS, type Caller } from '../../caller/caller';
import { type Hmac, hmacSha256 } from './hmac';
import { createReplayGuard } from './replay-guard';

export const ENVELOPE_HEADER = 'freischalter-envelope';
/** `<counter>.<signed at>.<deadline>.<traceparent>.<MAC>`; deadline and traceparent may be empty. */
export const SIGNATURE_HEADER = 'freischalter-signature';

/**
 * How long a request is good for, in milliseconds, and the clock difference that is tolerated. The time counts from the signing
 * of the request, which is the last step before sending: what waits in the gateway waits unsigned.
 */
export const SIGNATURE_LIFETIME_MS = 10_000;

/** What all subgraph requests of a client request share. */
export interface Envelope {
  readonly caller: Caller;
  /** The one instant, in epoch milliseconds, at which the whole operation is answered in every subgraph. */
  readonly instant: number;
  readonly requestId: string;
  /** Keys of organisations that the gateway refused this Caller: each item of a list that names one is refused. */
  readonly refused?: readonly string[] | undefined;
  /** Whether services report denied uses to the gateway, which records them. */
  readonly recordsDenials?: boolean | undefined;
}

/** One question to one subgraph. Each attempt is signed as a request of its own. */
export interface RequestMetadata {
  readonly envelope: Envelope;
  /** Until when, in epoch milliseconds, somebody waits for the answer. The service's own limit applies where it is left out. */
  readonly deadline?: number | undefined;
  /** The span that the answer belongs to, as W3C writes it. */
  readonly traceparent?: string | undefined;
}

export class UnsignedRequestError extends Error {}

/** The gateway signed the request, but it cannot be read: the versions of gateway and subgraph do not fit together. */
export class MalformedRequestError extends Error {}

/** @returns the headers that go with the body */
export type SignRequest = (
  subgraph: string,
  metadata: RequestMetadata,
  body: string | Buffer,
  now?: number,
) => Record<typeof ENVELOPE_HEADER | typeof SIGNATURE_HEADER, string>;

interface SignedEnvelope {
  readonly text: string;
  readonly mac: string;
  /** How many requests it has been signed for, to whichever subgraph. */
  requests: number;
}

/** One signs for all subgraphs of a gateway. @throws Error where there is no key */
export function createRequestSigner([first]: readonly string[]): SignRequest {
  if (first === undefined)
    throw new Error('No signing key is configured, so no subgraph would answer. Name at least one.');
  const hmac = hmacSha256(first);
  const signed = new WeakMap<Envelope, SignedEnvelope>();

  function sign(envelope: Envelope): SignedEnvelope {
    const text = Buffer.from(textOf(envelope)).toString('base64url');
    return { text, mac: macOfEnvelope(hmac, text), requests: 0 };
  }

  return (subgraph, { envelope, deadline, traceparent = '' }, body, now = Date.now()) => {
    let known = signed.get(envelope);
    if (!known) {
      known = sign(envelope);
      signed.set(envelope, known);
    }
    known.requests += 1;
    const until = deadline === undefined ? '' : Math.ceil(deadline);
    const signedText = `${known.requests}.${now}.${until}.${traceparent}`;
    const mac = macOfRequest(hmac, known.mac, subgraph, signedText, hash('sha256', body, 'base64url'));
    return { [ENVELOPE_HEADER]: known.text, [SIGNATURE_HEADER]: `${signedText}.${mac}` };
  };
}

/** A Caller stays the same object for all requests with a token. */
const TEXTS = new WeakMap<Caller, string>();

function textOf({ caller, instant, requestId, refused, recordsDenials }: Envelope): string {
  let text = TEXTS.get(caller);
  if (text === undefined) {
    text = JSON.stringify(caller);
    TEXTS.set(caller, text);
  }
  const rest = JSON.stringify({ instant, requestId, refused, recordsDenials, nonce: randomUUID() });
  return `{"caller":${text},${rest.slice(1)}`;
}

interface Headers {
  get(name: string): string | undefined;
}

/**
 * What one running subgraph verifies its requests with: it remembers them, and takes none twice.
 *
 * @param body as it came, before anybody reads it: bytes that are no text may be read like others
 * @throws UnsignedRequestError where the request is not the gateway's, too old, or was taken before; MalformedRequestError where the
 * gateway signed what cannot be read
 */
export type RequestVerifier = (headers: Headers, body: Buffer, now?: number) => RequestMetadata;

export function createRequestVerifier(keys: readonly string[], subgraph: string): RequestVerifier {
  const accepted = keys.map(hmacSha256);
  const seen = createReplayGuard(SIGNATURE_LIFETIME_MS);
  return (headers, body, now = Date.now()) => {
    const text = headers.get(ENVELOPE_HEADER);
    const signature = headers.get(SIGNATURE_HEADER);
    if (!text || !signature) throw new UnsignedRequestError('the request is not signed');
    const dot = signature.lastIndexOf('.');
    const signedText = signature.slice(0, Math.max(dot, 0));
    const mac = signature.slice(dot + 1);
    const bodyHash = hash('sha256', body, 'base64url');
    const isGenuine = (hmac: Hmac) =>
      equal(macOfRequest(hmac, macOfEnvelope(hmac, text), subgraph, signedText, bodyHash), mac);
    if (!accepted.some(isGenuine)) throw new UnsignedRequestError('the signature is not the gateway’s');
    // All of it is the gateway's own words from here on.
    const { counter, signedAt, deadline, traceparent } = readSignedParts(signedText);
    if (!(Math.abs(now - signedAt) <= SIGNATURE_LIFETIME_MS)) throw new UnsignedRequestError('the request is too old');
    const { nonce, ...envelope } = readEnvelope(Buffer.from(text, 'base64url').toString());
    if (!seen.take(`${nonce}.${counter}`, signedAt, now)) throw new UnsignedRequestError('the request was sent before');
    return { envelope, deadline, traceparent };
  };
}

interface SignedParts extends Pick<RequestMetadata, 'deadline' | 'traceparent'> {
  readonly counter: string;
  readonly signedAt: number;
}

const SIGNED_PARTS = /^(\d{1,15})\.(\d{1,15})\.(\d{0,15})\.([\w-]{0,100})$/;

function readSignedParts(signedText: string): SignedParts {
  const parts = SIGNED_PARTS.exec(signedText);
  if (!parts) throw new MalformedRequestError('The signature names no counter and no time.');
  const [, counter, signedAt, deadline, traceparent] = parts as unknown as [string, string, string, string, string];
  return {
    counter,
    signedAt: Number(signedAt),
    deadline: deadline ? Number(deadline) : undefined,
    traceparent: traceparent || undefined,
  };
}

/**
 * Checks only values that reach the database unchanged or are used in calculations. The signature vouches for the rest.
 */
function readEnvelope(text: string): Envelope & { readonly nonce: string } {
  const envelope = parseObject(text, 'The envelope') as Partial<Envelope & { readonly nonce: string }>;
  const { caller, instant, refused, nonce } = envelope;
  const { subject, client, endUser }: { subject?: unknown; client?: unknown; endUser?: unknown } = caller ?? {};
  const known =
    caller !== null && typeof caller === 'object' && CALLER_KINDS.includes(caller.kind) && isTexts(caller.scopes);
  if (
    !known ||
    !isTexts(caller.bound) ||
    !isName(subject) ||
    [client, endUser].some((name) => name !== undefined && !isName(name))
  ) {
    throw new MalformedRequestError('The envelope names no caller.');
  }
  if (!Number.isSafeInteger(instant)) throw new MalformedRequestError('The envelope names no instant.');
  if (refused !== undefined && !isTexts(refused)) {
    throw new MalformedRequestError('The envelope’s refused organisations are not a list of keys.');
  }
  if (typeof nonce !== 'string' || !nonce) throw new MalformedRequestError('The envelope has no nonce.');
  return envelope as Envelope & { readonly nonce: string };
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && !value.includes('\0');
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** @throws MalformedRequestError where the text is not a JSON object */
export function parseObject(text: string, what: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new MalformedRequestError(`${what} is not valid JSON.`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedRequestError(`${what} is not a JSON object.`);
  }
  return value;
}

function macOfEnvelope(hmac: Hmac, text: string): string {
  return macOf(hmac, 'envelope', text);
}

function macOfRequest(hmac: Hmac, envelopeMac: string, subgraph: string, signedText: string, bodyHash: string): string {
  // The label is part of the protocol: gateway and services would have to change it together.
  return macOf(hmac, 'request', envelopeMac, subgraph, signedText, bodyHash);
}

/** Each part is preceded by its length, so no text can be shifted from one part to the next. */
function macOf(hmac: Hmac, ...parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return hmac(text);
}

/** Signatures are compared as texts: some bits of the last character of base64url say nothing, and must not differ either. */
function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
