/** The result of changing entitlements, as clients see it. */
import { organisationKey } from '../../../caller/caller';
import type { Organisation } from '../../subgraph/organisation/organisation';
import type { NamedSchool } from '../assignment/suspended-schools-queries';
import { licenceAccess } from '../entitlement/afterwards';
import type { Afterwards } from '../entitlement/afterwards-queries';
import { type AmendmentOutcome, isRefused } from './amendment';
import type { AmendEntitlementsResult, AmendedEntitlement } from './amendment-types';
import type { Amended, AmendResult } from './answer';

export function amendmentResult(preview: boolean, result: AmendResult): AmendEntitlementsResult {
  const { changes } = result;
  const made = new Set(changes.map(({ movedTo }) => movedTo));
  /** An entitlement that a preview made does not exist any longer. */
  const isThere = (id: string | null) => id !== null && !(preview && made.has(id));
  const accessOf = (found: Afterwards | undefined) => {
    const entitlementId = found?.entitlementId ?? null;
    return found && { ...found, entitlementId: isThere(entitlementId) ? entitlementId : null };
  };
  const answered = changes.map(({ movedTo, afterwards, ...one }) =>
    amendedEntitlement({ ...one, movedTo: isThere(movedTo) ? movedTo : null }, accessOf(afterwards)),
  );
  return { ...countedResult(preview, result), answered };
}

/** A result of which only the counts are known. */
export function countedResult(
  preview: boolean,
  { id, applied, change, counts, at, previewToken }: Omit<AmendResult, 'changes'>,
): AmendEntitlementsResult {
  const countOf = (counted: (outcome: AmendmentOutcome) => boolean) =>
    counts.reduce((sum, [outcome, count]) => (counted(outcome) ? sum + count : sum), 0);
  return {
    id,
    preview,
    applied,
    change,
    previewToken: previewToken ?? null,
    asked: countOf(() => true),
    changed: countOf((outcome) => outcome === 'CHANGED'),
    unchanged: countOf((outcome) => outcome === 'UNCHANGED'),
    refused: countOf(isRefused),
    counts: counts.map(([outcome, count]) => ({ outcome, count })),
    at,
    answered: null,
  };
}

/** @param entitlementId null where it cannot be read any longer */
export function amendedEntitlement(
  {
    entitlementId,
    outcome,
    movedTo,
    opened,
  }: Pick<Amended, 'outcome' | 'movedTo' | 'opened'> & { readonly entitlementId: string | null },
  afterwards: Afterwards | undefined,
): AmendedEntitlement {
  return {
    entitlementId,
    outcome,
    movedToId: movedTo,
    suspendedSchools: (opened?.schools ?? []).map(schoolOf),
    suspendedSchoolCount: opened?.count ?? 0,
    afterwards: licenceAccess(afterwards ?? null),
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
