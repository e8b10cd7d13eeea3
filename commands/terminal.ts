/** Where a command reads and writes: standard input, output and error, or what a test puts in their place. */
import type { Readable } from 'node:stream';

export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  print(text: string): void;
  complain(text: string): void;
}

export const TERMINAL: Terminal = {
  get input() {
    return process.stdin;
  },
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
};
