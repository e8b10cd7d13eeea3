import type { Caller } from '../../../caller/caller';
import { float, neverNull, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { costsOf } from './cost-queries';
import { ALL_COSTS, type ChosenCosts } from './cost-shares';

export type CostOfWhat = 'ENTITLEMENT' | 'SCHOOL' | 'AUTHORITY';

const ofOrganisations = (column: string) => `
  select o.key as of, sum(cents)::float8 as cents
  from cost join directory.organisation o on o.id = ${column} where is_own and o.key = any ($4) group by o.key`;

/** $4: ids of entitlements, or keys of organisations. */
const CENTS: Record<CostOfWhat, string> = {
  ENTITLEMENT: `select entitlement_id::text as of, cents::float8 as cents from entitlement_cost
    where entitlement_id = any ($4::bigint[])`,
  SCHOOL: ofOrganisations('school_id'),
  AUTHORITY: ofOrganisations('authority_id'),
};

const CHOSEN: ChosenCosts = {
  ...ALL_COSTS,
  entitlements: 'licence_id in (select licence_id from directory.entitlement where id = any ($4::bigint[]))',
};

const centsOf = (what: CostOfWhat) =>
  byCondition(
    (caller) => costsOf(caller, what === 'ENTITLEMENT' ? CHOSEN : ALL_COSTS),
    (costsOfCaller) =>
      statement(`centsOf${what}`, `${costsOfCaller} ${CENTS[what]}`, {
        of: what === 'ENTITLEMENT' ? neverNull(text, 'the condition') : text,
        cents: neverNull(float, 'each row is a share, or several of them'),
      }),
  );
const CENTS_OF = {
  ENTITLEMENT: centsOf('ENTITLEMENT'),
  SCHOOL: centsOf('SCHOOL'),
  AUTHORITY: centsOf('AUTHORITY'),
};

/** Returns the cents by id or key. What no licence with a known cost covered on any day is left out. */
export async function findCents(
  reader: Transaction,
  caller: Caller,
  what: CostOfWhat,
  period: { readonly first: string; readonly after: string },
  of: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.query(CENTS_OF[what](caller), [caller.bound, period.first, period.after, of]);
  return new Map(rows.map(({ of, cents }) => [of, cents]));
}
