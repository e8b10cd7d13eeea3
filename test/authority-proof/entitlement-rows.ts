/** The rows that fields of entitlements, their changes, jobs and seats may answer with. */
import type { EntitlementRow } from './oracle';
import {
  amended,
  isOwn,
  licencesOfParents,
  organisations,
  type Place,
  type Row,
  type RowsAt,
  readableAudit,
  readableEntitlements,
  readableHolder,
  readableLicences,
  same,
  schoolById,
} from './rows-at';

export const ENTITLEMENT_ROWS: Readonly<Record<string, RowsAt>> = {
  'Query.entitlements': (place) => {
    const { school, holder } = place.given.filter ?? {};
    const mayName = (rows: readonly Row[]) => rows.length > 0;
    if (school != null && !mayName(schoolById(place, school))) return [];
    if (holder != null && !mayName(readableHolder(place, holder))) return [];
    return readableEntitlements(place);
  },
  'Entitlement.history': readableAudit(
    'schools',
    ({ object, objectId }, { parents }) =>
      object.startsWith('ENTITLEMENT') && parents.some(({ row }) => row === objectId),
  ),
  'EntitlementConnection.edges': same,
  'EntitlementEdge.node': same,
  'EntitlementConnection.pageInfo': same,
  'Query.entitlement': (place) => readableEntitlements(place).filter(({ row }) => row === String(place.given.id)),
  'Query.assignment': ({ oracle, rights, given }) =>
    oracle.assignments.filter((one) => isOwn(one, rights) && one.row === given.id),
  'Query.amendment': ({ oracle, rights, given }) =>
    oracle.amendments.filter((one) => isOwn(one, rights) && one.row === given.id),
  'Query.job': ownJob,
  'Query.jobs': ({ oracle, rights }) => oracle.jobs.filter((one) => isOwn(one, rights)),
  'Mutation.cancelJob': ownJob,
  'Mutation.startAssignment': assigned,
  'Mutation.startChange': startedChange,
  'Job.change': ({ oracle, rights }) => oracle.amendments.filter((one) => isOwn(one, rights)),
  'Job.result': ({ oracle, rights }) => oracle.assignments.filter((one) => isOwn(one, rights)),
  'Entitlement.holder': (place) =>
    organisations(
      place,
      (place.parents as EntitlementRow[]).map(({ holder }) => holder),
    ),
  'Entitlement.licence': licencesOfParents,
  'Mutation.assignEntitlements': assigned,
  /** Each row of the result is checked by itself. */
  'Mutation.syncEntitlements': ({ rights, parents }) =>
    ['licensing', 'operator'].includes(rights.asker.kind) ? parents : [],
  'SyncEntitlementsResult.problems': same,
  'AssignEntitlementsResult.assignments': same,
  'AssignEntitlementsResult.counts': same,
  'AssignEntitlementsResult.moved': same,
  /** These are rows of a list that the caller sent. */
  'AssignEntitlementsResult.unmatched': same,
  'MovedAssignment.licence': readableLicences(() => null),
  'AssignedEntitlement.entitlement': readableEntitlements,
  'AssignedEntitlement.overlapping': readableEntitlements,
  'AssignedEntitlement.holder': (place) => organisations(place, place.rights.within),
  'AssignedEntitlement.licence': readableLicences(() => null),
  'AssignedEntitlement.suspendedSchools': (place) => organisations(place, place.rights.reach),
  'AssignedEntitlement.afterwards': (place) => organisations(place, place.rights.within),
  'AmendedEntitlement.afterwards': (place) => organisations(place, place.rights.within),
  'AmendedEntitlement.entitlement': readableEntitlements,
  'AmendedEntitlement.movedTo': readableEntitlements,
  'AmendedEntitlement.suspendedSchools': (place) => organisations(place, place.rights.reach),
  'AmendEntitlementsResult.changes': same,
  'AmendEntitlementsResult.counts': same,
  'RevokeEntitlementsResult.changes': same,
  'RevokeEntitlementsResult.counts': same,
  'AmendEntitlementsResult.entitlements': same,
  'RevokeEntitlementsResult.entitlements': same,
  'AmendedEntitlementConnection.edges': same,
  'AmendedEntitlementConnection.pageInfo': same,
  'AmendedEntitlementEdge.node': same,
  'LicenceAccess.entitlement': readableEntitlements,
  'Mutation.revokeEntitlements': amended('mayAmend'),
  'Mutation.suspendEntitlements': amended('mayAmend'),
  'Mutation.resumeEntitlements': amended('mayAmend'),
  'Mutation.amendEntitlements': amended('mayAmend'),
  'Mutation.moveEntitlements': amended('mayWrite'),
  /** The caller's right to make this change is checked in wrongChanges. */
  'Mutation.undoChange': same,
  'Mutation.acquireSeat': (place) => schoolById(place, place.given.input?.school),
  'Mutation.releaseSeat': (place) => schoolById(place, place.given.input?.school),
  'Mutation.renewSeat': (place) => schoolById(place, place.given.input?.school),
  'SeatResult.lease': ({ oracle, parents }) =>
    oracle.leases.filter(({ school }) => parents.some(({ row }) => row === school)),
  'SeatLease.entitlement': readableEntitlements,
};

function assigned({ oracle, rights, given, parents }: Place): readonly Row[] {
  const { licenceIds = [] } = (given.input ?? {}) as { licenceIds?: string[] };
  const owners = licenceIds.map((id) => oracle.licences.find(({ row }) => row === id)?.owner ?? '');
  return owners.every((owner) => rights.mayWrite(owner, owner)) ? parents : [];
}

/** Answers as the mutation of that name. */
function startedChange(place: Place): readonly Row[] {
  const [[name, input] = ['', null]] = Object.entries<any>(place.given.input ?? {}).filter(([, one]) => one != null);
  if (name === 'undo') return place.parents;
  return amended(name === 'move' ? 'mayWrite' : 'mayAmend')({ ...place, given: { input } });
}

function ownJob({ oracle, rights, given }: Place): readonly Row[] {
  return oracle.jobs.filter((one) => isOwn(one, rights) && one.row === given.id);
}
