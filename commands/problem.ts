/** How a command ends that cannot do its work: one line on standard error that names the remedy, and exit code 1. */
import { databaseProblem } from '../database/connection';

/** Something the user can mend. The message is one line: what is wrong, and what to do. */
export class Problem extends Error {}

export function problemLine(error: unknown, databaseUrl?: string): string {
  const message =
    databaseProblem(error, databaseUrl) ?? (error instanceof Error ? error.message || error.name : String(error));
  return message.replaceAll(/\s*\n\s*/g, ' ');
}

/** Runs a command that ends by itself. */
export async function runToEnd(
  command: () => Promise<void>,
  settings: { DATABASE_URL?: string; LOG_LEVEL?: string },
): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(problemLine(error, settings.DATABASE_URL));
    if (settings.LOG_LEVEL === 'debug' || settings.LOG_LEVEL === 'trace') console.error(error);
    process.exitCode = 1;
  }
}
