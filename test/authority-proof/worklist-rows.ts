/** The rows that the worklists of the schools service, their notes and subscriptions may answer with. */
import type { EntitlementRow, LicenceRow } from './oracle';
import { mayNote } from './rights';
import {
  licencesOfParents,
  organisations,
  ownNotes,
  type Place,
  type Row,
  type RowsAt,
  readableEntitlements,
  readableLicences,
  same,
} from './rows-at';

export const WORKLIST_ROWS: Readonly<Record<string, RowsAt>> = {
  'Query.deadlines': (place) =>
    place.given.list === 'NOTICE_DUE'
      ? place.oracle.licences.filter(({ owner }) => place.rights.within.has(owner))
      : readableEntitlements(place),
  'DeadlineConnection.edges': same,
  'DeadlineConnection.pageInfo': same,
  'DeadlineConnection.sums': () => [{ row: 'sums' }],
  'DeadlineEdge.node': same,
  'Deadline.licence': (place) =>
    readableLicences(() => (place.parents as (LicenceRow & EntitlementRow)[]).map(({ row, licence = row }) => licence))(
      place,
    ),
  'Deadline.entitlement': same,
  'Deadline.note': ownNotes,
  'Deadline.prepared': same,
  'PreparedChange.assign': same,
  'PreparedAssignment.holders': (place) => organisations(place, place.rights.within),
  'PreparedChange.revoke': same,
  'PreparedChange.notice': amendableLicences,
  'PreparedChange.seats': amendableLicences,
  'PreparedChange.amend': ({ rights, parents }) =>
    (parents as EntitlementRow[]).filter(({ owner, holder }) => rights.mayWrite(owner, holder)),
  'PreparedAmendment.entitlements': same,
  'Query.entitlementsCoveredTwice': readableEntitlements,
  'CoveredTwiceConnection.edges': same,
  'CoveredTwiceConnection.pageInfo': same,
  'CoveredTwiceConnection.sums': () => [{ row: 'sums' }],
  'CoveredTwiceEdge.node': same,
  'CoveredTwice.licence': licencesOfParents,
  'CoveredTwice.entitlement': same,
  'CoveredTwice.note': ownNotes,
  'CoveredTwice.prepared': same,
  'CoveredTwice.coveredBy': readableEntitlements,
  'CoveringEntitlement.entitlement': same,
  'Query.noticeSubscriptions': ({ oracle, rights }) =>
    rights.asker.kind === 'licensing'
      ? oracle.subscriptions.filter(({ organisation }) => rights.bound.has(organisation))
      : [],
  /** Other staff of the same organisation may end it meanwhile. */
  'Mutation.subscribeToNotices': ({ rights, parents }) =>
    rights.asker.kind === 'licensing' && rights.has('entitlements:write') ? parents : [],
  'NoticeSubscription.organisation': (place) => organisations(place, place.rights.bound),
  'WorklistNote.organisation': (place) => organisations(place, place.rights.bound),
  'Mutation.noteWorklist': ({ rights, given, parents }) => {
    const { list, rows = [] } = (given.input ?? {}) as { list: string; rows: { id: string }[] };
    const mayWrite = rights.asker.kind === 'licensing' && rights.has('entitlements:write');
    return mayWrite && rows.every(({ id }) => mayNote(rights, list, id)) ? parents : [];
  },
  'NoteWorklistResult.notes': ownNotes,
  'NoteWorklistResult.changed': ownNotes,
};

function amendableLicences({ rights, parents }: Place): readonly Row[] {
  return (parents as LicenceRow[]).filter(({ owner }) => rights.mayWrite(owner, owner));
}
