/**
 * What may stand at each place of an answer: for every field that answers with an object, the rows that this caller may
 * find there, whatever the arguments; and what it must be allowed to do to get anything but null.
 *
 * A field of the schema that is named nowhere here fails the proof: somebody must say first who may see it.
 */
import {
  type AuditRow,
  type EntitlementRow,
  type LicenceRow,
  lasts,
  type NoteRow,
  type Oracle,
  type OrganisationRow,
  type SubscriptionRow,
  type TitleRow,
  type UseRow,
} from './oracle';
import { entitlementsOfSchool, licenceOf, lineOf, mayNote, type Rights } from './rights';
import { isSpelled } from './spellings';
import { knownOfSurvey, SURVEY_NEEDS, SURVEY_ROWS } from './surveys';

export type Row = { readonly row: string };
export interface Place {
  readonly rights: Rights;
  readonly oracle: Oracle;
  /** The rows that the object may be which has this field. */
  readonly parents: readonly Row[];
  readonly given: Readonly<Record<string, any>>;
}

type RowsAt = (place: Place) => readonly Row[];

const organisations = ({ oracle }: Place, rows: ReadonlySet<string> | readonly string[]): OrganisationRow[] => {
  const wanted = new Set(rows);
  return oracle.organisations.filter(({ row }) => wanted.has(row));
};
const schoolById = ({ oracle, rights }: Place, id: unknown, state?: unknown) =>
  oracle.organisations.filter(
    (one) => one.level === 'SCHOOL' && rights.reach.has(one.row) && isSpelled(one, id, state ?? undefined),
  );
const named = ({ oracle }: Place, { level, id }: { level: string; id: string }) =>
  oracle.organisations.filter(
    (one) => one.level === level && (level === 'STATE' ? [one.id, `DE-${one.id}`].includes(id) : isSpelled(one, id)),
  );
const readableHolder = (place: Place, holder: { level: string; id: string }) =>
  named(place, holder).filter(({ row }) => place.rights.organisations.has(row) || place.rights.within.has(row));
const isNumbered = (title: TitleRow, number: unknown) =>
  title.number.toLowerCase() === String(number).trim().toLowerCase();
const same: RowsAt = ({ parents }) => parents;
const titles: RowsAt = ({ oracle }) => oracle.titles;
const line =
  (level: string): RowsAt =>
  (place) =>
    place.parents.flatMap(({ row }) => lineOf(place.oracle, row, level) ?? []);
const readableEntitlements: RowsAt = ({ oracle, rights }) =>
  oracle.entitlements.filter(({ row }) => rights.entitlements.has(row));
/** Of a school in reach: also what applied to it under its former organisations. Its id may be told, and no more. */
const entitlementsOfParents: RowsAt = ({ oracle, parents }) =>
  parents.flatMap(({ row }) => entitlementsOfSchool(oracle, row));
const readableLicences =
  (of: (place: Place) => readonly string[] | null): RowsAt =>
  (place) => {
    const wanted = of(place);
    return place.oracle.licences.filter(
      ({ row }) => place.rights.licences.has(row) && (wanted === null || wanted.includes(row)),
    );
  };
const licencesOfParents = readableLicences(({ parents }) =>
  (parents as EntitlementRow[]).map(({ licence }) => licence),
);

/** By the owner and the holder of what was changed; what packages hold is as little a secret as the catalogue. */
const readableAudit =
  (service: AuditRow['service'], concerns: (entry: AuditRow, place: Place) => boolean = () => true): RowsAt =>
  (place) => {
    const { oracle, rights } = place;
    if (!['licensing', 'operator'].includes(rights.asker.kind)) return [];
    const all = rights.asker.kind === 'operator';
    return oracle.audited.filter(
      (entry) =>
        entry.service === service &&
        concerns(entry, place) &&
        (entry.object !== 'PURCHASE' || rights.has('prices:read')) &&
        (all ||
          ['PACKAGE', 'PACKAGE_TITLE'].includes(entry.object) ||
          rights.within.has(entry.owner ?? '') ||
          (service === 'schools' && rights.organisations.has(entry.holder ?? ''))),
    );
  };
