/** The entitlements that fit a filter and that the caller may read: for every statement that selects such. */
import type { Caller } from '../../../caller/caller';
import { bigint, statement } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { readableEntitlements } from '../authorisation/allowed-queries';
import { findSelectedSchools } from '../school/selected-schools-queries';
import type { EntitlementList } from './entitlement-filter';
import { columnsAsOf, joinsAsOf } from './entitlement-queries';

export const READABLE = (caller: Pick<Caller, 'kind'>) => readableEntitlements(caller, '$1');

const AT = '$2::timestamptz';
/**
 * Those that fit, as `listed`, with $1 to {@link LAST_PARAMETER} of {@link entitlementParameters}.
 *
 * @param readable the source of `e`
 * @param columns in addition to those of an entitlement
 * @param condition on `e`, and on its licence `l`
 */
export const listedEntitlements = (readable: string, columns: readonly string[] = [], condition = 'true') => `(
      select ${[columnsAsOf(AT), ...columns].join(', ')}, e.own_end, coalesce(held.until, 'infinity') as ends
      from ${readable} e ${joinsAsOf(AT)}
      where ${condition}
        and ($3::text is null or e.holder_id in (
          select m.organisation_id from directory.membership m join directory.organisation s on s.id = m.school_id
          where s.key = $3 and m.valid @> now()))
        and ($4::text is null or h.key = $4)
        and ($5::text[] is null or h.level = any ($5))
        and ($6::bigint[] is null or e.holder_id = any ($6))
        and ($7::bigint is null or e.licence_id = $7)
        and ($8::text is null or w.key = $8)
        and ($9::text is null or $9 = any (e.rights))
        and ($10::timestamptz is null or held.from >= $10) and ($11::timestamptz is null or held.from < $11)
        and ($12::timestamptz is null or e.created_at >= $12)
        and ($13::boolean is null or directory.may_amend(e.owner_id, e.holder_id, array(select directory.within())) = $13)
    ) listed
    where ($14::text[] is null or listed.status = any ($14))
      and ($15::timestamptz is null or listed.ends >= $15) and ($16::timestamptz is null or listed.ends < $16)`;

export const LAST_PARAMETER = 16;

/**
 * For a list of schools, their ids are looked up first, so that its conditions stand in one place, and the ids are
 * joined by index.
 */
export async function entitlementParameters(
  reader: Transaction,
  caller: Caller,
  list: EntitlementList,
): Promise<unknown[]> {
  const holders = list.schools && (await findSelectedSchools(reader, caller, list.schools)).map(({ row }) => row);
  return [
    caller.bound,
    new Date(list.now),
    list.school,
    list.holder,
    list.holderLevels,
    holders,
    list.licence,
    list.owner,
    list.right,
    list.beginsFrom,
    list.beginsBefore,
    list.createdFrom,
    list.amendable,
    list.status,
    list.endsFrom,
    list.endsBefore,
  ];
}

const FIND_SELECTED_ENTITLEMENTS = byCondition(READABLE, (readable) =>
  statement('findSelectedEntitlements', `select listed.id from ${listedEntitlements(readable)} order by listed.id`, {
    id: bigint,
  }),
);

/** Returns the ids of all entitlements that fit and that the caller may read. */
export async function findSelectedEntitlements(
  reader: Transaction,
  caller: Caller,
  list: EntitlementList,
): Promise<string[]> {
  const parameters = await entitlementParameters(reader, caller, list);
  const rows = await reader.query(FIND_SELECTED_ENTITLEMENTS(caller), parameters);
  return rows.map(({ id }) => id);
}
