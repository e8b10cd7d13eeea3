/** Stops an HTTP server: it takes no new connections, answers what has come in, and closes. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** A client that connects to send a request has its first bytes here within a round trip. */
const FIRST_REQUEST_MS = 100;

/**
 * Must be called before the server listens. Node treats a connection as busy before anything was sent on it. Browsers
 * and clients open such connections ahead of need, and each would keep the server open until the timeout for headers.
 *
 * @returns stops it; resolves when all connections are closed
 */
export function gracefulStop(server: Server): () => Promise<void> {
  const connections = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return async () => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    server.closeIdleConnections();
    const cut = setTimeout(() => {
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
    }, FIRST_REQUEST_MS);
    await closed;
    clearTimeout(cut);
  };
}
