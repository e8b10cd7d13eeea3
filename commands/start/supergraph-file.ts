/** The file of the supergraph: read at the start, and watched for changes while the gateway runs. */
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import { Problem } from '../problem';

/** @throws Problem where it cannot be read */
export function readSupergraphFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Problem(`SUPERGRAPH: ${(error as Error).message}. Name the file that npm run schema writes.`);
  }
}

export interface SupergraphFile {
  /** Takes the file as it is now, changed or not. */
  takeNow(): Promise<void>;
  stop(): void;
}

/** It uses stat, which sees files that were renamed into place, and files that a network or a container has mounted. */
const LOOK_MS = 500;

/**
 * Serves the file whenever it was changed and then not touched until the next look: a file that is being written is
 * not read. A file that is refused is not tried again before it changes.
 *
 * @param replace serves what it reads, or throws and changes nothing; false where it is served already
 */
export function watchSupergraphFile(
  file: string,
  replace: (read: () => string) => Promise<boolean>,
  log: Logger,
): SupergraphFile {
  let taken: string | undefined;
  let seen: string | undefined;
  let stopped = false;

  async function take(): Promise<void> {
    try {
      if (await replace(() => readSupergraphFile(file))) log.info({ file }, 'another supergraph is served');
    } catch (error) {
      const mistakes = (error as Error).message.split('\n').map((line) => line.replace(/^line (?=\d+:)/, `${file}:`));
      log.error({ file, mistakes }, 'the supergraph in the file is refused, and the one before is served on');
    }
  }

  async function look(): Promise<void> {
    const before = seen;
    seen = await stateOf(file);
    if (seen === taken || seen !== before) return;
    taken = seen;
    await take();
  }

  function lookLater(): void {
    setTimeout(() => {
      if (!stopped) void look().then(lookLater);
    }, LOOK_MS).unref();
  }

  lookLater();
  return {
    takeNow: take,
    stop() {
      stopped = true;
    },
  };
}

/** Returns another value after each change. */
async function stateOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await stat(file);
    return [dev, ino, size, mtimeMs, ctimeMs].join(' ');
  } catch (error) {
    return `none: ${(error as NodeJS.ErrnoException).code}`;
  }
}
