/** What a school list would close; read before anything is written. */

import { schoolYearOf } from '../../../access/calendar';
import type { Queryable } from '../../../database/queryable';
import { boolean, int, neverNull, type RowOf, statement, text } from '../../../database/statement';
import type { SchoolList } from './school-list';

const OPEN = `
  open as (
    select o.number, o.name, l.id is null as is_lost, coalesce(a.name || ', ' || a.number, 'no authority') as authority,
      bool_and(l.id is null) over (partition by a.id) as is_whole
    from schools.school s
    join schools.organisation o on o.id = s.id
    left join schools.membership m on m.school_id = s.id and m.level = 'AUTHORITY' and m.valid @> $2::timestamptz
    left join schools.organisation a on a.id = m.organisation_id
    left join listed_school l on l.id = s.id
    where o.state = $1 and s.source = $3 and s.left_list_at is null and s.operating @> $2::timestamptz
      and (upper_inf(s.operating) or upper(s.operating) > $4))`;

const COUNT_OPEN = statement('losses: count', `with ${OPEN} select count(*)::int as open from open`, { open: int });

const FIND_LOST = statement(
  'losses: find',
  `with ${OPEN} select number, name, authority, is_whole as "isWhole" from open where is_lost order by number`,
  {
    number: text,
    name: text,
    /** Such as `Stadt Köln, 10182`. */
    authority: text,
    /** Whether the list lacks all open schools of its authority. */
    isWhole: neverNull(boolean, 'a window holds at least its own row'),
  },
);

type Loss = RowOf<typeof FIND_LOST>;

interface Losses {
  /** Schools that came from this list and are in operation, without an end on record in the school year or before. */
  readonly open: number;
  /** Those of them that it no longer names. */
  readonly lost: readonly Loss[];
}

/** A school whose end was announced for the school year is no loss, whenever in that year the list drops it. */
export async function losses(db: Queryable, { state, source }: SchoolList, asOf: Date): Promise<Losses> {
  const parameters = [state, asOf, source, new Date(schoolYearOf(asOf.getTime()).until)];
  const [counted] = await db.query(COUNT_OPEN, parameters);
  return { open: counted?.open ?? 0, lost: await db.query(FIND_LOST, parameters) };
}
