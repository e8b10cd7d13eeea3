import path from 'node:path';

/** What is wrong with the embedded database, in one line with the remedy. */
export class ClusterError extends Error {}

/** The last line in the output of PostgreSQL's programs that tells why, without its time and level. */
export function lastLine(text: string, telling: RegExp): string {
  const lines = text.trim().split('\n');
  return (lines.findLast((line) => telling.test(line)) ?? lines.at(-1) ?? '')
    .replace(/^.*(FATAL|PANIC|ERROR|error): +/, '')
    .replace(/\.$/, '')
    .trim();
}

const REMEDIES: [RegExp, (folder: string) => string][] = [
  [/No space left|Disk quota exceeded/, (folder) => `The disk of ${folder} is full: free some space on it.`],
  [/Permission denied|not permitted/, (folder) => `Give ${folder} to the user that runs this: chown -R.`],
  [/shared memory|Cannot allocate memory/, () => 'Give the machine or the container more memory.'],
  [
    /checksum|incompatible with server|invalid checkpoint|could not locate|could not open (file|directory)|is not a valid|bogus|corrupted/,
    (folder) => `Files of the database in ${folder} are damaged or missing. Restore ${folder} from a backup.`,
  ],
];

/** The remedy for the message with which PostgreSQL ended, and where its whole output is. */
export function remedyFor(reason: string, logFile: string): string {
  const folder = path.dirname(logFile);
  const remedy = REMEDIES.find(([telling]) => telling.test(reason))?.[1](folder);
  return [remedy, `Its log is ${logFile}.`].filter(Boolean).join(' ');
}
