/** What assigning answers, as clients see it. */
import { type Level, organisationKey, parseOrganisationKey } from '../../../caller/caller';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { licenceAccess } from '../entitlement/afterwards';
import type { AssignResult } from './assign-entitlements';
import { type AssignmentOutcome, isRefused } from './assignment';
import type { AssignEntitlementsResult, AssignedEntitlement } from './assignment-types';

export function assignResult(preview: boolean, result: AssignResult): AssignEntitlementsResult {
  const { assignments, holders, afterwards } = result;
  const made = new Set(
    assignments.map(({ outcome, entitlementId }) => (outcome === 'ASSIGNED' ? entitlementId : null)),
  );
  const isThere = (id: string | null) => id !== null && !(preview && made.has(id));
  const count = (counted: (outcome: AssignmentOutcome) => boolean) =>
    assignments.filter(({ outcome }) => counted(outcome)).length;
  return {
    preview,
    applied: !preview && count((outcome) => outcome === 'HELD_BACK') === 0,
    assigned: count((outcome) => outcome === 'ASSIGNED'),
    unchanged: count((outcome) => outcome === 'ALREADY_ASSIGNED'),
    refused: count(isRefused),
    assignments: assignments.map((one, index): AssignedEntitlement => {
      const { level, id } = parseOrganisationKey(one.holder) as { level: Level; id: string };
      const holder = holders.get(one.holder);
      return {
        licence: { id: one.licenceId },
        holderLevel: level,
        holderId: id,
        holder: holder ? organisation(level, id, holder.name) : null,
        outcome: one.outcome,
        suspendedSchools: one.suspendedSchools.map((school) => organisation('SCHOOL', school.id, school.name)),
        suspendedSchoolCount: one.suspendedCount,
        afterwards: licenceAccess(afterwards[index] ?? null, isThere),
        entitlementId: isThere(one.entitlementId) ? one.entitlementId : null,
      };
    }),
  };
}

function organisation(level: Level, id: string, name: string): Organisation {
  return { key: organisationKey(level, id), id, level, name, number: id.slice(id.lastIndexOf(':') + 1) };
}