/** Of the staff of an organisation, for themselves. */
const ownNotes: RowsAt = ({ oracle, rights }) =>
  rights.asker.kind === 'licensing' ? oracle.notes.filter(({ organisation }) => rights.bound.has(organisation)) : [];

/** What stands for the prepared end of a licence: the entitlements to it that the caller may end. */
const endableOfLicences: RowsAt = ({ oracle, rights, parents }) =>
  parents.map(({ row }) => ({
    row,
    of: oracle.entitlements
      .filter(({ licence, owner, holder }) => licence === row && rights.mayAmend(owner, holder))
      .filter((one) => one.revokedAt === null && lasts(one, oracle.readAt))
      .map(({ row: id }) => id),
  }));

/** What a change of entitlements answers: nothing where one of those that it names is not the caller's to change. */
const amended =
  (may: 'mayAmend' | 'mayWrite'): RowsAt =>
  ({ oracle, rights, given, parents }) => {
    const { entitlementIds, entitlements, selection } = given.input ?? {};
    const ids: string[] = entitlementIds ?? entitlements?.map(({ id }: { id: string }) => id) ?? selection?.ids ?? [];
    const found = ids.map((id) => oracle.entitlements.find(({ row }) => row === id));
    return found.every((one) => one && rights[may](one.owner, one.holder)) ? parents : [];
  };

/** Those of a level among what figures of any time may name. */
const ever =
  (level: string): RowsAt =>
  (place) =>
    organisations(place, place.rights.ever).filter((one) => one.level === level);

const readableGroups: RowsAt = (place) => organisations(place, place.rights.groups);
const ownGroups: RowsAt = (place) => organisations(place, place.rights.ownGroups);
/** What a change of a school group answers with. */
const changedGroup: RowsAt = (place) => {
  const { group, owner } = place.given.input ?? {};
  const mayOwn = !owner || named(place, owner).some(({ row }) => place.rights.mayWrite(row, row));
  if (!mayOwn) return [];
  return group === undefined
    ? ownGroups(place)
    : (ownGroups(place) as OrganisationRow[]).filter((one) => isSpelled(one, group));
};

