/**
 * Transport to a subgraph in another process: connections over TCP, TLS or a Unix socket, each question a signed request. No
 * header of the client is passed on.
 */
import type { CancellationToken } from '../../request/cancellation';
import { ENVELOPE_HEADER, SIGNATURE_HEADER, type SignRequest } from '../../request/signing/signed-request';
import { type HttpAddress, HttpConnections } from './http-connections';
import { type HttpResponse, ResponseTooLargeError } from './http-response';
import { readAnswer } from './read-answer';
import { MAXIMUM_ANSWER_MB, type Transport, TransportError } from './transport';

export interface HttpTransportOptions {
  readonly subgraph: string;
  /** `http://schools:4001`, or `unix:/run/freischalter/schools.sock` on one machine. */
  readonly address: string;
  readonly sign: SignRequest;
}

const AWAY = new Set([502, 503, 504]);
/** It cannot be read, or is too large. */
const REFUSED = new Set([400, 413]);

export function createHttpTransport({ subgraph, address, sign }: HttpTransportOptions): Transport {
  const { authority, path, ...place } = placeOf(address);
  const connections = new HttpConnections(place, MAXIMUM_ANSWER_MB * 1024 * 1024);
  const post = `POST ${path} HTTP/1.1\r\nhost: ${authority}\r\ncontent-type: application/json\r\ncontent-length: `;
  const ready = `GET /health/ready HTTP/1.1\r\nhost: ${authority}\r\n\r\n`;

  return {
    async ask(question, metadata, signal, scan) {
      // All texts: the socket makes bytes of head and body at once, in one call of the system.
      const body = JSON.stringify(question);
      const { [ENVELOPE_HEADER]: envelope, [SIGNATURE_HEADER]: signature } = sign(subgraph, metadata, body);
      const head = `${post}${Buffer.byteLength(body)}\r\n${ENVELOPE_HEADER}: ${envelope}\r\n${SIGNATURE_HEADER}: ${signature}`;
      let response: HttpResponse;
      try {
        response = await connections.exchange(`${head}\r\n\r\n${body}`, signal);
      } catch (error) {
        throw unanswered(error, signal);
      }
      const { status, text } = response;
      if (status !== 200) {
        const failure = AWAY.has(status) ? 'away' : REFUSED.has(status) ? 'refused' : 'broken';
        throw new TransportError(failure, `status ${status}: ${text.slice(0, 200)}`);
      }
      const data = scan?.(text);
      return data ? { data } : readAnswer(parsed(text));
    },
    async ready(signal) {
      const { status } = await connections.exchange(ready, signal).catch((error) => {
        throw unanswered(error, signal);
      });
      if (status !== 200) throw new TransportError('away', `not ready: status ${status}`);
    },
    stop: () => connections.close(),
  };
}

function unanswered(error: unknown, signal: CancellationToken): unknown {
  if (signal.aborted) return error;
  const failure = error instanceof ResponseTooLargeError ? 'too large' : 'away';
  return new TransportError(failure, 'no answer came', { cause: error });
}

interface Place extends HttpAddress {
  /** For the header `host`. */
  readonly authority: string;
  readonly path: string;
}

/** @throws Error where it is neither an HTTP address nor a Unix socket's */
function placeOf(address: string): Place {
  const { protocol, host, hostname, port, pathname } = new URL(address);
  if (protocol === 'unix:') {
    const socketPath = decodeURIComponent(pathname);
    return { authority: 'localhost', path: '/', host: 'localhost', port: 0, socketPath, isSecure: false };
  }
  const isSecure = protocol === 'https:';
  return {
    authority: host,
    path: pathname,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (isSecure ? 443 : 80),
    isSecure,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TransportError('broken', 'an answer that is no JSON', { cause: error });
  }
}
