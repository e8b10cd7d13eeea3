import { ARTS_AND_VALUES } from './arts-and-values';
import { EVERYDAY_LIFE } from './everyday-life';
import { EXACT_SCIENCES } from './exact-sciences';
import { LANGUAGES } from './languages';
import { LIFE_SCIENCES } from './life-sciences';
import { SOCIETY } from './society';
import type { Subject } from './topic-table';

export const SUBJECTS: readonly Subject[] = [
  ...LIFE_SCIENCES,
  ...EXACT_SCIENCES,
  ...LANGUAGES,
  ...SOCIETY,
  ...ARTS_AND_VALUES,
  ...EVERYDAY_LIFE,
];

/** @throws RangeError where there is no such subject */
export function subjectByCode(code: string): Subject {
  const subject = SUBJECTS.find((candidate) => candidate.code === code);
  if (!subject) throw new RangeError(`no subject ${code}`);
  return subject;
}
