/**
 * What may stand at each place of an answer: for every field that answers with an object, the rows that this caller may
 * find there, whatever the arguments; and what it must be allowed to do to get anything but null.
 *
 * A field of the schema that is named nowhere here fails the proof: somebody must say first who may see it.
 */
import type { EntitlementRow, LicenceRow, MembershipRow, OrganisationRow, PackageRow, UseRow } from './oracle';
import { lineOf } from './rights';
import {
  amended,
  changedGroup,
  endableOfLicences,
  entitlementsOfParents,
  ever,
  isNumbered,
  isOwn,
  licencesOfParents,
  line,
  named,
  organisations,
  ownNotes,
  type Place,
  type Row,
  type RowsAt,
  readableAudit,
  readableEntitlements,
  readableGroups,
  readableHolder,
  readableLicences,
  readablePackages,
  same,
  schoolById,
  titles,
} from './rows-at';
import { isSpelled } from './spellings';
import { SURVEY_ROWS } from './surveys';
import { WORKLIST_ROWS } from './worklist-rows';

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
  ...WORKLIST_ROWS,
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
  'Query.licences': readableLicences(() => null),
  'LicenceConnection.edges': same,
  'LicenceEdge.node': same,
  'LicenceConnection.pageInfo': same,
  'Query.packages': readablePackages,
  'Query.package': (place) => readablePackages(place).filter(({ row }) => row === String(place.given.id)),
  'PackageConnection.edges': same,
  'PackageConnection.pageInfo': same,
  'PackageEdge.node': same,
  'Package.owner': (place) =>
    organisations(
      place,
      (place.parents as PackageRow[]).flatMap(({ owner }) => owner ?? []),
    ),
  'Package.contents': same,
  'PackageContentConnection.edges': same,
  'PackageContentConnection.pageInfo': same,
  'PackageContentEdge.node': same,
  'PackageContent.title': titles,
  'Package.history': readableAudit(
    'licences',
    ({ object, objectId }, { parents }) => object.startsWith('PACKAGE') && parents.some(({ row }) => row === objectId),
  ),
  'Query.packageChange': ({ oracle, rights, given }) =>
    oracle.packageChanges.filter((one) => isOwn(one, rights) && one.row === given.id),
  'Mutation.createPackage': (place) => {
    const { owner } = (place.given.input ?? {}) as { owner?: { level: string; id: string } | null };
    if (place.rights.asker.kind === 'operator' && owner == null) return place.parents;
    return owner && named(place, owner).some(({ row }) => place.rights.mayWrite(row, row)) ? place.parents : [];
  },
  'Mutation.amendPackage': ({ oracle, rights, given, parents }) => {
    const found = oracle.packages.find(({ row }) => row === given.input?.packageId);
    const isOperators = rights.asker.kind === 'operator' && found !== undefined;
    return isOperators || rights.mayWrite(found?.owner ?? '', found?.owner ?? '') ? parents : [];
  },
  'CreatePackageResult.package': readablePackages,
  'PackageChange.package': readablePackages,
  'PackageChange.effects': same,
  'PackageEffects.licences': same,
  'PackageEffectOfLicence.licence': readableLicences(() => null),
  'PackageChange.accessChanges': same,
  'PackageAccessChangeConnection.edges': same,
  'PackageAccessChangeConnection.pageInfo': same,
  'PackageAccessChangeEdge.node': same,
  'PackageAccessChange.title': titles,
  'PackageAccessChange.school': (place) => organisations(place, place.rights.reach),
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
  'TitleConnection.facets': same,
  'LicensedTitleConnection.facets': same,
  'TitleFacet.values': same,
  'TitleEdge.node': same,
  'TitleConnection.pageInfo': same,
  'Title.classification': same,
  'Title.competences': same,
  'Title.openLicence': same,
  'Title.parts': same,
  'Title.materials': same,
  'Title.availability': (place) => schoolById(place, place.given.school),
  'School.authority': line('AUTHORITY'),
  'School.district': line('DISTRICT'),
  'School.memberships': ({ oracle, rights, parents }) =>
    ['licensing', 'operator'].includes(rights.asker.kind)
      ? parents.flatMap(({ row }) =>
          oracle.memberships
            .filter(({ school, level }) => school === row && level !== 'SCHOOL')
            .map((one) => ({ ...one, row: `${one.school} ${one.organisation} ${one.from}` })),
        )
      : [],
  'SchoolMembershipConnection.edges': same,
  'SchoolMembershipConnection.pageInfo': same,
  'SchoolMembershipEdge.node': same,
  'SchoolMembership.organisation': (place) =>
    organisations(
      place,
      (place.parents as readonly (MembershipRow & Row)[]).map(({ organisation }) => organisation),
    ),
  'School.mediaCentre': line('MEDIA_CENTRE'),
  'School.licensedTitles': same,
  'LicensedTitleConnection.edges': same,
  'LicensedTitleConnection.pageInfo': same,
  'LicensedTitleEdge.node': titles,
  'LicensedTitleEdge.entitlement': entitlementsOfParents,
  'School.changes': same,
  'LicensedTitleChangeConnection.edges': same,
  'LicensedTitleChangeConnection.pageInfo': same,
  'LicensedTitleChangeEdge.node': same,
  'LicensedTitleChange.title': titles,
  'LicensedTitleChange.entitlement': entitlementsOfParents,
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
  /** What was changed by it is held against the caller's right to change it, in wrongChanges. */
  'Mutation.undoChange': same,
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
  'FullSeats.prepared': same,
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

function assigned({ oracle, rights, given, parents }: Place): readonly Row[] {
  const { licenceIds = [] } = (given.input ?? {}) as { licenceIds?: string[] };
  const owners = licenceIds.map((id) => oracle.licences.find(({ row }) => row === id)?.owner ?? '');
  return owners.every((owner) => rights.mayWrite(owner, owner)) ? parents : [];
}

/** As the mutation of that name. */
function startedChange(place: Place): readonly Row[] {
  const [[name, input] = ['', null]] = Object.entries<any>(place.given.input ?? {}).filter(([, one]) => one != null);
  if (name === 'undo') return place.parents;
  return amended(name === 'move' ? 'mayWrite' : 'mayAmend')({ ...place, given: { input } });
}

function ownJob({ oracle, rights, given }: Place): readonly Row[] {
  return oracle.jobs.filter((one) => isOwn(one, rights) && one.row === given.id);
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
