/** `--help` among the words of a command: it prints how it is written, on standard output, and does nothing else. */
export function helpAsked(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}
