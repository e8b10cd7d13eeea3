/** The result of assigning, as clients see it. */
import { type Level, organisationKey, parseOrganisationKey } from '../../../caller/caller';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { encodeCursor } from '../../subgraph/schema/connection';
import { licenceAccess } from '../entitlement/afterwards';
import type { Afterwards } from '../entitlement/afterwards-queries';
import { type AssignResult, pairName } from './assign-entitlements';
import { type AssignmentOutcome, isRefused } from './assignment';
import {
  type AssignEntitlementsResult,
  type AssignedEntitlement,
  MAX_NAMED_UNMATCHED,
  type MovedAssignment,
} from './assignment-types';
import type { AssignedPair, MovedPair } from './kept-assignment-queries';
import type { SuspendedSchools } from './suspended-schools-queries';

/** The length that the gateway assumes for a list without a stated length. */
export const READ_AGAIN = 10;

export function assignResult(preview: boolean, result: AssignResult): AssignEntitlementsResult {
  const { assignmentId, counts, isApplied, moved } = result;
  const count = (counted: (outcome: AssignmentOutcome) => boolean) =>
    counts.reduce((sum, one) => sum + (counted(one.outcome) ? one.count : 0), 0);
  return {
    result,
    usuallyTold: READ_AGAIN,
    id: assignmentId,
    preview,
    applied: isApplied,
    change: result.change,
    assigned: count((outcome) => outcome === 'ASSIGNED'),
    unchanged: count((outcome) => outcome === 'ALREADY_ASSIGNED'),
    refused: count(isRefused),
    counts: [...counts],
    previewToken: preview ? assignmentId : null,
    movedCount: moved?.total ?? 0,
    moved: (moved?.pairs ?? []).map(movedAssignment),
    unmatchedCount: result.unmatched.length,
    unmatched: result.unmatched.slice(0, MAX_NAMED_UNMATCHED),
  };
}

function movedAssignment({ licenceId, holder, what, before, after }: MovedPair): MovedAssignment {
  const { level, id } = parseOrganisationKey(holder) as { level: Level; id: string };
  return { licence: { id: licenceId }, holderLevel: level, holderId: id, moved: what, before, after };
}

/** Further answers about the pairs, by the pairs' names. */
export interface PairDetails {
  readonly suspended: ReadonlyMap<string, SuspendedSchools> | null;
  readonly afterwards: ReadonlyMap<string, Afterwards> | undefined;
}

/** @param list the fingerprint of the list that it is in */
export function assignedEntitlement(
  pair: AssignedPair,
  list: string,
  { suspended, afterwards }: PairDetails,
): AssignedEntitlement {
  const { level, id } = parseOrganisationKey(pair.holder) as { level: Level; id: string };
  const name = pairName(pair.licenceId, pair.holder);
  const at = suspended?.get(name);
  return {
    entitlementId: pair.entitlementId,
    overlappingId: pair.overlappingId,
    cursor: encodeCursor(list, [String(pair.place), String(pair.at)]),
    licence: { id: pair.licenceId },
    holderLevel: level,
    holderId: id,
    holder: pair.holderName === null ? null : organisation(level, id, pair.holderName),
    outcome: pair.outcome,
    overlappingSchoolCount: pair.overlappingSchools,
    suspendedSchools: (at?.named ?? []).map((school) => organisation('SCHOOL', school.id, school.name)),
    suspendedSchoolCount: at?.schools ?? 0,
    afterwards: licenceAccess(afterwards?.get(name) ?? null),
  };
}

function organisation(level: Level, id: string, name: string): Organisation {
  return { key: organisationKey(level, id), id, level, name, number: id.slice(id.lastIndexOf(':') + 1) };
}
