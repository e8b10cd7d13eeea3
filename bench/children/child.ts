/** Starts a process for each thing that is measured, on a core of its own where the machine has `taskset`. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import path from 'node:path';
import type { Meter } from '../server-time';

interface Consumption {
  /** Processor time since the process has started. */
  readonly cpuMs: number;
  readonly memory: NodeJS.MemoryUsage;
}

export interface Child {
  readonly url: string;
  /** @param what is sent to the child; `collect` makes it collect garbage first */
  consumption(what?: 'look' | 'collect'): Promise<Consumption>;
  /** Sends a message that only this child understands. */
  ask<Answer>(message: object): Promise<Answer>;
  stop(): Promise<void>;
}

interface ChildOptions {
  /** The name of a program in this folder, or the absolute path of one. */
  readonly program: string;
  readonly settings: object;
  /** The number of the core that the child runs on. Any core is used where it is left out. */
  readonly core?: number;
  readonly nodeOptions?: readonly string[];
}

const STARTUP_MS = 60_000;
const CAN_PIN = process.platform === 'linux' && spawnSync('taskset', ['--version']).status === 0;
export const CORES = cpus().length;

/** @throws Error where the child ends before it listens; its messages are on standard error */
export async function startChild({ program, settings, core, nodeOptions = [] }: ChildOptions): Promise<Child> {
  const file = path.isAbsolute(program) ? program : path.join(__dirname, `${program}.js`);
  const words = [process.execPath, ...nodeOptions, file, JSON.stringify(settings)];
  const [command, ...rest] = pinned(core, words) as [string, ...string[]];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' },
  });
  const gone = once(child, 'exit').then(() => {
    throw new Error(`${path.basename(file)} has ended`);
  });
  gone.catch(() => undefined);
  const nextMessage = async <Answer>() => ((await Promise.race([once(child, 'message'), gone])) as [Answer])[0];
  async function ask<Answer>(message: object): Promise<Answer> {
    const answer = nextMessage<Answer>();
    child.send(message);
    return answer;
  }
  const late = setTimeout(() => child.kill('SIGKILL'), STARTUP_MS);
  const { url } = await nextMessage<{ url: string }>().finally(() => clearTimeout(late));
  return {
    url,
    ask,
    consumption: (what = 'look') => ask<Consumption>({ what }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      const stuck = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(stuck);
    },
  };
}

/** Meters these processes together. */
export async function meterChildren(children: readonly Child[]): Promise<Meter> {
  async function used() {
    const all = await Promise.all(children.map((child) => child.consumption()));
    return all.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  }
  const before = await used();
  return async () => (await used()) - before;
}

/**
 * Pins this process, which makes the load, to one core, so that it does not disturb the measured one.
 *
 * @returns a function that unpins it
 */
export function pinToCore(core: number): () => void {
  if (!CAN_PIN || CORES < 2) return () => undefined;
  const pin = (cores: string) =>
    execFileSync('taskset', ['-a', '-c', '-p', cores, String(process.pid)], { stdio: 'ignore' });
  pin(String(core));
  return () => pin(`0-${CORES - 1}`);
}

export function pinning(): string {
  return CAN_PIN && CORES > 1 ? 'pinned to one core, the load and all else on others' : 'not pinned to a core';
}

function pinned(core: number | undefined, words: readonly string[]): readonly string[] {
  return CAN_PIN && CORES > 1 && core !== undefined ? ['taskset', '-c', String(core), ...words] : words;
}
