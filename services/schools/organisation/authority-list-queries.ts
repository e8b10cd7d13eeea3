import type { Caller } from '../../../caller/caller';
import { boolean, int, neverNull, nullable, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Session } from '../../subgraph/database/session';
import { authorityCondition } from '../authorisation/allowed-queries';
import { foldedSql, type NameSearch } from '../name-search';
import type { SchoolAuthority } from './organisation';

/** What a client asks for; null is no condition. */
interface AuthorityList {
  readonly search: NameSearch;
  /** In lower case. */
  readonly city: string | null;
}

const READABLE = (caller: Pick<Caller, 'kind'>) => authorityCondition(caller, 'o.id', '$1');

const SEARCHED = foldedSql(`(o.name || ' ' || coalesce(a.city, '') || ' ' || o.number)`);
const CONDITIONS = `
  ($2::text[] is null or ${SEARCHED} like all ($2) or o.external_id = $3)
  and ($4::text is null or ${foldedSql('a.city')} = $4)`;

function parameters({ bound }: Caller, { search, city }: AuthorityList): unknown[] {
  return [bound, search.patterns, search.id, city];
}

const LIST_AUTHORITIES = byCondition(READABLE, (readable) =>
  statement(
    'listAuthorities',
    `select o.key, o.external_id as id, o.number, o.name, a.in_key_list as "inKeyList", a.city
   from schools.organisation o join schools.authority a on a.id = o.id
   where ${readable} and ${CONDITIONS} and ($5::text is null or o.key > $5)
   order by o.key limit $6`,
    { key: text, id: text, number: text, name: text, inKeyList: boolean, city: nullable(text) },
  ),
);

/**
 * Returns them by state and number, from the one after the key `after`, with one more than `first` where there is
 * one.
 */
export function listAuthorities(
  session: Session,
  caller: Caller,
  list: AuthorityList,
  { first, after }: { first: number; after: string | null },
): Promise<SchoolAuthority[]> {
  return session.query(LIST_AUTHORITIES(caller), [...parameters(caller, list), after, first + 1]);
}

const COUNT_AUTHORITIES = byCondition(READABLE, (readable) =>
  statement(
    'countAuthorities',
    `select count(*)::int as count from schools.organisation o join schools.authority a on a.id = o.id
   where ${readable} and ${CONDITIONS}`,
    { count: int },
  ),
);

export async function countAuthorities(session: Session, caller: Caller, list: AuthorityList): Promise<number> {
  const [row] = await session.query(COUNT_AUTHORITIES(caller), parameters(caller, list));
  return row?.count ?? 0;
}

const FIND_CITIES = byCondition(READABLE, (readable) =>
  statement(
    'findCities',
    `select distinct a.city from schools.organisation o join schools.authority a on a.id = o.id
   where ${readable} and a.city is not null order by 1`,
    { city: neverNull(text, 'the condition') },
  ),
);

/** Returns the cities of the authorities that the caller may read. */
export async function findCities(session: Session, caller: Caller): Promise<string[]> {
  const rows = await session.query(FIND_CITIES(caller), [caller.bound]);
  return rows.map(({ city }) => city);
}
