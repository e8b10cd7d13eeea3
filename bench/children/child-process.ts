/** What each child does: it says where it listens, reports what it has used, and ends with its parent. */

/** Returns the settings that the parent has passed. */
export function settings<Settings>(): Settings {
  return JSON.parse(process.argv[2] as string);
}

/** @param answer answers the messages that only this child understands */
export function serveParent(
  url: string,
  answer?: (message: never) => Promise<object>,
  stop?: () => Promise<void>,
): void {
  process.on('message', (message: { what?: string }) => {
    if (message.what === 'collect') globalThis.gc?.();
    const report = message.what ? { cpuMs: cpuMs(), memory: process.memoryUsage() } : answer?.(message as never);
    Promise.resolve(report).then((sent) => process.send?.(sent), fail);
  });
  process.on('disconnect', () => {
    const ended = () => process.exit(0);
    (stop?.() ?? Promise.resolve()).then(ended, ended);
  });
  process.send?.({ url });
}

/** Ends a child that cannot start; the parent reports the failure. */
export function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
