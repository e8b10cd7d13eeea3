/** How a command ends that cannot do its work: one line on standard error that names the remedy, and exit code 1. */
import { databaseProblem } from '../database/problem';

/** Something the user can correct. The message is one line: what is wrong, and what to do. */
export class Problem extends Error {}

export function problemLine(error: unknown, databaseUrl?: string): string {
  const message =
    databaseProblem(error, databaseUrl) ?? (error instanceof Error ? error.message || error.name : String(error));
  return message.replaceAll(/\s*\n\s*/g, ' ');
}

/** Runs a command that ends by itself. */
export async function runToEnd(command: () => Promise<number> | Promise<void>, settings: EndSettings): Promise<void> {
  const code = await exitCodeOf(command, settings, (line) => console.error(line));
  if (code !== 0) process.exitCode = code;
}

type EndSettings = { readonly DATABASE_URL?: string; readonly LOG_LEVEL?: string };

/** @param complain receives what is written to standard error */
export async function exitCodeOf(
  command: () => Promise<number> | Promise<void>,
  settings: EndSettings,
  complain: (line: unknown) => void,
): Promise<number> {
  try {
    return (await command()) ?? 0;
  } catch (error) {
    complain(problemLine(error, settings.DATABASE_URL));
    if (settings.LOG_LEVEL === 'debug' || settings.LOG_LEVEL === 'trace') complain(error);
    return 1;
  }
}
