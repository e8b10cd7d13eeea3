import { int, neverNull, type RowOf, statement, text } from '../../../database/statement';
import type { Session } from '../../subgraph/database/session';

const COUNTED_NAME = { name: text, titleCount: int };
export type CountedName = RowOf<typeof COUNTED_NAME>;

const COUNT_SUBJECTS = statement(
  'countSubjects',
  `select subject.name, count(distinct t.id)::int as "titleCount"
   from licences.title t cross join unnest(t.subjects) as subject(name) group by subject.name`,
  { ...COUNTED_NAME, name: neverNull(text, 'no subject of a title is null') },
);

/** Returns each subject that a title has, with the number of such titles. */
export function countSubjects(session: Session): Promise<CountedName[]> {
  return session.query(COUNT_SUBJECTS);
}

const COUNT_PUBLISHERS = statement(
  'countPublishers',
  `select p.name, counted.titles as "titleCount"
   from (select publisher_id, count(*)::int as titles from licences.title group by publisher_id) counted
   join licences.publisher p on p.id = counted.publisher_id`,
  COUNTED_NAME,
);

/** Returns each publisher that has a title, with the number of its titles. */
export function countPublishers(session: Session): Promise<CountedName[]> {
  return session.query(COUNT_PUBLISHERS);
}
