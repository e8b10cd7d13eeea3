/**
 * The signed hop: what the gateway says to a subgraph about a request, and the proof that the gateway said it.
 *
 * The signature covers the subgraph's name, the envelope (Caller, instant, request id) and the body, so none of them
 * can be altered or sent to another subgraph. Several keys may be accepted at a time: the first one signs, all verify,
 * which is how a key is rotated without a stop.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller';

export const ENVELOPE_HEADER = 'freischalter-envelope';
export const SIGNATURE_HEADER = 'freischalter-signature';

/** How long a signed hop is good for, in milliseconds; also the clock difference that is tolerated. */
export const HOP_LIFETIME_MS = 30_000;

export interface Envelope {
  readonly caller: Caller;
  /** The one instant, in epoch milliseconds, at which the whole operation is answered in every subgraph. */
  readonly instant: number;
  readonly requestId: string;
}

export class UnsignedHopError extends Error {}

export function signHop(
  keys: readonly string[],
  subgraph: string,
  envelope: Envelope,
  body: string,
): Record<string, string> {
  const encoded = Buffer.from(JSON.stringify(envelope)).toString('base64url');
  return { [ENVELOPE_HEADER]: encoded, [SIGNATURE_HEADER]: signature(keys[0] as string, subgraph, encoded, body) };
}

/** @throws UnsignedHopError where a header is missing, the signature is not the gateway's, or the hop is too old */
export function verifyHop(
  keys: readonly string[],
  subgraph: string,
  headers: { get(name: string): string | undefined },
  body: string,
  now: number = Date.now(),
): Envelope {
  const encoded = headers.get(ENVELOPE_HEADER);
  const given = headers.get(SIGNATURE_HEADER);
  if (!encoded || !given) throw new UnsignedHopError('the request is not signed');
  const genuine = keys.some((key) => equal(signature(key, subgraph, encoded, body), given));
  if (!genuine) throw new UnsignedHopError('the signature is not the gateway’s');
  const envelope = JSON.parse(Buffer.from(encoded, 'base64url').toString()) as Envelope;
  if (!(Math.abs(now - envelope.instant) <= HOP_LIFETIME_MS)) throw new UnsignedHopError('the request is too old');
  return envelope;
}

function signature(key: string, subgraph: string, encodedEnvelope: string, body: string): string {
  return createHmac('sha256', key).update(`${subgraph}\n${encodedEnvelope}\n`).update(body).digest('base64url');
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
