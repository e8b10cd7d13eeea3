import { Problem } from './problem';

/** `--help` among the words of a command: it prints how it is written, on standard output, and does nothing else. */
export function helpAsked(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}

/** @throws Problem where a command that takes no words is given some: what was not understood is not done either */
export function refuseWords(words: readonly string[], command: string): void {
  const [unknown] = words;
  if (unknown !== undefined) throw new Problem(`${command} does not know “${unknown}”. It takes no words but --help.`);
}
