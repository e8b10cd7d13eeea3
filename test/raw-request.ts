/** Sends raw HTTP as an attacker would, and returns what comes back until the other side closes. */
import { connect } from 'node:net';

/** @param url the address of the server; the path is part of the text */
export function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((done, failed) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('close', () => done(answer));
    /** A reset while we are still sending counts as a refusal. */
    socket.on('error', (error) => (answer || /ECONNRESET|EPIPE/.test(String(error)) ? done(answer) : failed(error)));
  });
}

/** Returns the statuses of all answers on the connection. */
export function statusesOf(answer: string): number[] {
  return [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
}

/** Returns a request to `/graphql` that closes its connection, with headers exactly as given. */
export function graphqlRequest(
  body: string,
  headers: readonly string[],
  length: number = Buffer.byteLength(body),
): string {
  const head = ['POST /graphql HTTP/1.1', 'Host: gateway', 'Content-Type: application/json', 'Connection: close'];
  const sized = Number.isNaN(length) ? [] : [`Content-Length: ${length}`];
  return [...head, ...sized, ...headers, '', body].join('\r\n');
}
