/** The committed folder schema/: read, compared with what the code makes, and written. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BREAKING_CHANGES_FILE, refusalOf, unintendedChanges } from './breaking-changes';
import { API_FILE, type SchemaFiles } from './generate';
import { lineDifference } from './line-difference';

const LONGEST_EXCERPT = 40;

interface Finding {
  /** Empty where nothing is wrong. */
  readonly complaints: readonly string[];
  /** Names of the files that differ from what the code makes. */
  readonly changed: readonly string[];
}

/** Compares the folder with what the code makes, and changes nothing. */
export function checkFolder(folder: string, files: SchemaFiles, today: string): Finding {
  const breaking = breakingComplaints(folder, files, today);
  const changed = changedFiles(folder, files);
  const drift = changed.map((name) => {
    const excerpt = lineDifference(read(folder, name) ?? '', files[name] as string, LONGEST_EXCERPT);
    return `schema/${name} is not what the code makes:\n${excerpt.map((line) => `  ${line}`).join('\n')}`;
  });
  const remedy = drift.length > 0 ? ['Run `npm run schema` and commit the folder schema/ together with the code.'] : [];
  return { complaints: [...breaking, ...drift, ...remedy], changed };
}

/** Writes what changed; it writes nothing where that would break clients and is not marked as intended. */
export function updateFolder(folder: string, files: SchemaFiles, today: string): Finding {
  const complaints = breakingComplaints(folder, files, today);
  const changed = changedFiles(folder, files);
  if (complaints.length > 0) return { complaints, changed };
  for (const name of changed) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), files[name] as string);
  }
  return { complaints, changed };
}

function changedFiles(folder: string, files: SchemaFiles): string[] {
  return Object.keys(files).filter((name) => read(folder, name) !== files[name]);
}

function breakingComplaints(folder: string, files: SchemaFiles, today: string): string[] {
  const accepted = read(folder, API_FILE);
  if (accepted === null) return [];
  const marked = read(folder, BREAKING_CHANGES_FILE) ?? '[]';
  const changes = unintendedChanges(accepted, files[API_FILE] as string, marked);
  return changes.length > 0 ? [refusalOf(changes, today)] : [];
}

function read(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
