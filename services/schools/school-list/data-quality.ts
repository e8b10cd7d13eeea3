/** Reports what is unusual about a list but harmless, one sentence each. */
import type { Queryable } from '../../../database/queryable';
import { findAnomalies } from './anomaly-queries';
import type { SchoolList } from './school-list';

export async function dataQualityNotes(db: Queryable, { authorities, schoolForms }: SchoolList): Promise<string[]> {
  const odd = await findAnomalies(db);
  const sentences: [boolean, string][] = [
    [odd.nullWords > 0, `fields that hold the word “null”, read as empty: ${odd.nullWords}`],
    [odd.undated > 0, `schools without a Schulbetriebsdatum: ${odd.undated} (${odd.someUndated.join(', ')})`],
    [!authorities, 'no key list of authorities was given (--authorities key_traeger.xml)'],
    [!schoolForms, 'no key list of school forms was given (--school-forms key_schulformschluessel.xml)'],
    [
      odd.named > 0 && odd.nameless > 0,
      `authorities that the key list lacks, kept by their number: ${odd.nameless} (${odd.ofNameless} schools)`,
    ],
    [odd.formed && odd.formless.length > 0, `school forms that the key list lacks: ${odd.formless.join(', ')}`],
  ];
  return sentences.flatMap(([holds, sentence]) => (holds ? [sentence] : []));
}
