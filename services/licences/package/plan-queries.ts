/**
 * Computes the contents of a package before and after a change. The periods of a title are one set of instants, to
 * which additions are added and from which removals are subtracted, so they never overlap.
 */

import { statement, WRITES_MANY } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

/** When a title is added to or removed from a package. Instants are in ISO 8601; null is no end. */
export interface DatedTitle {
  readonly titleId: string;
  readonly isRemoved: boolean;
  readonly from: string;
  readonly until: string | null;
}

export interface PackagePlan {
  readonly packageId: string;
  /** The instant of the change. Nothing changes before it. */
  readonly at: Date;
  readonly titles: readonly DatedTitle[];
  /** The instant from which the package holds nothing; null where it is not closed. */
  readonly closedFrom: Date | null;
}

/** Returns the first four parameters of a statement with {@link PLAN}. */
export function planParameters({ packageId, at, titles, closedFrom }: PackagePlan): readonly unknown[] {
  return [packageId, at, JSON.stringify(titles), closedFrom];
}

/**
 * The query `plan` returns the titles of package $1 that change, with their periods before and after. Removals come
 * before additions.
 */
export const PLAN = `
  wished as (
    select x."titleId" as title_id,
      range_agg(tstzrange(x."from", x.until)) filter (where x."isRemoved") as removed,
      range_agg(tstzrange(x."from", x.until)) filter (where not x."isRemoved") as added
    from json_to_recordset($3) as x("titleId" bigint, "isRemoved" boolean, "from" timestamptz, until timestamptz)
    group by 1),
  held as (
    select title_id, range_agg(valid) as valid from licences.package_title
    where package_id = $1::bigint and ($4::timestamptz is not null or title_id in (select title_id from wished))
    group by 1),
  plan as materialized (
    select * from (
      select title_id, coalesce(h.valid, '{}') as before,
        (coalesce(h.valid, '{}') - coalesce(w.removed, '{}') + coalesce(w.added, '{}'))
          * tstzmultirange(tstzrange(null, $4)) as after
      from wished w full join held h using (title_id)) planned
    where before <> after)`;

/** The condition that a period that has begun continues at $2. */
const GOES_ON = (period: string) =>
  `coalesce(lower(${period}), '-infinity') < $2::timestamptz and coalesce(upper(${period}), 'infinity') >= $2`;

/**
 * A period that has begun gets another end, and one that begins later is replaced, so the time before $2 stays as it
 * was. It is one statement, because each part must see what the others find.
 */
const WRITE_CONTENTS = statement(
  'writeContents',
  `with ${PLAN},
   ended as (
     update licences.package_title t set valid = tstzrange(lower(t.valid), upper(span))
     from plan p cross join lateral unnest(p.after) as span
     where t.package_id = $1 and t.title_id = p.title_id and ${GOES_ON('t.valid')} and ${GOES_ON('span')}
       and upper(t.valid) is distinct from upper(span)),
   removed as (
     delete from licences.package_title t using plan p
     where t.package_id = $1 and t.title_id = p.title_id and lower(t.valid) >= $2
       and t.valid not in (select unnest(p.after)))
   insert into licences.package_title (package_id, title_id, valid)
   select $1, p.title_id, span from plan p cross join lateral unnest(p.after) as span
   where lower(span) >= $2 and not exists (
     select from licences.package_title t where t.package_id = $1 and t.title_id = p.title_id and t.valid = span)`,
  {},
  WRITES_MANY,
);

export async function writeContents(db: Transaction, plan: PackagePlan): Promise<void> {
  await db.query(WRITE_CONTENTS, planParameters(plan));
}