export const ROWS: Readonly<Record<string, RowsAt>> = {
  ...SURVEY_ROWS,
  'Query.me': () => [{ row: 'me' }],
  'Me.organisations': (place) => place.oracle.organisations.filter(({ key }) => place.rights.asker.bound.includes(key)),
  'Query.school': (place) => schoolById(place, place.given.number, place.given.state),
  'Query.schoolAuthority': ({ oracle, rights, given }) =>
    oracle.organisations.filter(
      (one) =>
        one.level === 'AUTHORITY' &&
        isSpelled(one, given.number, given.state ?? undefined) &&
        (rights.organisations.has(one.row) || rights.within.has(one.row)),
    ),
  'Query.organisation': (place) =>
    named(place, place.given as { level: string; id: string }).filter(({ row }) => place.rights.within.has(row)),
  'Query.schools': (place) => organisations(place, place.rights.reach),
  'Query.schoolGroup': (place) =>
    (readableGroups(place) as OrganisationRow[]).filter((group) => isSpelled(group, place.given.id)),
  'Query.schoolGroups': readableGroups,
  'SchoolGroupConnection.edges': same,
  'SchoolGroupConnection.pageInfo': same,
  'SchoolGroupEdge.node': same,
  /** Of one that was adopted several times in a round: also whom the caller may have had it adopted for between. */
  'SchoolGroup.owner': (place) => {
    const before = place.oracle.ownersBefore;
    const between = place.parents.some(({ row }) => before?.has(row)) ? place.rights.within : [];
    const owners = place.parents.flatMap(({ row }) => [
      place.oracle.groups.find((group) => group.row === row)?.owner ?? [],
      before?.get(row) ?? [],
    ]);
    return organisations(place, [...owners.flat(), ...between]);
  },
  'SchoolGroup.members': (place) => organisations(place, place.rights.reach),
  'SchoolGroupMemberConnection.edges': same,
  'SchoolGroupMemberConnection.pageInfo': same,
  'SchoolGroupMemberEdge.node': same,
  'SchoolGroupMember.school': same,
  'Mutation.createSchoolGroup': changedGroup,
  'Mutation.renameSchoolGroup': changedGroup,
  'Mutation.adoptSchoolGroup': changedGroup,
  'Mutation.addSchoolsToGroup': changedGroup,
  'Mutation.removeSchoolsFromGroup': changedGroup,
  'Mutation.closeSchoolGroup': changedGroup,
  'AddSchoolsToGroupResult.group': same,
  'AddSchoolsToGroupResult.opens': same,
  'AddSchoolsToGroupResult.schools': (place) => organisations(place, place.rights.reach),
  'AddSchoolsToGroupResult.unmatched': same,
  'AddedSchool.school': same,
  'OpenedLicence.licence': readableLicences(() => null),
  'RemoveSchoolsFromGroupResult.group': same,
  'RemoveSchoolsFromGroupResult.unmatched': same,
  'Query.resolveSchools': () => [{ row: 'list' }],
  'ResolvedSchools.matched': (place) => organisations(place, place.rights.reach),
  'ResolvedSchools.duplicates': (place) => organisations(place, place.rights.reach),
  'ResolvedSchools.unmatched': same,
  'MatchedRow.school': same,
  'DuplicateRow.school': same,
  'SchoolAuthorityConnection.edges': same,
  'SchoolAuthorityEdge.node': same,
  'SchoolAuthorityConnection.pageInfo': same,
  'Query.schoolAuthorities': ({ oracle, rights }) =>
    oracle.organisations.filter(({ row, level }) => level === 'AUTHORITY' && rights.organisations.has(row)),
  'Query.entitlements': (place) => {
    const { school, holder } = place.given.filter ?? {};
    const mayName = (rows: readonly Row[]) => rows.length > 0;
    if (school != null && !mayName(schoolById(place, school))) return [];
    if (holder != null && !mayName(readableHolder(place, holder))) return [];
    return readableEntitlements(place);
  },
  'Query.auditTrail': readableAudit('schools'),
  'Query.licenceAuditTrail': readableAudit('licences'),
  'Entitlement.history': readableAudit(
    'schools',
    ({ object, objectId }, { parents }) =>
      object.startsWith('ENTITLEMENT') && parents.some(({ row }) => row === objectId),
  ),
  'Licence.history': readableAudit(
    'licences',
    ({ object, objectId }, { parents }) => !object.startsWith('PACKAGE') && parents.some(({ row }) => row === objectId),
  ),
  'AuditEntryConnection.edges': same,
  'AuditEntryConnection.pageInfo': same,
  'AuditEntryEdge.node': same,
  'AuditEntry.values': same,
  'EntitlementConnection.edges': same,
  'EntitlementEdge.node': same,
  'EntitlementConnection.pageInfo': same,
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
  /** Another one of its staff may end it meanwhile. */
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
  'Query.entitlement': (place) => readableEntitlements(place).filter(({ row }) => row === String(place.given.id)),
  'Query.assignment': ({ oracle, rights, given }) =>
    oracle.assignments.filter((one) => isOwn(one, rights) && one.row === given.id),
  'Query.job': ownJob,
  'Query.jobs': ({ oracle, rights }) => oracle.jobs.filter((one) => isOwn(one, rights)),
  'Mutation.cancelJob': ownJob,
  'Mutation.startAssignment': assigned,
  'Job.result': ({ oracle, rights }) => oracle.assignments.filter((one) => isOwn(one, rights)),
  'Query.licences': readableLicences(() => null),
  'LicenceConnection.edges': same,
  'LicenceEdge.node': same,
  'LicenceConnection.pageInfo': same,
  'Query.title': ({ oracle, given }) => oracle.titles.filter(({ row }) => row === given.id),
  'Query.titleByNumber': ({ oracle, given }) => oracle.titles.filter((title) => isNumbered(title, given.number)),
  'Query.titlesByNumber': ({ oracle, given }) =>
    oracle.titles.filter((title) => given.numbers.some((number: unknown) => isNumbered(title, number))),
  'Query.subjects': () => [{ row: 'subjects' }],
  'Query.publishers': () => [{ row: 'publishers' }],
  'FacetConnection.edges': same,
  'FacetEdge.node': same,
  'FacetConnection.pageInfo': same,
  'Query.titles': titles,
  'TitleConnection.edges': same,
  'TitleEdge.node': same,
  'TitleConnection.pageInfo': same,
  'Title.availability': (place) => schoolById(place, place.given.school),
  'School.authority': line('AUTHORITY'),
  'School.district': line('DISTRICT'),
  'School.mediaCentre': line('MEDIA_CENTRE'),
  'School.licensedTitles': same,
  'LicensedTitleConnection.edges': same,
  'LicensedTitleConnection.pageInfo': same,
  'LicensedTitleEdge.node': titles,
  'LicensedTitleEdge.entitlement': entitlementsOfParents,
  'School.access': same,
  'AccessDecision.title': titles,
  'AccessDecision.entitlement': entitlementsOfParents,
  'SchoolAuthority.schools': (place) =>
    organisations(
      place,
      [...place.rights.reach].filter((school) => {
        const authority = lineOf(place.oracle, school, 'AUTHORITY');
        return place.parents.some(({ row }) => row === authority?.row);
      }),
    ),
  'SchoolConnection.edges': same,
  'SchoolEdge.node': same,
  'SchoolConnection.pageInfo': same,
  'Entitlement.holder': (place) =>
    organisations(
      place,
      (place.parents as EntitlementRow[]).map(({ holder }) => holder),
    ),
  'Entitlement.licence': licencesOfParents,
  'Licence.owner': (place) =>
    organisations(
      place,
      (place.parents as LicenceRow[]).map(({ owner }) => owner),
    ),
  /** For those who own the licence or stand above its owner. */
  'Licence.price': ({ parents, rights }) => (parents as LicenceRow[]).filter(({ owner }) => rights.within.has(owner)),
  'Licence.purchases': ({ parents, rights }) =>
    (parents as LicenceRow[]).filter(({ owner }) => rights.within.has(owner)),
  'Mutation.assignEntitlements': assigned,
  'Licence.versions': ({ parents, rights }) =>
    (parents as LicenceRow[]).filter(({ owner }) => rights.within.has(owner)),
  'Mutation.createLicence': (place) => {
    const { owner } = (place.given.input ?? {}) as { owner?: { level: string; id: string } };
    return owner && named(place, owner).some(({ row }) => place.rights.mayWrite(row, row)) ? place.parents : [];
  },
  'Mutation.amendLicence': ({ oracle, rights, given, parents }) => {
    const owner = oracle.licences.find(({ row }) => row === given.input?.licenceId)?.owner ?? '';
    return rights.mayWrite(owner, owner) ? parents : [];
  },
  /** Its rows are answered one by one. */
  'Mutation.syncEntitlements': ({ rights, parents }) =>
    ['licensing', 'operator'].includes(rights.asker.kind) ? parents : [],
  'SyncEntitlementsResult.problems': same,
  'CreateLicenceResult.licence': readableLicences(() => null),
  'AmendLicenceResult.licence': readableLicences(() => null),
  'AmendLicenceResult.effects': same,
  'AssignEntitlementsResult.assignments': same,
  'AssignEntitlementsResult.counts': same,
  'AssignEntitlementsResult.moved': same,
  /** Rows of a list that the caller sent, as it sent them. */
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
  'RevokeEntitlementsResult.changes': same,
  'LicenceAccess.entitlement': readableEntitlements,
  'Mutation.revokeEntitlements': amended('mayAmend'),
  'Mutation.suspendEntitlements': amended('mayAmend'),
  'Mutation.resumeEntitlements': amended('mayAmend'),
  'Mutation.amendEntitlements': amended('mayAmend'),
  'Mutation.moveEntitlements': amended('mayWrite'),
  /** What was changed by it is held against the caller's right to change it, in wrongChanges. */
  'Mutation.undoChange': same,
  'RevokeEntitlementsResult.entitlements': readableEntitlements,
  /** Each row and each figure is held against what the caller's uses give (use-reports.ts). */
  'Query.usageReport': () => [{ row: 'report' }],
  'UsageReport.rows': same,
  /** Schools are held against who stood with the caller, in checkReport. */
  'UsageReport.coverage': same,
  'UsageCoverage.months': same,
  'UsageCoverage.reporters': same,
  'UsageCoverage.missing': same,
  'UsageReporterConnection.edges': same,
  'UsageReporterConnection.pageInfo': same,
  'UsageReporterEdge.node': same,
  'UsageMissingSchoolConnection.edges': same,
  'UsageMissingSchoolConnection.pageInfo': same,
  'UsageMissingSchoolEdge.node': same,
  'UsageReport.totals': same,
  'UsageReport.previousTotals': same,
  'UsageRowConnection.edges': same,
  'UsageRowConnection.pageInfo': same,
  'UsageRowEdge.node': same,
  'UsageRow.groups': same,
  'UsageRow.group1': same,
  'UsageRow.group2': same,
  'UsageGroupValue.title': titles,
  'UsageRow.figures': same,
  'UsageRow.previous': same,
  /** What costs and uses fall on was under the caller at some time, or is a title of the catalogue, or a licence. */
  'Query.costPerUse': (place) => {
    const { by } = place.given;
    if (by === 'TITLE') return place.oracle.titles;
    if (by === 'LICENCE') return place.oracle.licences;
    if (by === 'ENTITLEMENT')
      return place.oracle.entitlements.filter(({ licence }) => place.rights.licences.has(licence));
    if (by === 'HOLDER') return organisations(place, place.rights.ever);
    return ever(by)(place);
  },
  'CostRowConnection.edges': same,
  'CostRowConnection.pageInfo': same,
  'CostRowConnection.totals': () => [{ row: 'totals' }],
  'CostRowEdge.node': same,
  'CostRow.figures': same,
  'Query.unusedTitles': titles,
  'UnusedTitleConnection.edges': same,
  'UnusedTitleConnection.pageInfo': same,
  'UnusedTitleEdge.node': same,
  'UnusedTitle.title': same,
  'Query.unusedLicences': readableLicences(() => null),
  'UnusedLicenceConnection.edges': same,
  'UnusedLicenceConnection.pageInfo': same,
  'UnusedLicenceConnection.sums': () => [{ row: 'sums' }],
  'UnusedLicenceEdge.node': same,
  'Query.licencesUnused': readableLicences(() => null),
  'UnusedLicence.licence': same,
  'UnusedLicence.note': ownNotes,
  'UnusedLicence.prepared': endableOfLicences,
  'Query.licencesWithFullSeats': readableLicences(() => null),
  'FullSeatsConnection.edges': same,
  'FullSeatsConnection.pageInfo': same,
  'FullSeatsConnection.sums': () => [{ row: 'sums' }],
  'FullSeatsEdge.node': same,
  'FullSeats.licence': same,
  'FullSeats.note': ownNotes,
  'Query.titlesInDemand': titles,
  'DemandRow.note': ownNotes,
  'DemandRow.prepared': ({ oracle, rights }) => oracle.licences.filter(({ owner }) => rights.within.has(owner)),
  'Query.demand': (place) => (place.given.by === 'SCHOOL' ? ever('SCHOOL')(place) : place.oracle.titles),
  'DemandRowConnection.edges': same,
  'DemandRowConnection.pageInfo': same,
  'DemandRowConnection.totals': () => [{ row: 'totals' }],
  'DemandRowEdge.node': same,
  'DemandRow.title': same,
  'DemandRow.cheapestOffer': ({ oracle, rights }) => oracle.licences.filter(({ owner }) => rights.within.has(owner)),
  'Mutation.recordUsage': same,
  'RecordUsageResult.results': same,
  'Mutation.acquireSeat': (place) => schoolById(place, place.given.input?.school),
  'Mutation.releaseSeat': (place) => schoolById(place, place.given.input?.school),
  'Mutation.renewSeat': (place) => schoolById(place, place.given.input?.school),
  'SeatResult.lease': ({ oracle, parents }) =>
    oracle.leases.filter(({ school }) => parents.some(({ row }) => row === school)),
  'SeatLease.entitlement': readableEntitlements,
};

