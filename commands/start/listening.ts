/** Servers and the addresses they listen on. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../problem';

/** @throws Problem where the address is not available */
export function listen(server: Server, port: number, host: string, setting = 'PORT'): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(addressProblem(error, port, host, setting) ?? error));
    server.listen(port, host, () => done((server.address() as AddressInfo).port));
  });
}

/** Checks whether a port is free before long work begins. */
export async function checkPort(port: number, host: string): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await listen(server, port, host);
  await new Promise((done) => server.close(done));
}

export function addressProblem(
  error: NodeJS.ErrnoException,
  port: number,
  host: string,
  setting = 'PORT',
): Problem | null {
  const reason = {
    EADDRINUSE: `Port ${port} is taken on ${host}. Stop what listens there, or set ${setting} to another one.`,
    EACCES: `Port ${port} may not be used by this user. Set ${setting} to one above 1023.`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Correct HOST.`,
    ENOTFOUND: `${host} is no address of this machine. Correct HOST.`,
  }[error.code ?? ''];
  return reason ? new Problem(reason) : null;
}
