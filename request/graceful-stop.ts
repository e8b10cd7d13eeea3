/** Stops an HTTP server: it takes no new connections, answers what has come in, and closes. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Who connects in order to ask has its first bytes here within a round trip. */
const FIRST_REQUEST_MS = 100;

/**
 * Must be called before the server listens. Node takes a connection for busy on which nothing was sent yet, such as browsers
 * and clients open ahead of need; it would keep the server open until its time for headers is over.
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
