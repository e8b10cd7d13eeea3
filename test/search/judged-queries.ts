/**
 * Reads the queries of the files beside this one, and what they should find. People judged them before the ranking
 * existed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface JudgedQuery {
  readonly query: string;
  /** The grades are 3 for what was looked for, 2 for good, 1 for acceptable, and 0 for titles that are not named. */
  gradeOf(title: string): number;
}

/** @throws Error with the line where it is not in the form that the file's header describes */
export function readJudgedQueries(file: string): readonly JudgedQuery[] {
  return linesOf(file).map((line) => {
    const [query = '', ...columns] = line.split('\t');
    const grades = columns.map((column) => {
      const [, grade, title] = /^([123]) (.+)$/.exec(column) ?? [];
      if (!title) throw new Error(`${file}: “${line}” has the column “${column}”, which is no grade and title.`);
      return { grade: Number(grade), title };
    });
    if (grades.length === 0) throw new Error(`${file}: “${line}” names no title.`);
    return { query, gradeOf: (title) => grades.find((one) => isMeant(one.title, title))?.grade ?? 0 };
  });
}

/** Returns the lines of a file beside this one, without headings. */
export function linesOf(file: string): readonly string[] {
  return readFileSync(join(__dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function isMeant(named: string, title: string): boolean {
  return named.endsWith('*') ? title.startsWith(named.slice(0, -1)) : named === title;
}
