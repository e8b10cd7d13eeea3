/**
 * All uses of undocumented parts of `typeorm` and `pg` are in this file. package.json names the exact versions; a test
 * fails where one of these has moved (driver-internals.test.ts).
 */
import type { Client, Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** The pool behind a data source, whose transactions send several statements without waiting in between. */
export function poolOf(source: DataSource): Pool {
  return (source.driver as unknown as { readonly master: Pool }).master;
}

/** What a request to cancel names: the server's process behind a connection, and the secret that goes with it. */
export function backendKeyOf(client: Client): { readonly processID: number; readonly secretKey: number } {
  return client as unknown as { readonly processID: number; readonly secretKey: number };
}

/** What is written in one turn goes out in one piece: the opening of a transaction, and the statement behind it. */
export function sendTogether({ connection: { stream } }: Client): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}
