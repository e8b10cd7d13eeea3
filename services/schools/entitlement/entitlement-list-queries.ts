import type { Caller } from '../../../caller/caller';
import { int, statement, texts } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Session } from '../../subgraph/database/session';
import type { OrderDirection } from '../../subgraph/schema/enums';
import { orderedSql } from '../name-search';
import type { Entitlement } from './entitlement';
import type { EntitlementList } from './entitlement-filter';
import { entitlementParameters, LAST_PARAMETER, listedEntitlements, READABLE } from './entitlement-filter-queries';
import type { EntitlementOrder, EntitlementOrderBy } from './entitlement-list';
import { ENTITLEMENT } from './entitlement-queries';
import { listByEnd, readsMany } from './entitlements-by-end-queries';

export type KeyType = 'timestamptz' | 'bigint' | 'text';
type SortKey = readonly [sql: string, type: KeyType];

const HOLDER: readonly SortKey[] = [
  ['listed.holder_name', 'text'],
  ['listed."holderKey"', 'text'],
];
const LICENCE: SortKey = ['listed.licence_number', 'text'];
const ID: SortKey = ['listed.id', 'bigint'];

/** The sort keys of each order; the last key tells any two rows apart. */
export const SORT_KEYS: Readonly<Record<EntitlementOrderBy, readonly SortKey[]>> = {
  END: [['listed.ends', 'timestamptz'], ['listed."licenceId"', 'bigint'], ['listed.own_end', 'timestamptz'], ID],
  BEGIN: [['listed."validFrom"', 'timestamptz'], ['listed."licenceId"', 'bigint'], ID],
  HOLDER: [...HOLDER, LICENCE, ID],
  LICENCE: [LICENCE, ...HOLDER, ID],
};

/** A place in the order of a list: the values of its sort keys. */
export type EntitlementPlace = readonly string[];

const AFTER = `($${LAST_PARAMETER + 1}::text[])`;
/** Without the columns that only the order needs. */
const COLUMNS = Object.keys(ENTITLEMENT)
  .map((name) => `listed."${name}"`)
  .join(', ');
const NAMES = [`${orderedSql('h.name')} as holder_name`, `l.number collate "C" as licence_number`];

/** To the microsecond, as the database compares. */
const asText = ([sql, type]: SortKey) =>
  type === 'timestamptz'
    ? `case when isfinite(${sql}) then to_char(${sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else 'infinity' end`
    : `${sql}::text`;

const listEntitlementsBy = (by: EntitlementOrderBy, direction: OrderDirection) =>
  byCondition(READABLE, (readable) => {
    const keys = SORT_KEYS[by];
    const place = keys.map(([, type], index) => `${AFTER}[${index + 1}]::${type}`);
    return statement(
      'listEntitlements',
      `select ${COLUMNS}, array[${keys.map(asText).join(', ')}] as place from ${listedEntitlements(readable, NAMES)}
     and (${AFTER} is null or (${keys.map(([sql]) => sql).join(', ')}) ${direction === 'ASC' ? '>' : '<'} (${place.join(', ')}))
   order by ${keys.map(([sql]) => `${sql} ${direction}`).join(', ')} limit $${LAST_PARAMETER + 2}`,
      { ...ENTITLEMENT, place: texts },
    );
  });
const PLACE_BY_END = `array[${SORT_KEYS.END.map(asText).join(', ')}]`;
const LIST_BY_END = {
  ASC: listByEnd(COLUMNS, PLACE_BY_END, 'ASC'),
  DESC: listByEnd(COLUMNS, PLACE_BY_END, 'DESC'),
};

const inBothDirections = (by: EntitlementOrderBy) => ({
  ASC: listEntitlementsBy(by, 'ASC'),
  DESC: listEntitlementsBy(by, 'DESC'),
});
const LIST_ENTITLEMENTS = {
  END: inBothDirections('END'),
  BEGIN: inBothDirections('BEGIN'),
  HOLDER: inBothDirections('HOLDER'),
  LICENCE: inBothDirections('LICENCE'),
};

/** Two ways to the same page: sort all, or read in order until the page is full. */
export const BY_END = { sorted: LIST_ENTITLEMENTS.END, inOrder: LIST_BY_END };

export type ListedEntitlement = Entitlement & { readonly place: EntitlementPlace };

interface EntitlementPage {
  readonly order: EntitlementOrder;
  readonly first: number;
  readonly after: EntitlementPlace | null;
}

/** Returns the page after `after`, with one more than `first` where there is one. */
export async function listEntitlements(
  session: Session,
  caller: Caller,
  list: EntitlementList,
  { order, first, after }: EntitlementPage,
): Promise<ListedEntitlement[]> {
  const parameters = await entitlementParameters(session, caller, list);
  const isOfFew = list.school !== null || list.holder !== null || list.schools !== null;
  const inOrder = order.by === 'END' && !isOfFew && (await readsMany(session, caller));
  const statements = inOrder ? BY_END.inOrder : LIST_ENTITLEMENTS[order.by];
  return session.query(statements[order.direction](caller), [...parameters, after, first + 1]);
}

const COUNT_ENTITLEMENTS = byCondition(READABLE, (readable) =>
  statement('countEntitlements', `select count(*)::int as count from ${listedEntitlements(readable)}`, { count: int }),
);

export async function countEntitlements(session: Session, caller: Caller, list: EntitlementList): Promise<number> {
  const [row] = await session.query(COUNT_ENTITLEMENTS(caller), await entitlementParameters(session, caller, list));
  return row?.count ?? 0;
}
