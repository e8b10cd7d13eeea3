import { onlyRow, type Queryable } from '../../../../database/queryable';
import { boolean, int, nullable, statement, text } from '../../../../database/statement';
import { stagedAs } from '../../../import-file/staging-queries';
import type { Delivered } from './source-record';

export const DELIVERED = stagedAs<Delivered>('delivered_titles');

const FIND_ORIGINS = statement(
  'findOrigins',
  `select t.number, t.source_id as "sourceId", t.source is not distinct from $2 as "isOwn"
   from licences.title t
   where t.number = any ($1) or (t.source = $2 and t.source_id = any ($3))`,
  { number: text, sourceId: nullable(text), isOwn: boolean },
);

/**
 * Returns the titles that have one of the numbers, or one of the ids of the source.
 *
 * @param records records of one source
 */
export function findOrigins(
  db: Queryable,
  records: readonly { readonly number: string; readonly source: string; readonly id: string }[],
) {
  const numbers = records.map(({ number }) => number);
  return db.query(FIND_ORIGINS, [numbers, records[0]?.source, records.map(({ id }) => id)]);
}

/**
 * The titles of source $1 that are not withdrawn, and whether the source no longer has each of them, because it says so
 * or because a whole delivery, $2, lacks it.
 */
const STANDING = `
  select t.id, coalesce(d.gone, $2) as left
  from licences.title t
  left join (
    select record #>> '{origin,id}' as id, record ->> 'isGone' is not null as gone from staged_delivered_titles
  ) d on d.id = t.source_id
  where t.source = $1 and (t.withdrawn_at is null or t.withdrawn_at > now())`;

const COUNT_LEFT = statement(
  'countLeft',
  `select count(*) filter (where s.left)::int as left, count(*)::int as standing from (${STANDING}) s`,
  { left: int, standing: int },
);

export async function countLeft(db: Queryable, source: string, isWhole: boolean) {
  return onlyRow(await db.query(COUNT_LEFT, [source, isWhole]));
}

/** A title that staff have withdrawn as of a later day is withdrawn today, and does not come back by itself. */
const WITHDRAW_LEFT = statement(
  'withdrawLeft',
  `with left_behind as (
     update licences.title t
     set withdrawn_at = now(), withdrawn_by_source = t.withdrawn_at is null, version = t.version + 1, changed_at = now()
     from (${STANDING}) s where s.id = t.id and s.left returning 1)
   select count(*)::int as count from left_behind`,
  { count: int },
);

export async function withdrawLeft(db: Queryable, source: string, isWhole: boolean): Promise<number> {
  return onlyRow(await db.query(WITHDRAW_LEFT, [source, isWhole])).count;
}