/** Fields with figures of any time, which name what schools belonged to then. */
export const FIGURES_OF_THEN: ReadonlySet<string> = new Set([
  'costPerUse',
  'demand',
  'licencesUnused',
  'licencesWithFullSeats',
  'titlesInDemand',
  'unusedLicences',
  'unusedTitles',
]);

/** The scope without which a field gives nothing, by coordinate; `|` is or. */
export const NEEDS: Readonly<Record<string, string>> = {
  ...SURVEY_NEEDS,
  'Query.school': 'schools:read',
  'Query.schoolAuthority': 'schools:read',
  'Query.organisation': 'schools:read',
  'Query.schools': 'schools:read',
  'Query.resolveSchools': 'schools:read',
  'Query.schoolGroup': 'schools:read',
  'Query.schoolGroups': 'schools:read',
  'Mutation.createSchoolGroup': 'entitlements:write',
  'Mutation.renameSchoolGroup': 'entitlements:write',
  'Mutation.adoptSchoolGroup': 'entitlements:write',
  'Mutation.addSchoolsToGroup': 'entitlements:write',
  'Mutation.removeSchoolsFromGroup': 'entitlements:write',
  'Mutation.closeSchoolGroup': 'entitlements:write',
  'Query.schoolAuthorities': 'schools:read',
  'Query.entitlements': 'entitlements:read',
  'Query.auditTrail': 'entitlements:read',
  'Query.licenceAuditTrail': 'entitlements:read',
  'Entitlement.history': 'entitlements:read',
  'Licence.history': 'entitlements:read',
  'Entitlement.reason': 'entitlements:read',
  'Query.deadlines': 'entitlements:read',
  'Query.entitlementsCoveredTwice': 'entitlements:read',
  'WorklistSums.cents': 'prices:read',
  'Mutation.noteWorklist': 'entitlements:write',
  'Query.noticeSubscriptions': 'entitlements:read',
  'Mutation.subscribeToNotices': 'entitlements:write',
  'Mutation.unsubscribeFromNotices': 'entitlements:write',
  'Query.titleByNumber': 'titles:read',
  'Query.titlesByNumber': 'titles:read',
  'Query.subjects': 'titles:read',
  'Query.publishers': 'titles:read',
  'Query.title': 'titles:read',
  'Query.titles': 'titles:read',
  'Query.licences': 'entitlements:read',
  'Query.entitlement': 'entitlements:read|access:read',
  'School.licensedTitles': 'access:read',
  'School.access': 'access:read',
  'Title.availability': 'access:read',
  'School.usage': 'usage:read',
  'SchoolAuthority.usage': 'usage:read',
  'Title.usage': 'usage:read',
  'Query.usageReport': 'usage:read',
  'Licence.price': 'prices:read',
  'Licence.purchases': 'prices:read',
  'Query.costPerUse': 'usage:read',
  'Entitlement.cost': 'prices:read',
  'School.cost': 'prices:read',
  'SchoolAuthority.cost': 'prices:read',
  'CostRow.figures': 'prices:read',
  'Query.unusedTitles': 'usage:read',
  'Query.unusedLicences': 'usage:read',
  'UnusedLicence.cents': 'prices:read',
  'Query.licencesUnused': 'usage:read',
  'UnusedLicenceConnection.totalCents': 'prices:read',
  'Query.licencesWithFullSeats': 'usage:read',
  'Query.titlesInDemand': 'usage:read',
  'UnusedLicence.prepared': 'entitlements:write',
  'Deadline.prepared': 'entitlements:write',
  'CoveredTwice.prepared': 'entitlements:write',
  'DemandRow.prepared': 'prices:read',
  'Query.demand': 'usage:read',
  'DemandRow.offers': 'prices:read',
  'DemandRow.cheapestOffer': 'prices:read',
  'Entitlement.createdBy': 'entitlements:read',
  'Query.assignment': 'entitlements:write',
  'Query.job': 'entitlements:write',
  'Query.jobs': 'entitlements:write',
  'Mutation.cancelJob': 'entitlements:write',
  'Mutation.startAssignment': 'entitlements:write',
  'Mutation.assignEntitlements': 'entitlements:write',
  'Entitlement.note': 'entitlements:read',
  'Mutation.revokeEntitlements': 'entitlements:write',
  'Mutation.suspendEntitlements': 'entitlements:write',
  'Mutation.resumeEntitlements': 'entitlements:write',
  'Mutation.amendEntitlements': 'entitlements:write',
  'Mutation.moveEntitlements': 'entitlements:write',
  'Mutation.undoChange': 'entitlements:write',
  'Mutation.syncEntitlements': 'entitlements:write',
  'Mutation.createLicence': 'entitlements:write',
  'Mutation.amendLicence': 'entitlements:write',
  'Licence.noticeOn': 'entitlements:read',
  'Licence.documents': 'entitlements:read',
  'Licence.versions': 'entitlements:read',
  'Mutation.recordUsage': 'usage:write',
  'Mutation.acquireSeat': 'usage:write',
  'Mutation.renewSeat': 'usage:write',
  'Mutation.releaseSeat': 'usage:write',
};

