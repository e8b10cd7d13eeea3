/** Stages files of the ministry in a database. Its hooks run in each test file that imports it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../database/queryable';
import { describeProblem, ImportError } from '../services/import-file/import-error';
import { stagedBatches } from '../services/import-file/staging';
import type { Part } from '../services/schools/school-list/school-list';
import { stagePart } from '../services/schools/school-list/stage-list';
import { createTestDatabase, type TestDatabase } from './database';

const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-lists-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

export function fileOf(content: Buffer | string): string {
  const file = path.join(folder, 'file');
  writeFileSync(file, content);
  return file;
}

/** Returns the staged rows of a part, with the line of each. */
export function staged<Value>(part: Part<Value>): Promise<(Value & { line: number })[]> {
  return ownerTransaction(database.ownerUrl, async (db) => {
    await stagePart(db, part, () => undefined);
    const found: (Value & { line: number })[] = [];
    for await (const batch of stagedBatches(db, part.kind))
      for (const { line, value } of batch) found.push({ ...value, line });
    return found;
  });
}

export async function problemsOf<Value>(part: Part<Value>): Promise<string[]> {
  try {
    await staged(part);
  } catch (error) {
    if (error instanceof ImportError) return error.problems.map(describeProblem);
    throw error;
  }
  return [];
}
