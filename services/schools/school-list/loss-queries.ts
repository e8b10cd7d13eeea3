/** What a school list would close, asked before anything is written. */
import { schoolYearOf } from '../../../access/calendar';
import type { Queryable } from '../../../database/queryable';
import type { SchoolList } from './school-list';

export interface Loss {
  readonly number: string;
  readonly name: string;
  /** `Stadt Köln, 10182` */
  readonly authority: string;
  /** Whether the list lacks all open schools of its authority. */
  readonly isWhole: boolean;
}

export interface Losses {
  /** Schools that came by this list and are in operation, with no end on record in the school year or before. */
  readonly open: number;
  /** Those of them that it names no more. */
  readonly lost: readonly Loss[];
}

/** A school whose end was announced for the school year is no loss, whenever in it the list drops it. */
export async function losses(db: Queryable, { state, source }: SchoolList, asOf: Date): Promise<Losses> {
  const rows = await db.query<Loss & { open: number; isLost: boolean }>(
    `with open as (
       select o.number, o.name, l.id is null as is_lost, coalesce(a.name || ', ' || a.number, 'no authority') as authority,
         bool_and(l.id is null) over (partition by a.id) as is_whole
       from schools.school s
       join schools.organisation o on o.id = s.id
       left join schools.membership m on m.school_id = s.id and m.level = 'AUTHORITY' and m.valid @> $2::timestamptz
       left join schools.organisation a on a.id = m.organisation_id
       left join listed_school l on l.id = s.id
       where o.state = $1 and s.source = $3 and s.left_list_at is null and s.operating @> $2::timestamptz
         and (upper_inf(s.operating) or upper(s.operating) > $4))
     select (select count(*)::int from open) as open, number, name, authority, is_whole as "isWhole", is_lost as "isLost"
     from open where is_lost
     union all
     (select count(*)::int, null, null, null, false, false from open)
     order by number nulls last`,
    [state, asOf, source, new Date(schoolYearOf(asOf.getTime()).until)],
  );
  return { open: rows[0]?.open ?? 0, lost: rows.filter(({ isLost }) => isLost) };
}