function assigned({ oracle, rights, given, parents }: Place): readonly Row[] {
  const { licenceIds = [] } = (given.input ?? {}) as { licenceIds?: string[] };
  const owners = licenceIds.map((id) => oracle.licences.find(({ row }) => row === id)?.owner ?? '');
  return owners.every((owner) => rights.mayWrite(owner, owner)) ? parents : [];
}

function ownJob({ oracle, rights, given }: Place): readonly Row[] {
  return oracle.jobs.filter((one) => isOwn(one, rights) && one.row === given.id);
}

/** What a caller made itself: the same subject of another kind is another caller. */
export function isOwn(made: { readonly kind: string; readonly subject: string }, { asker }: Rights): boolean {
  return made.kind === asker.kind && made.subject === asker.subject;
}

/** The uses that a list of monthly sums may be made of, for each of the rows that its parent may be. */
export const USES: Readonly<Record<string, (place: Place, parent: Row) => readonly UseRow[]>> = {
  'School.usage': ({ oracle, rights }, { row }) =>
    rights.reach.has(row) ? oracle.sums.filter(({ school }) => school === row) : [],
  'SchoolAuthority.usage': ({ oracle, rights }, { row }) =>
    rights.within.has(row) ? oracle.sums.filter(({ authority }) => authority === row) : [],
  'Title.usage': ({ oracle, rights }, { row }) =>
    oracle.sums.filter(({ title, school }) => title === row && rights.reach.has(school)),
};

