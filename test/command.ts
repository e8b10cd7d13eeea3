/** Runs a command of the project, in a process of its own or within this one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { exitCodeOf } from '../commands/problem';
import type { Terminal } from '../commands/terminal';
import { PROJECT_ROOT, parseSettings, type Settings } from '../environment';

export interface RunningCommand {
  readonly child: ChildProcess;
  /** Returns what it has printed so far. */
  output(): string;
  errors(): string;
  /** Resolves when the text is in its output; throws where it ends before. */
  said(text: string): Promise<void>;
  /** Resolves when the text is in its log; throws where it ends before. */
  logged(text: string): Promise<void>;
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

/**
 * @param words the command and its arguments, such as `start` or `token lms`
 * @param settings the whole environment of the command
 * @param input what it reads from standard input; nothing where it is left out
 */
export function runCommand(words: readonly string[], settings: Record<string, string>, input?: string): RunningCommand {
  const [command, ...rest] = words;
  return runProgram(process.execPath, ['test/run-from-source.cjs', `commands/${command}.ts`, ...rest], settings, input);
}

/** Runs any program in the folder of the project. */
export function runProgram(
  program: string,
  words: readonly string[],
  settings: Record<string, string>,
  input?: string,
): RunningCommand {
  const child = spawn(program, words, {
    cwd: PROJECT_ROOT,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const within = (stream: Readable, all: () => string) => (text: string) =>
    new Promise<void>((done, failed) => {
      const look = () => all().includes(text) && done();
      stream.on('data', look);
      look();
      void ended.then(() => failed(new Error(`ended without saying “${text}”: ${output}${errors}`)));
    });
  return {
    child,
    output: () => output,
    errors: () => errors,
    ended,
    said: within(child.stdout, () => output),
    logged: within(child.stderr, () => errors),
  };
}

interface EndedCommand {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command within this process, because a process of its own takes half a second to start. */
export async function runWithin(
  command: (words: readonly string[], settings: Settings, terminal: Terminal) => Promise<number> | Promise<void>,
  words: readonly string[],
  variables: Record<string, string>,
  input = '',
): Promise<EndedCommand> {
  let [output, errors] = ['', ''];
  const terminal: Terminal = {
    input: Readable.from([input]),
    print(text) {
      output += text;
    },
    complain(text) {
      errors += text;
    },
  };
  const settings = parseSettings(variables);
  if ('mistakes' in settings) throw new Error(settings.mistakes.join());
  const code = await exitCodeOf(
    () => command(words, settings, terminal),
    settings,
    (line) => terminal.complain(`${line}\n`),
  );
  return { code, output, errors };
}
