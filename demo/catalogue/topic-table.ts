/** What a subject's films are about, kept as text tables that read like a syllabus. */

export interface Topic {
  readonly name: string;
  readonly gradeFrom: number;
  readonly gradeUntil: number;
  /** Each makes a film of its own. */
  readonly aspects: readonly string[];
}

export interface Subject {
  /** As in the KIM vocabulary of school subjects. */
  readonly name: string;
  /** Two digits in the media numbers of its titles. */
  readonly code: string;
  readonly series: readonly string[];
  /** Second sentences of descriptions; each fits every topic of the subject. */
  readonly manner: readonly string[];
  readonly topics: readonly Topic[];
}

/** @param table a topic a line: `name | grade from–until | aspect; aspect; …` */
export function subject(
  name: string,
  code: string,
  series: readonly string[],
  manner: readonly string[],
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
  return { name, code, series, manner, topics };
}
