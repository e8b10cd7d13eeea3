/** What changing entitlements answers, as clients see it. */
import { organisationKey } from '../../../caller/caller';
import type { Organisation } from '../../subgraph/organisation/organisation';
import type { NamedSchool } from '../assignment/suspended-schools-queries';
import { licenceAccess } from '../entitlement/afterwards';
import type { Afterwards } from '../entitlement/afterwards-queries';
import { type AmendmentOutcome, isRefused } from './amendment';
import type { AmendEntitlementsResult } from './amendment-types';
import type { AmendResult } from './answer';

export function amendmentResult(
  preview: boolean,
  { applied, change, counts, changes, previewToken }: AmendResult,
): AmendEntitlementsResult {
  const asked = counts.reduce((sum, [, count]) => sum + count, 0);
  const refused = counts.reduce((sum, [outcome, count]) => (isRefused(outcome) ? sum + count : sum), 0);
  const countOf = (of: AmendmentOutcome) => counts.find(([outcome]) => outcome === of)?.[1] ?? 0;
  const made = new Set(changes.map(({ movedTo }) => movedTo));
  /** What a preview moved is not there to be read. */
  const isThere = (id: string | null) => id !== null && !(preview && made.has(id));
  const accessOf = (found: Afterwards | undefined) => {
    const entitlementId = found?.entitlementId ?? null;
    return licenceAccess(found ? { ...found, entitlementId: isThere(entitlementId) ? entitlementId : null } : null);
  };
  return {
    preview,
    applied,
    change,
    previewToken: previewToken ?? null,
    asked,
    changed: countOf('CHANGED'),
    unchanged: countOf('UNCHANGED'),
    refused,
    answered: changes.map(({ entitlementId, outcome, movedTo, opened, afterwards }) => ({
      entitlementId,
      outcome,
      movedToId: isThere(movedTo) ? movedTo : null,
      suspendedSchools: (opened?.schools ?? []).map(schoolOf),
      suspendedSchoolCount: opened?.count ?? 0,
      afterwards: accessOf(afterwards),
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
