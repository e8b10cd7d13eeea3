/** Queries and what they should find, as people wrote them down before there was a ranking: the files beside this one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface JudgedQuery {
  readonly query: string;
  /** 3: what was looked for; 2: good; 1: will do; 0: none of what is named. */
  gradeOf(title: string): number;
}

/** @throws Error with the line where one is not of the form that the file's header describes */
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

/** The lines of a file beside this one that are no headings. */
export function linesOf(file: string): readonly string[] {
  return readFileSync(join(__dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function isMeant(named: string, title: string): boolean {
  return named.endsWith('*') ? title.startsWith(named.slice(0, -1)) : named === title;
}
