import type { Queryable } from '../../../database/queryable';
import { nullable, statement, text, texts } from '../../../database/statement';
import type { SubjectRow } from './subject-rows';
import { type Subjects, subjectsWith } from './subjects';

const FIND_SUBJECTS = statement(
  'findSubjects',
  `select source, source_id as "sourceId", code, name, other_names as "otherNames", kim
   from licences.subject order by source, source_id`,
  { source: text, sourceId: text, code: nullable(text), name: text, otherNames: texts, kim: nullable(text) },
);

/** What sources say of subjects. */
export function findSubjectRows(db: Queryable): Promise<SubjectRow[]> {
  return db.query(FIND_SUBJECTS);
}

/** Our own, with what sources say. */
export async function findSubjects(db: Queryable): Promise<Subjects> {
  return subjectsWith(await findSubjectRows(db));
}
