/** Servers that listen on a Unix socket, for parts on one machine: no other user can connect. */
import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { Problem } from '../problem';

/**
 * The socket, and its folder where that is created here, belong to this user alone. A socket that a crash left behind
 * is removed; a socket that somebody answers is not.
 *
 * @throws Problem where the socket is not available
 */
export async function listenOnSocket(server: Server, socket: string): Promise<void> {
  await mkdir(path.dirname(socket), { recursive: true, mode: 0o700 });
  if (await answers(socket)) {
    throw new Problem(`Something listens on ${socket}. Stop it, or set SUBGRAPH_SOCKET to another path.`);
  }
  if (await isSocket(socket)) await rm(socket);
  const before = process.umask(0o177);
  try {
    await new Promise<void>((listening, failed) => {
      server.once('error', failed);
      server.listen(socket, listening);
      // The socket exists by now: listen() creates it before it returns.
      process.umask(before);
    });
  } catch (error) {
    throw new Problem(
      `Nothing can listen on ${socket} (${(error as NodeJS.ErrnoException).code}). Set SUBGRAPH_SOCKET to another path.`,
    );
  } finally {
    process.umask(before);
  }
  await chmod(socket, 0o600);
}

async function isSocket(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isSocket(),
    () => false,
  );
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
