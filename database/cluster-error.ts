/** What is wrong with the embedded database, in one line with the remedy. */
export class ClusterError extends Error {}

/** The last line in the output of PostgreSQL's programs that tells why, without its time and level. */
export function lastLine(text: string, telling: RegExp): string {
  const lines = text.trim().split('\n');
  return (lines.findLast((line) => telling.test(line)) ?? lines.at(-1) ?? '')
    .replace(/^.*(FATAL|ERROR|error): +/, '')
    .trim();
}
