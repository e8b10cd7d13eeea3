import { USAGE_RIGHTS } from '../../../access/right';
import { type Caller, LEVELS } from '../../../caller/caller';
import {
  bigint,
  boolean,
  float,
  instant,
  int,
  json,
  neverNull,
  nullable,
  oneOf,
  someOf,
  statement,
  text,
} from '../../../database/statement';
import type { Session } from '../../subgraph/database/session';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { type Licence, type Price, TermKind } from './licence';

const LICENCE = {
  id: bigint,
  number: text,
  name: text,
  kind: text,
  publisher: text,
  holderLevels: someOf(LEVELS),
  rights: someOf(USAGE_RIGHTS),
  pupilRights: someOf(USAGE_RIGHTS),
  termKind: oneOf(Object.values(TermKind)),
  validFrom: nullable(instant),
  validUntil: nullable(instant),
  durationDays: nullable(int),
  seats: nullable(int),
  ownerKey: text,
  isOwn: neverNull(boolean, 'whether the caller is the operator is always said'),
  owner: json<Organisation>(),
};

/** With {@link REACH}: who sees a licence need not be who may see its price. */
const LICENCES = `
  select l.id, c.number, c.name, c.kind, p.name as publisher, l.holder_levels as "holderLevels", l.rights,
    l.pupil_rights as "pupilRights", l.term_kind as "termKind", lower(l.term) as "validFrom", upper(l.term) as "validUntil",
    l.duration_days as "durationDays", l.seats, w.key as "ownerKey",
    $1 or c.owner_id in (select id from within) as "isOwn",
    json_build_object('key', w.key, 'level', w.level, 'id', w.external_id,
                      'number', substring(w.external_id from '[^:]+$'), 'name', w.name) as owner
  from licences.licence l
  join licences.contract c on c.licence_id = l.id
  join licences.publisher p on p.id = c.publisher_id
  join directory.organisation w on w.id = c.owner_id`;

/**
 * The caller's check on a licence `l`, by the published facts alone: it is the operator (`$1`), the owner is one of the
 * organisations it is bound to (`$2`) or lies within them, or its holder is one that a school in its reach
 * belongs to now.
 */
const READABLE = `
  ($1 or c.owner_id in (select id from within) or exists (
     select from directory.entitlement e where e.licence_id = l.id and e.holder_id in (select id from over)))`;
const REACH = `
  with bound as (select id from directory.organisation where key = any ($2)),
  reach as materialized (
    select m.school_id, min(directory.rank(m.level)) as rank from directory.membership m
    where m.organisation_id in (select id from bound) and m.valid @> now() group by m.school_id),
  over as materialized (
    select m.organisation_id as id from directory.membership m
    where m.school_id in (select school_id from reach) and m.valid @> now()
    union select id from bound),
  within as materialized (
    select m.organisation_id as id from directory.membership m
    left join reach on reach.school_id = m.school_id and reach.rank <= directory.rank(m.level)
    where m.valid @> now() group by m.organisation_id having count(*) = count(reach.school_id)
    union select id from bound)`;

const FIND_LICENCES = statement('findLicences', `${REACH} ${LICENCES} where ${READABLE} and l.id = any ($3)`, LICENCE);

/** Of these licences, those that the caller may read. */
export function findLicences(session: Session, caller: Caller, ids: readonly string[]): Promise<Licence[]> {
  return session.query(FIND_LICENCES, [caller.kind === 'operator', caller.bound, ids]);
}

const LIST_LICENCES = statement(
  'listLicences',
  `${REACH} ${LICENCES}
   where ${READABLE}
     and ($3::text is null or lower(c.number collate "C") = lower($3 collate "C")
       or strpos(lower(c.name collate pg_c_utf8), lower($3 collate pg_c_utf8)) > 0)
     and (not $4 or $1 or c.owner_id in (select id from within))
     and ($5::text is null or c.number > $5)
   order by c.number limit $6`,
  LICENCE,
);

/** The licences that the caller may read, by number, from the one after; one more than asked for where there is one. */
export function listLicences(
  session: Session,
  caller: Caller,
  list: { search: string | null; owned: boolean; first: number; after: string | null },
): Promise<Licence[]> {
  return session.query(LIST_LICENCES, [
    caller.kind === 'operator',
    caller.bound,
    list.search,
    list.owned,
    list.after,
    list.first + 1,
  ]);
}

const FIND_PRICES = statement(
  'findPrices',
  'select licence_id as id, cents::float8 as cents, currency from licences.price where licence_id = any ($1)',
  { id: bigint, cents: float, currency: text },
);

export async function findPrices(session: Session, ids: readonly string[]): Promise<Map<string, Price>> {
  const rows = await session.query(FIND_PRICES, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}
