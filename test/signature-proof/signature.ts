/** Computes the signature of a request from nothing but its description in docs/security.md. */
import { createHash, createHmac } from 'node:crypto';

interface ToBeSigned {
  readonly subgraph?: string;
  /** The envelope as it stands in its header. */
  readonly envelope: string;
  /** The readable parts: `<counter>.<signed at>.<deadline>.<traceparent>`. */
  readonly signedText: string;
  readonly body: string | Buffer;
}

/** Returns the signature as it stands in its header. */
export function signatureOf(key: string, { subgraph = 'schools', envelope, signedText, body }: ToBeSigned): string {
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const withLength = (part: string) => `${part.length}:${part}`;
  const bodyHash = createHash('sha256').update(body).digest('base64url');
  const ofEnvelope = mac(['envelope', envelope].map(withLength).join(''));
  return `${signedText}.${mac(['request', ofEnvelope, subgraph, signedText, bodyHash].map(withLength).join(''))}`;
}
