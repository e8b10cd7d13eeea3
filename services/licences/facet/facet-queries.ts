import type { Session } from '../../subgraph/database/session';

export interface CountedName {
  readonly name: string;
  readonly titleCount: number;
}

/** Each subject that a title has, with the number of such titles. */
export function countSubjects(session: Session): Promise<CountedName[]> {
  return session.query(
    `select subject.name, count(distinct t.id)::int as "titleCount"
     from licences.title t cross join unnest(t.subjects) as subject(name) group by subject.name`,
  );
}

/** Each publisher that has a title, with the number of its titles. */
export function countPublishers(session: Session): Promise<CountedName[]> {
  return session.query(
    `select p.name, counted.titles as "titleCount"
     from (select publisher_id, count(*)::int as titles from licences.title group by publisher_id) counted
     join licences.publisher p on p.id = counted.publisher_id`,
  );
}