/** What is known of a row by the name of a field. Fields that are not here tell nothing that is an organisation's own. */
export function knownOf(type: string, row: Row, { rights, oracle }: Place): Record<string, unknown> {
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const ofSurvey = knownOfSurvey(type, row, oracle);
  if (ofSurvey) return ofSurvey;
  /** Who can read no price sees no cost. */
  const cost = oracle.licences.some(({ owner }) => rights.within.has(owner)) ? {} : { cost: null };
  if (type === 'Me') {
    const { kind, subject } = rights.asker;
    return { kind: kind.toUpperCase(), subject, schoolCount: rights.reach.size };
  }
  if (type === 'Title') {
    const { row: id, name, number } = row as TitleRow;
    return { id, name, number };
  }
  if (type === 'SchoolGroup') {
    /** Its name may be another by the time that it is looked at; the mark in it says whose it is. */
    const { id, number } = row as OrganisationRow;
    return { id, number };
  }
  if (['School', 'SchoolAuthority', 'District', 'MediaCentre', 'Organisation'].includes(type)) {
    const { ags, seat, readAt, ...one } = { ...(row as OrganisationRow), readAt: oracle.readAt };
    const { id, number, name, level, shortName, form, formCode, numberPlates, inKeyList } = one;
    const names = { id, number: type === 'District' ? ags : number, name, numberPlates, inKeyList };
    if (type === 'Organisation') return { id, number, name, level };
    if (type !== 'School') return { ...names, ...cost, city: seat };
    const operating = (one.operatesFrom ?? -Infinity) <= readAt && readAt < (one.operatesUntil ?? Infinity);
    return { ...names, ...cost, shortName, form, formCode, city: one.city, inOperation: operating };
  }
  if (type === 'Licence') {
    const { row: id, number, name, kind, seats, from, until, version, schoolCount, ...of } = row as LicenceRow;
    /** What was agreed is for its owner and those above the owner. */
    const hidden = rights.within.has(of.owner) ? {} : { noticeOn: null, documents: [] };
    const { noticeOn, documents } = { ...of, ...hidden };
    const term = { validFrom: instant(from), validUntil: instant(until) };
    if (oracle.amendedLicences?.has(id)) return { id, number, name, kind, seats, ...term, ...hidden };
    return { id, number, name, kind, seats, version, schoolCount, noticeOn, documents, ...term };
  }
  if (type === 'LicenceVersion') {
    const { number, name, kind } = row as LicenceRow;
    return { number, name, kind };
  }
  if (type === 'AuditEntry') {
    const { row: id, change, object, objectId, owner, ownerKey, holderKey, author, bound, reason } = row as AuditRow;
    const all = rights.asker.kind === 'operator';
    const knowsAuthor = all || (bound.length > 0 && bound.every((one) => rights.within.has(one)));
    return {
      id,
      change,
      object,
      objectId,
      owner: ownerKey,
      holder: holderKey,
      author: knowsAuthor ? author : null,
      reason: all || rights.within.has(owner ?? '') ? reason : null,
    };
  }
  if (type === 'CostRow') {
    const { row: own, name, key, licence, id = own } = row as OrganisationRow & LicenceRow & EntitlementRow;
    return { id: key ? id : own, name: licence ? licenceOf(oracle, licence)?.name : name };
  }
  /** Who can read no price sees no cost. */
  if (type === 'CostFigures')
    return oracle.licences.some(({ owner }) => rights.within.has(owner)) ? {} : { cents: null, centsElsewhere: 0 };
  if (type === 'UnusedLicence') {
    const { row: id, number, name, owner } = row as LicenceRow;
    return { id, number, name, ...(rights.within.has(owner) ? {} : { cents: null }) };
  }
  if (type === 'LicenceOffer') {
    const { row: licenceId, number, name, cents } = row as LicenceRow;
    return { licenceId, number, name, cents };
  }
  if (type === 'DemandRow') {
    const { id, name, level } = row as OrganisationRow;
    return level === 'SCHOOL' ? { schoolId: id, schoolName: name } : {};
  }
  if (type === 'Price' || type === 'Purchase') return { cents: (row as LicenceRow).cents };
  if (type === 'Entitlement') {
    const { row: id, level, rights: granted, from, until, licence, owner, ...who } = row as EntitlementRow;
    /** Who made it and why it ended is for those who own the licence or stand above its owner. */
    const isOwn = rights.within.has(owner);
    const term = oracle.licences.find((one) => one.row === licence);
    const begins = Math.max(from ?? -Infinity, term?.from ?? -Infinity);
    const ends = Math.min(until ?? Infinity, term?.until ?? Infinity);
    const isSuspended = oracle.suspensions.some(({ entitlement }) => entitlement === id);
    const isUnsettled = oracle.unsettled?.has(id) ?? false;
    return {
      id,
      ...cost,
      level,
      rights: granted,
      createdBy: isOwn ? who.createdBy : null,
      ...(!isOwn && { reason: null, note: null }),
      ...(isOwn && !isSuspended && !isUnsettled && { reason: who.revokedReason }),
      validFrom: instant(begins),
      ...(!isUnsettled && {
        endsWithLicence: until === null,
        validUntil: instant(Number.isFinite(ends) ? ends : null),
      }),
    };
  }
  if (type === 'Deadline' || type === 'CoveredTwice') return { id: row.row };
  if (type === 'PreparedRevocation') return 'of' in row ? { entitlementIds: row.of } : { entitlementIds: [row.row] };
  if (type === 'PreparedVersion') return { id: row.row };
  if (type === 'PreparedAssignment') {
    const { row: id, licence = id } = row as LicenceRow & EntitlementRow;
    return { licenceIds: [licence] };
  }
  if (type === 'FullSeats') {
    const { row: id, number, name, seats } = row as LicenceRow;
    return { id, number, name, seats };
  }
  if (type === 'NoticeSubscription' && 'address' in row) {
    const { row: id, subject, address } = row as SubscriptionRow;
    return { id, subject, address };
  }
  if (type === 'WorklistNote') {
    const { row: id, list, object } = row as NoteRow;
    return { id, list, objectId: object };
  }
  if (type === 'SeatLease') return { id: row.row };
  return {};
}
