/** The relations of permissions.ts in SQL, by the published facts alone, so that none of it leans on row-level security. */
import type { Caller } from '../../../caller/caller';
import { bigint, statement } from '../../../database/statement';
import { byCondition, conditionOf } from '../../subgraph/authorisation/condition';
import { relationsOf } from '../../subgraph/authorisation/permissions';
import type { Transaction } from '../../subgraph/database/session';
import { type LicenceAction, PERMISSIONS } from './permissions';

/** What {@link licenceCondition} looks in, before a statement. @param bound a parameter with the keys of what the caller is bound to */
export const reachOf = (bound: string) => `
  with bound as (select id from directory.organisation where key = any (${bound})),
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

/** Whether the caller may do this to licence `l` with contract `c`, behind {@link reachOf}. */
export function licenceCondition(caller: Pick<Caller, 'kind'>, action: LicenceAction, bound: string): string {
  return conditionOf(relationsOf(PERMISSIONS, action, caller), bound, {
    OWNER_WITHIN: () => 'c.owner_id in (select id from within)',
    HELD_ABOVE_REACH: () => `exists (
      select from directory.entitlement e where e.licence_id = l.id and e.holder_id in (select id from over))`,
  });
}

const findAllowed = (action: LicenceAction) =>
  byCondition(
    (caller) => licenceCondition(caller, action, '$1'),
    (allowed) =>
      statement(
        'findAllowedLicences',
        `${reachOf('$1')}
         select l.id from licences.licence l join licences.contract c on c.licence_id = l.id
         where l.id = any ($2) and ${allowed}`,
        { id: bigint },
      ),
  );
const FIND_ALLOWED = {
  'licence.read': findAllowed('licence.read'),
  'licence.assign': findAllowed('licence.assign'),
  'licence.readPrice': findAllowed('licence.readPrice'),
};

/** Of the licences, those to which the caller may do this. */
export async function findAllowedLicences(
  reader: Transaction,
  caller: Caller,
  action: LicenceAction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await reader.query(FIND_ALLOWED[action](caller), [caller.bound, ids]);
  return new Set(rows.map(({ id }) => id));
}
