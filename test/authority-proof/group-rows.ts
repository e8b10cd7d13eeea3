/** The rows that fields of school groups, and of changes of their schools, may answer with. */
import type { OrganisationRow } from './oracle';
import { changedGroup, organisations, type RowsAt, readableGroups, readableLicences, same } from './rows-at';
import { isSpelled } from './spellings';

export const GROUP_ROWS: Readonly<Record<string, RowsAt>> = {
  'Query.schoolGroup': (place) =>
    (readableGroups(place) as OrganisationRow[]).filter((group) => isSpelled(group, place.given.id)),
  'Query.schoolGroups': readableGroups,
  'SchoolGroupConnection.edges': same,
  'SchoolGroupConnection.pageInfo': same,
  'SchoolGroupEdge.node': same,
  /** A group that was adopted several times in a round may also show the owner to whom the caller gave it meanwhile. */
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
};
