/**
 * Transport to a subgraph in another process over TCP, TLS or a Unix socket. Each question is a signed HTTP request,
 * or a message on one connection for all of them where the service offers that. No header of the client is passed on.
 */
import type { CancellationToken } from '../../request/cancellation';
import { PROTOCOL } from '../../request/multiplexing/messages';
import { ENVELOPE_HEADER, SIGNATURE_HEADER, type SignRequest } from '../../request/signing/signed-request';
import { HttpConnections } from './http-connections';
import { ResponseTooLargeError } from './http-response';
import { type MultiplexedAddress, type MultiplexedAnswer, MultiplexedConnection } from './multiplexed-connection';
import { readAnswer } from './read-answer';
import { MAX_ANSWER_MB, type Transport, TransportError } from './transport';

interface HttpTransportOptions {
  readonly subgraph: string;
  /** `http://schools:4001`, or `unix:/run/freischalter/schools.sock` on one machine. */
  readonly address: string;
  readonly sign: SignRequest;
}

const MAX_BYTES = MAX_ANSWER_MB * 1024 * 1024;
/** Milliseconds to wait before another attempt to open a connection for many questions, where one failed. */
const REFUSED_MS = 10_000;
const AWAY = new Set([502, 503, 504]);
/** The request cannot be read, or is too large. */
const REFUSED = new Set([400, 413]);

export function createHttpTransport({ subgraph, address, sign }: HttpTransportOptions): Transport {
  const place = placeOf(address);
  const { authority, path } = place;
  const connections = new HttpConnections(place, MAX_BYTES);
  let multiplexed: MultiplexedConnection | undefined;
  let refusedUntil = 0;
  let isStopped = false;
  const post = `POST ${path} HTTP/1.1\r\nhost: ${authority}\r\ncontent-type: application/json\r\ncontent-length: `;
  const ready = `GET /health/ready HTTP/1.1\r\nhost: ${authority}\r\n\r\n`;

  async function exchange(signed: ReturnType<SignRequest>, body: string, signal: CancellationToken) {
    const { [ENVELOPE_HEADER]: envelope, [SIGNATURE_HEADER]: signature } = signed;
    // All parts are strings, so the socket encodes head and body at once, in one system call.
    const head = `${post}${Buffer.byteLength(body)}\r\n${ENVELOPE_HEADER}: ${envelope}\r\n${SIGNATURE_HEADER}: ${signature}`;
    const response = await connections.exchange(`${head}\r\n\r\n${body}`, signal);
    if (response.upgrade === PROTOCOL) multiplex();
    return response;
  }

  /** Opens the connection for all later questions. */
  function multiplex(): void {
    if (multiplexed || isStopped || Date.now() < refusedUntil) return;
    multiplexed = new MultiplexedConnection(place, MAX_BYTES, (wasOpen) => {
      multiplexed = undefined;
      if (!wasOpen) refusedUntil = Date.now() + REFUSED_MS;
    });
  }

  return {
    async ask(question, metadata, signal, scan) {
      const body = JSON.stringify(question);
      const signed = sign(subgraph, metadata, body);
      const words = `${signed[ENVELOPE_HEADER]} ${signed[SIGNATURE_HEADER]}`;
      let response: MultiplexedAnswer;
      try {
        response = multiplexed?.takes(words, body)
          ? await multiplexed.ask(words, body, signal)
          : await exchange(signed, body, signal);
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
    async stop() {
      isStopped = true;
      await Promise.all([connections.close(), multiplexed?.close()]);
    },
  };
}

function unanswered(error: unknown, signal: CancellationToken): unknown {
  if (signal.aborted) return error;
  const failure = error instanceof ResponseTooLargeError ? 'too large' : 'away';
  return new TransportError(failure, 'no answer came', { cause: error });
}

/** @throws Error where it is neither an HTTP address nor the address of a Unix socket */
function placeOf(address: string): MultiplexedAddress {
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
