/** How far an import has come, on standard error: one line that counts on a terminal, a line for each step elsewhere. */
import type { Progress } from '../../services/import-file/progress';

/** As often as a line is read while it changes. */
const EVERY_MS = 250;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressLines {
  readonly tell: Progress;
  /** Leaves the line that counts. Whatever is printed afterwards begins a new one. */
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
    output.write(`\r\x1b[K${grouped(count)} ${what}${rate}`);
  }

  function end(): void {
    if (!counting) return;
    show();
    output.write('\n');
    counting = null;
  }

  return {
    tell(what, count) {
      if (count === undefined) {
        end();
        output.write(`${what} …\n`);
      } else if (output.isTTY) {
        if (counting?.what !== what) {
          end();
          counting = { what, since: now(), toldAt: 0, count };
        }
        counting.count = count;
        if (now() - counting.toldAt < EVERY_MS) return;
        counting.toldAt = now();
        show();
      }
    },
    end,
  };
}
