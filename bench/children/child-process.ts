/** The child's side: it says where it listens, reports what it has used, and ends with its parent. */

/** Returns the settings from the parent. */
export function settings<Settings>(): Settings {
  return JSON.parse(process.argv[2] as string);
}

/** @param answer to a message of the parent's that asks for something of the child's own */
export function serveParent(
  url: string,
  answer?: (message: never) => Promise<object>,
  stop?: () => Promise<void>,
): void {
  process.on('message', (message: { what?: string }) => {
    if (message.what === 'collect') globalThis.gc?.();
    const told = message.what ? { cpuMs: cpuMs(), memory: process.memoryUsage() } : answer?.(message as never);
    Promise.resolve(told).then((said) => process.send?.(said), fail);
  });
  process.on('disconnect', () => {
    const ended = () => process.exit(0);
    (stop?.() ?? Promise.resolve()).then(ended, ended);
  });
  process.send?.({ url });
}

/** A failure at the start ends the child, and the parent reports it. */
export function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
