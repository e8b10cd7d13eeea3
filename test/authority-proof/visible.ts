/**
 * States for every field that answers with an object which rows this caller may find there, whatever the arguments, and
 * what the caller must be allowed to do to get anything but null.
 *
 * A field of the schema that is not named here fails the proof, so that somebody states first who may see it.
 */

import { CATALOGUE_ROWS } from './catalogue-rows';
import { ENTITLEMENT_ROWS } from './entitlement-rows';
import { GROUP_ROWS } from './group-rows';
import type { MembershipRow } from './oracle';
import { lineOf } from './rights';
import {
  entitlementsOfParents,
  line,
  named,
  organisations,
  type Row,
  type RowsAt,
  readableAudit,
  same,
  schoolById,
  titles,
} from './rows-at';
import { isSpelled } from './spellings';
import { SURVEY_ROWS } from './surveys';
import { USE_ROWS } from './use-rows';
import { WORKLIST_ROWS } from './worklist-rows';

export const ROWS: Readonly<Record<string, RowsAt>> = {
  ...SURVEY_ROWS,
  ...GROUP_ROWS,
  ...CATALOGUE_ROWS,
  ...ENTITLEMENT_ROWS,
  ...WORKLIST_ROWS,
  ...USE_ROWS,
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
  'Query.schoolFilterValues': () => [{ row: 'values' }],
  'SchoolFilterValues.districts': ({ oracle, rights }) =>
    oracle.organisations.filter(({ row, level }) => level === 'DISTRICT' && rights.organisations.has(row)),
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
  'Query.auditTrail': readableAudit('schools'),
  'Query.licenceAuditTrail': readableAudit('licences'),
  'AuditEntryConnection.edges': same,
  'AuditEntryConnection.pageInfo': same,
  'AuditEntryEdge.node': same,
  'AuditEntry.values': same,
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
};
