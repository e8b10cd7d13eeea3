/**
 * Reports the progress of an import on standard error: on a terminal one line that is updated; elsewhere a line for
 * each step, and every few seconds one with the progress.
 */
import type { Progress } from '../../services/import-file/progress';

/** As often as a person can read a line that changes. */
const EVERY_MS = 250;
const LINE_EVERY_MS = 5_000;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

interface ProgressLines {
  readonly report: Progress;
  /** Ends the line that is updated, so that later output begins on a new one. */
  end(): void;
}

export function progressOn(output: Output, now: () => number = Date.now): ProgressLines {
  let counting: { what: string; since: number; toldAt: number; count: number } | null = null;
  const grouped = (count: number) => Math.round(count).toLocaleString('en');

  function show(): void {
    if (!counting) return;
    const { what, since, count } = counting;
    const seconds = (now() - since) / 1000;
    const rate = seconds > 0 ? `, ${grouped(count / seconds)} per second` : '';
    const line = `${grouped(count)} ${what}${rate}`;
    output.write(output.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }

  function end(): void {
    if (!counting) return;
    if (output.isTTY) {
      show();
      output.write('\n');
    }
    counting = null;
  }

  return {
    report(what, count) {
      if (count === undefined) {
        end();
        output.write(`${what} …\n`);
      } else {
        if (counting?.what !== what) {
          end();
          counting = { what, since: now(), toldAt: output.isTTY ? 0 : now(), count };
        }
        counting.count = count;
        if (now() - counting.toldAt < (output.isTTY ? EVERY_MS : LINE_EVERY_MS)) return;
        counting.toldAt = now();
        show();
      }
    },
    end,
  };
}
