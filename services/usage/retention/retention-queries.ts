import { onlyRow, type Queryable } from '../../../database/queryable';
import { bigint, bigints, boolean, int, neverNull, statement, text } from '../../../database/statement';

const FIND_ENDED_MONTHS = statement(
  'findEndedMonths',
  `select to_char(month, 'YYYY-MM') as month from (
     select to_date(right(partition.relname, 7), 'YYYY_MM') as month
     from pg_inherits join pg_class partition on partition.oid = inhrelid
     where inhparent = 'usage.event'::regclass) kept
   where month + interval '1 month' <= (now() at time zone 'Europe/Berlin')::date - $1::int
     and not exists (select from usage.coverage c where c.month = kept.month and c.uncounted_since is not null)
   order by 1`,
  { month: neverNull(text, 'the name of a partition ends in its month') },
);

/**
 * Returns the months (`2026-01`) whose events exist, and that ended this many days ago. A month whose uses were not
 * all counted by licence is left out: without its events, they would be counted as none.
 */
export async function findEndedMonths(db: Queryable, keptDays: number): Promise<string[]> {
  const months = await db.query(FIND_ENDED_MONTHS, [keptDays]);
  return months.map(({ month }) => month);
}

const NEXT_SCHOOLS = statement(
  'nextSchoolsOfMonth',
  `select authority_id, array_agg(school_id order by school_id) as schools from (
     select distinct authority_id, school_id from usage.coverage
     where month = ($1 || '-01')::date and (authority_id, school_id) > ($2::bigint, $3::bigint)
     order by authority_id, school_id limit $4) next
   group by authority_id order by authority_id`,
  { authority_id: bigint, schools: bigints },
);

interface SchoolsOfAuthority {
  readonly authority_id: string;
  readonly schools: readonly string[];
}

/** Returns schools with uses in a month, after the given one, by the authority that they belonged to. */
export function nextSchoolsOfMonth(
  db: Queryable,
  month: string,
  after: { readonly authority: string; readonly school: string },
  limit: number,
): Promise<SchoolsOfAuthority[]> {
  return db.query(NEXT_SCHOOLS, [month, after.authority, after.school, limit]);
}

const DELETE_KEYS = statement(
  'deleteEventKeys',
  `delete from usage.event_key where authority_id = $1 and school_id = any ($2::bigint[])
     and used_at < (($3 || '-01')::timestamp + interval '1 month') at time zone 'Europe/Berlin'
   returning school_id`,
  { school_id: bigint },
);

/** Deletes the keys of these schools' events that were used in the month or before. @returns how many there were */
export async function deleteKeys(
  db: Queryable,
  { authority_id, schools }: SchoolsOfAuthority,
  month: string,
): Promise<number> {
  return (await db.query(DELETE_KEYS, [authority_id, schools, month])).length;
}

const DELETE_MONTH = statement('deleteMonth', `select usage.delete_month(($1 || '-01')::date) as deleted`, {
  deleted: neverNull(boolean, 'the function returns true or false'),
});

/**
 * Drops the events of a month. @returns false where they are in use at the moment: then they stay until the next time
 */
export async function deleteMonth(db: Queryable, month: string): Promise<boolean> {
  return onlyRow(await db.query(DELETE_MONTH, [month])).deleted;
}

const DELETE_SECRETS = statement('deleteSecrets', `select count(*)::int as kept from usage.secrets_of('{}')`, {
  kept: int,
});

/** Deletes the secrets of days for which no uses with a session are accepted any longer. */
export async function deleteSecrets(db: Queryable): Promise<void> {
  await db.query(DELETE_SECRETS);
}

const ENSURE_COMING_MONTHS = statement(
  'ensureComingMonths',
  `select usage.ensure_month((date_trunc('month', now() at time zone 'Europe/Berlin') + months * interval '1 month')::date)
   from generate_series(0, $1::int) months`,
);

/** Creates the partitions of this month and of this many later ones. */
export async function ensureComingMonths(db: Queryable, months: number): Promise<void> {
  await db.query(ENSURE_COMING_MONTHS, [months]);
}
