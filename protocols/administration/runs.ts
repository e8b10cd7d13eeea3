/**
 * Commands of the installation that somebody started: each in a process of its own, which goes on whatever happens to
 * the request. Their state is in a folder that the gateways of a machine share, so any of them can report on a run.
 */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { badUserInput } from '../../request/client-errors';
import type { Run, RunState, WholeRun } from './run';

type Command = 'import' | 'audit' | 'apikey';

/** Starts a command of the command line. The last two arguments say where its output and its errors go. */
export type StartCommand = (
  command: Command,
  words: readonly string[],
  output: number | 'pipe',
  errors: number | 'pipe',
) => ChildProcess;

interface NewRun extends Pick<Run, 'what' | 'files' | 'isDryRun' | 'startedBy'> {
  readonly command: Command;
  readonly words: readonly string[];
}

export interface Runs {
  /**
   * @param whenEnded is called when it has ended, with whatever result @throws BAD_USER_INPUT while another run is
   * active
   */
  start(run: NewRun, whenEnded: () => Promise<void>): Promise<Run>;
  /** Returns the runs, the latest first. */
  list(): Promise<Run[]>;
  find(id: string): Promise<WholeRun>;
  stop(id: string): Promise<Run>;
  /** Ends the runs of this process. */
  close(): Promise<void>;
}

const KEPT = 50;
const WRITTEN_WITHIN_MS = 500;
const RUN_ID = /^[0-9a-z]{8,9}-[0-9a-f]{12}$/;
/** More than any report has; a page shows this much without a pause. */
const LARGEST_REPORT = 2 * 1024 * 1024;

interface Kept extends Omit<Run, 'id' | 'state' | 'endedAt' | 'progress'> {
  readonly pid: number;
}
interface End {
  readonly endedAt: string;
  readonly state: RunState;
}

export function createRuns(folder: string, startCommand: StartCommand): Runs {
  const running = new Map<string, ChildProcess>();
  const placeOf = (id: string, file = '') => path.join(folder, id, file);

  async function ids(): Promise<string[]> {
    const names = await readdir(folder).catch(() => []);
    return names
      .filter((name) => RUN_ID.test(name))
      .sort()
      .reverse();
  }

  /** Null where there is none, or where it has only begun. */
  async function read(id: string): Promise<WholeRun | null> {
    const kept = RUN_ID.test(id) ? await json<Kept>(placeOf(id, 'run.json')) : null;
    if (!kept) return null;
    const { pid: _, ...facts } = kept;
    const isRunning = () => running.has(id) || isAlive(kept);
    let end = await json<End>(placeOf(id, 'end.json'));
    if (!end && !isRunning()) {
      // The process that started it may be writing its end at this moment.
      await pause(WRITTEN_WITHIN_MS);
      end = await json<End>(placeOf(id, 'end.json'));
    }
    const [report, problems] = await Promise.all([text(placeOf(id, 'report')), text(placeOf(id, 'problems'))]);
    const state = end?.state ?? (isRunning() ? 'RUNNING' : 'INTERRUPTED');
    const progress = problems.trimEnd().split('\n').at(-1) || null;
    return { id, ...facts, state, endedAt: end?.endedAt ?? null, progress, report, problems };
  }

  async function find(id: string): Promise<WholeRun> {
    const run = await read(id);
    if (!run) throw badUserInput('This run does not exist any more.');
    return run;
  }

  async function list(): Promise<Run[]> {
    const runs = await Promise.all((await ids()).map(read));
    return runs.filter((run) => run !== null).map(summaryOf);
  }

  async function start({ command, words, ...facts }: NewRun, whenEnded: () => Promise<void>): Promise<Run> {
    if ((await list()).some(({ state }) => state === 'RUNNING'))
      throw badUserInput('Another import or verification is running. Wait for its end, or stop it.');
    const id = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`;
    await mkdir(placeOf(id), { recursive: true, mode: 0o700 });
    const report = await open(placeOf(id, 'report'), 'w', 0o600);
    const problems = await open(placeOf(id, 'problems'), 'w', 0o600);
    const child = startCommand(command, words, report.fd, problems.fd);
    running.set(id, child);
    const ended = new Promise<End>((done) => {
      const end = (state: RunState) => done({ endedAt: new Date().toISOString(), state });
      child.once('error', () => end('FAILED'));
      child.once('exit', (code) => end(code === 0 ? 'DONE' : code === null || code > 128 ? 'STOPPED' : 'FAILED'));
    });
    const kept: Kept = { ...facts, startedAt: new Date().toISOString(), pid: child.pid ?? 0 };
    await writeWhole(placeOf(id, 'run.json'), kept);
    void ended.then(async (end) => {
      await Promise.all([report.close(), problems.close()]);
      await whenEnded().catch(() => undefined);
      await writeWhole(placeOf(id, 'end.json'), end).catch(() => undefined);
      running.delete(id);
    });
    for (const old of (await ids()).slice(KEPT)) await rm(placeOf(old), { recursive: true, force: true });
    return summaryOf(await find(id));
  }

  return {
    start,
    list,
    find,
    async stop(id) {
      const run = await find(id);
      const kept = await json<Kept>(placeOf(id, 'run.json'));
      if (run.state === 'RUNNING' && kept && isAlive(kept)) process.kill(kept.pid, 'SIGTERM');
      return summaryOf(run);
    },
    async close() {
      const ends = [...running.values()].map((child) => new Promise((done) => child.once('exit', done)));
      for (const child of running.values()) child.kill('SIGTERM');
      await Promise.all(ends);
    },
  };
}

function summaryOf({ report: _, problems: __, ...run }: WholeRun): Run {
  return run;
}

/** Writes a file in one step, so that nobody reads a part of it. */
async function writeWhole(file: string, content: object): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function json<Content>(file: string): Promise<Content | null> {
  return JSON.parse(await readFile(file, 'utf8').catch(() => 'null')) as Content | null;
}

/** Returns the beginning of a file, with a note where the rest was cut off. */
async function text(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LARGEST_REPORT), 0, LARGEST_REPORT, 0);
    // The path of an upload on the disk is not shown to anybody.
    const whole = buffer.toString('utf8', 0, bytesRead).replaceAll(/\S*\/uploads\/[0-9a-f-]{36}\//g, '');
    return bytesRead < LARGEST_REPORT ? whole : `${whole}\n… and more: the command line tells all of it.\n`;
  } finally {
    await handle.close();
  }
}

/** A run that started before the machine did is over: its process number may now belong to another process. */
function isAlive({ pid, startedAt }: Kept): boolean {
  if (pid <= 0 || Date.parse(startedAt) < Date.now() - uptime() * 1_000) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
