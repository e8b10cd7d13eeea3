import type { Queryable } from '../../../database/queryable';
import { bigint, float, int, nullable, statement, text } from '../../../database/statement';
import type { Session } from '../../subgraph/database/session';
import type { Price, Purchase } from './purchase';

/**
 * A purchase as it is recorded. Days are written 2026-08-01. Without days and without a duration, its cost is not
 * divided among days.
 */
export interface PurchaseFacts {
  /** Identifies the purchase within its licence. */
  readonly number: string;
  readonly purchasedOn: string | null;
  readonly cents: number;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly durationDays: number | null;
  readonly schoolCount: number | null;
}

const DAY = 'YYYY-MM-DD';

/** An SQL expression for the purchases of licence `l` as {@link PurchaseFacts}, by number. */
export const PURCHASES_OF_LICENCE = `(
  select coalesce(json_agg(json_build_object('number', p.number, 'purchasedOn', to_char(p.purchased_on, '${DAY}'),
  'cents', p.cents, 'validFrom', to_char(lower(p.term), '${DAY}'), 'validUntil', to_char(upper(p.term), '${DAY}'),
  'durationDays', p.duration_days, 'schoolCount', p.school_count) order by p.number collate "C"), '[]')
  from licences.purchase p where p.licence_id = l.id)`;

const FIND_PURCHASES = statement(
  'findPurchases',
  `select p.licence_id as "licenceId", p.number, to_char(p.purchased_on, '${DAY}') as "purchasedOn",
     p.cents::float8 as cents, p.currency, to_char(lower(p.term), '${DAY}') as "validFrom",
     to_char(upper(p.term), '${DAY}') as "validUntil", p.duration_days as "durationDays", p.school_count as "schoolCount"
   from licences.purchase p where p.licence_id = any ($1)
   order by lower(p.term), p.purchased_on, p.number`,
  {
    licenceId: bigint,
    number: text,
    purchasedOn: nullable(text),
    cents: float,
    currency: text,
    validFrom: nullable(text),
    validUntil: nullable(text),
    durationDays: nullable(int),
    schoolCount: nullable(int),
  },
);

/**
 * Returns the purchases of each licence that the database shows the caller, in the order of the days that they pay for.
 */
export async function findPurchases(session: Session, ids: readonly string[]): Promise<Map<string, Purchase[]>> {
  const found = new Map<string, Purchase[]>();
  for (const purchase of await session.query(FIND_PURCHASES, [ids]))
    found.set(purchase.licenceId, [...(found.get(purchase.licenceId) ?? []), purchase]);
  return found;
}

/** Returns null without a purchase, and where purchases have several currencies. */
export function priceOf(purchases: readonly Purchase[]): Price | null {
  const [currency, ...others] = new Set(purchases.map((purchase) => purchase.currency));
  if (currency === undefined || others.length > 0) return null;
  return { cents: purchases.reduce((sum, { cents }) => sum + cents, 0), currency };
}

const REPLACE_PURCHASES = statement(
  'replacePurchases',
  `with whole as (
     select id, purchases from json_to_recordset($1) as x(id bigint, purchases json)
   ), listed as (
     select whole.id, x.*
     from whole, json_to_recordset(purchases) as x(number text, "purchasedOn" date, cents bigint, "validFrom" date,
       "validUntil" date, "durationDays" int, "schoolCount" int)
   ), dropped as (
     delete from licences.purchase p using whole
     where p.licence_id = whole.id and p.number not in (select number from listed where listed.id = whole.id)
     returning p.licence_id as id
   ), written as (
     insert into licences.purchase as p (licence_id, number, purchased_on, cents, term, duration_days, school_count)
     select id, number, "purchasedOn", cents,
       case when "validFrom" is not null then daterange("validFrom", "validUntil") end, "durationDays", "schoolCount"
     from listed
     on conflict (licence_id, number) do update set purchased_on = excluded.purchased_on, cents = excluded.cents,
       term = excluded.term, duration_days = excluded.duration_days, school_count = excluded.school_count
     where (p.purchased_on, p.cents, p.term, p.duration_days, p.school_count)
       is distinct from (excluded.purchased_on, excluded.cents, excluded.term, excluded.duration_days, excluded.school_count)
     returning licence_id as id)
   select id from dropped union select id from written`,
  { id: bigint },
);

/**
 * Makes these the only purchases of their licences.
 *
 * @returns the ids of the licences in which something changed
 */
export async function replacePurchases(
  db: Queryable,
  licences: readonly { readonly id: string; readonly purchases: readonly PurchaseFacts[] }[],
): Promise<string[]> {
  const whole = licences.map(({ id, purchases }) => ({ id, purchases }));
  const rows = await db.query(REPLACE_PURCHASES, [JSON.stringify(whole)]);
  return rows.map(({ id }) => id);
}
