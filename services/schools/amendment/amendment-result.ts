/** What changing entitlements answers, as clients see it. */
import { organisationKey } from '../../../caller/caller';
import type { Organisation } from '../../subgraph/organisation/organisation';
import type { NamedSchool } from '../assignment/suspended-schools-queries';
import { licenceAccess } from '../entitlement/afterwards';
import type { AmendResult } from './amend-entitlements';
import { isRefused } from './amendment';
import type { AmendEntitlementsResult } from './amendment-types';

export function amendmentResult(
  preview: boolean,
  { applied, change, counts, changes }: AmendResult,
): AmendEntitlementsResult {
  const asked = [...counts].reduce((sum, [, count]) => sum + count, 0);
  const refused = [...counts].reduce((sum, [outcome, count]) => (isRefused(outcome) ? sum + count : sum), 0);
  const made = new Set(changes.map(({ movedTo }) => movedTo));
  /** What a preview moved is not there to be read. */
  const isThere = (id: string | null) => id !== null && !(preview && made.has(id));
  return {
    preview,
    applied,
    change,
    asked,
    changed: counts.get('CHANGED') ?? 0,
    unchanged: counts.get('UNCHANGED') ?? 0,
    refused,
    answered: changes.map(({ entitlementId, outcome, movedTo, opened, afterwards }) => ({
      entitlementId,
      outcome,
      movedToId: isThere(movedTo) ? movedTo : null,
      suspendedSchools: (opened?.schools ?? []).map(schoolOf),
      suspendedSchoolCount: opened?.count ?? 0,
      afterwards:
        afterwards &&
        licenceAccess({
          ...afterwards,
          entitlementId: isThere(afterwards.entitlementId) ? afterwards.entitlementId : null,
        }),
    })),
  };
}

function schoolOf({ id, name }: NamedSchool): Organisation {
  return {
    key: organisationKey('SCHOOL', id),
    id,
    level: 'SCHOOL',
    name,
    number: id.slice(id.lastIndexOf(':') + 1),
  };
}
