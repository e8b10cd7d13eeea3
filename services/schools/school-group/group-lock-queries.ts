/**
 * What a school gets by joining a group depends on what the group holds, and the other way round: so a call that
 * changes the schools of a group and a call that gives it something wait for each other. The locks last until the
 * transaction ends, and are taken before those of licences.
 */
import type { Queryable } from '../../../database/queryable';
import { statement } from '../../../database/statement';

const LOCK_GROUP = statement(
  'lockGroup',
  `select pg_advisory_xact_lock(hashtext('schools.school_group'), hashtext($1))`,
);

/**
 * For a call that creates a group with this key, or changes its schools. What was read of it before must be read
 * again.
 */
export async function lockGroup(db: Queryable, key: string): Promise<void> {
  await db.query(LOCK_GROUP, [key]);
}

const KEEP_MEMBERS = statement(
  'keepMembers',
  `select pg_advisory_xact_lock_shared(hashtext('schools.school_group'), hashtext(key))
   from (select distinct key from unnest($1::text[]) as holder(key) where key like 'SCHOOL_GROUP:%' order by key) school_group`,
);

/** For a call that gives something to these holders: until it is done, the groups among them keep their schools. */
export async function keepMembers(db: Queryable, holderKeys: readonly string[]): Promise<void> {
  await db.query(KEEP_MEMBERS, [holderKeys]);
}
