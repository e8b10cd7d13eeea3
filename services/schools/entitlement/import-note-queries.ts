/** What an import of entitlements leaves unchanged although a reader of the file might expect a change. */

import { onlyRow, type Queryable } from '../../../database/queryable';
import { int, type RowOf, statement, texts } from '../../../database/statement';

/** How many there are, and the first of them. */
export type Some = RowOf<typeof SOME>;

const SOME = { count: int, some: texts };

/** How many are named; the API lists all of them by licence. */
const MAX_NAMED = 10;

/** The staged entitlements with what is on record about each: of several, the one that is not revoked. */
const ON_RECORD = `
  (select distinct on (s.nr) s.nr, s.record, e.*,
     s.record->>'licence' || ' of ' || (s.record->>'holder') || ' from ' || (s.record->>'from') as name
   from staged_entitlements s
   join directory.licence l on l.number = s.record->>'licence'
   join schools.organisation o on o.key = s.record->>'holder'
   join schools.entitlement e on e.licence_id = l.id and e.holder_id = o.id
     and lower(e.valid) = (s.record->>'from')::timestamp at time zone 'Europe/Berlin'
   order by s.nr, e.revoked_at is not null, e.id) e`;

const found = (label: string, them: string) =>
  statement(
    label,
    `select count(*)::int as count, coalesce((array_agg(name order by nr))[1:${MAX_NAMED}], '{}') as some
     from (${them}) found`,
    SOME,
  );

const REVOKED_OTHERWISE = found(
  'revokedOtherwise',
  `select name, nr from ${ON_RECORD}
     where revoked_at is not null
       and revoked_at is distinct from (record->>'revokedOn')::timestamp at time zone 'Europe/Berlin'`,
);

export function revokedOtherwise(db: Queryable): Promise<Some> {
  return some(db, REVOKED_OTHERWISE);
}

const UNNAMED_SUSPENSIONS = found(
  'unnamedSuspensions',
  `select name, nr from ${ON_RECORD}
     where record->'suspended' is not null and exists (
       select from schools.entitlement_suspension s
       where s.entitlement_id = e.id and (upper_inf(s.valid) or upper(s.valid) > now()) and not exists (
         select from json_to_recordset(record->'suspended') as x("from" text)
         where x."from"::timestamp at time zone 'Europe/Berlin' = lower(s.valid)))`,
);

export function unnamedSuspensions(db: Queryable): Promise<Some> {
  return some(db, UNNAMED_SUSPENSIONS);
}

const END_BEFORE_LICENCE = found(
  'endBeforeLicence',
  `select c.number || ' of ' || o.key || ' until ' || (upper(e.valid) at time zone 'Europe/Berlin')::date as name,
       row_number() over (order by c.number, o.key, e.id) as nr
     from coming_licence c
     join directory.licence l on l.number = c.number
     join schools.entitlement e on e.licence_id = l.id
     join schools.organisation o on o.id = e.holder_id
     where c.is_term_changed and c.term_kind <> 'DURATION' and e.revoked_at is null
       and (upper_inf(c.term) or upper(e.valid) < upper(c.term))
       and (upper(e.valid) > now() or upper(e.valid) >= c.former_until)
       and not exists (
         select from schools.entitlement later
         where later.licence_id = e.licence_id and later.holder_id = e.holder_id and later.id <> e.id
           and later.revoked_at is null and (upper_inf(later.valid) or upper(later.valid) > upper(e.valid)))`,
);

/**
 * For licences whose term the file ends at another time: entitlements with an end of their own before it, the last of
 * their holder, that hold now or ended only with the former term. The end of an activation's days does not count.
 */
export function endBeforeLicence(db: Queryable): Promise<Some> {
  return some(db, END_BEFORE_LICENCE);
}

async function some(db: Queryable, statement: ReturnType<typeof found>): Promise<Some> {
  return onlyRow(await db.query(statement));
}
