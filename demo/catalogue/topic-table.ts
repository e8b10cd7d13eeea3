/** The topics of a subject's films, in text tables that read like a syllabus. */

export interface Topic {
  readonly name: string;
  readonly gradeFrom: number;
  readonly gradeUntil: number;
  /** Each aspect becomes a film of its own. */
  readonly aspects: readonly string[];
}

export interface Subject {
  /** The name in the KIM vocabulary of school subjects. */
  readonly name: string;
  /** Two digits, which its titles have in their media numbers. */
  readonly code: string;
  readonly series: readonly string[];
  /** Second sentences of descriptions. Each fits every topic of the subject. */
  readonly closingSentences: readonly string[];
  readonly topics: readonly Topic[];
}

/** @param table one topic a line: `name | grade from–until | aspect; aspect; …` */
export function subject(
  name: string,
  code: string,
  series: readonly string[],
  closingSentences: readonly string[],
  table: string,
): Subject {
  const topics = table
    .trim()
    .split('\n')
    .map((line): Topic => {
      const [topic, grades, aspects] = line.split(' | ') as [string, string, string];
      const [gradeFrom, gradeUntil] = grades.split('–').map(Number) as [number, number];
      return { name: topic, gradeFrom, gradeUntil, aspects: aspects.split('; ') };
    });
  return { name, code, series, closingSentences, topics };
}
