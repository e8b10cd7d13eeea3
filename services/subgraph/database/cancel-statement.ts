import { connect } from 'node:net';
import type { PoolClient } from 'pg';
import { backendKeyOf } from '../../../database/driver-internals';

const CANCEL_REQUEST = 80_877_102;

/**
 * Asks PostgreSQL to cancel the statement of a connection. The request goes over a connection of its own,
 * unencrypted, as libpq sent it for a long time. Where the connection is encrypted, it is not sent, and the
 * statement's time limit ends the statement.
 */
export function cancelStatement(client: PoolClient): void {
  const { host, port, ssl } = client;
  const { processID, secretKey } = backendKeyOf(client);
  if (ssl || !processID) return;
  const request = Buffer.alloc(16);
  [16, CANCEL_REQUEST, processID, secretKey].forEach((number, at) => {
    request.writeInt32BE(number, at * 4);
  });
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on('error', () => undefined);
  socket.setTimeout(2_000, () => socket.destroy());
  socket.end(request);
}
