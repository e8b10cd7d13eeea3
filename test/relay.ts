/** A relay between a client and PostgreSQL that imitates a silent network or a connection pooler. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  /** The address of the database through the relay. */
  readonly url: string;
  /** Passes nothing on from now on, without closing a connection, so that each side waits. */
  fallSilent(): void;
  passAgain(): void;
  stop(): Promise<void>;
}

interface RelayOptions {
  /** Whether clients are given another process id than that of the process that answers, as poolers do. */
  readonly pooler?: boolean;
}

export async function startRelay(databaseUrl: string, { pooler = false }: RelayOptions = {}): Promise<Relay> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let silent = false;

  function pass(from: Socket, to: Socket, changed: (data: Buffer) => Buffer): void {
    sockets.add(from);
    from.on('data', (data) => to.write(changed(data)));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (silent) from.pause();
  }

  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    pass(client, database, (data) => data);
    pass(database, client, pooler ? withOtherProcess : (data) => data);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    fallSilent() {
      silent = true;
      for (const socket of sockets) socket.pause();
    },
    passAgain() {
      silent = false;
      for (const socket of sockets) socket.resume();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** The start of a BackendKeyData message: its tag and its length. The process id and the key follow. */
const KEY_DATA = Buffer.from([0x4b, 0, 0, 0, 12]);

function withOtherProcess(data: Buffer): Buffer {
  const at = data.indexOf(KEY_DATA);
  if (at < 0) return data;
  const changed = Buffer.from(data);
  changed.writeInt32BE(changed.readInt32BE(at + KEY_DATA.length) + 1, at + KEY_DATA.length);
  return changed;
}
