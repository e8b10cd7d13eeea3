/**
 * Who may do what in this service. The scopes that a field also needs are declared at the field, as `@requiresScopes`.
 *
 * | relation                   | holds where                                                                                 |
 * | -------------------------- | ------------------------------------------------------------------------------------------- |
 * | `ANY`                      | always, whatever the object is                                                              |
 * | `REACHED`                  | the caller is bound to the school, or to an organisation that it belongs to now             |
 * | `ABOVE_REACH`              | the caller is bound to the organisation, or a school in its reach belongs to it now         |
 * | `WITHIN`                   | the caller is bound to the organisation, or to one that is as wide or wider and above every |
 * |                            | school under it; for a group, also above the schools that will belong to it, or above its   |
 * |                            | owner while there are none                                                                  |
 * | `OWNER_BOUND`              | the caller is bound to the organisation that bought the licence                             |
 * | `OWNER_WITHIN`             | that organisation, or the owner of the school group, is `WITHIN`                            |
 * | `HELD_ABOVE_REACH`         | an entitlement to the licence is `HOLDER_ABOVE_REACH`                                       |
 * | `HOLDER_ABOVE_REACH`       | the holder of the entitlement is `ABOVE_REACH`                                              |
 * | `OWNER_AND_HOLDER_WITHIN`  | both are `WITHIN`                                                                           |
 * | `STOOD_WITH`               | the caller is bound to it, or to one with which it had a school in common at some time      |
 * | `OWN`                      | the same caller made it: of the same kind, subject and binding                              |
 * | `BOUND`                    | the caller is bound to the organisation                                                     |
 * | `ASKER`                    | the caller is bound to the organisation that asks the survey                                |
 * | `ASKED`                    | the caller is bound to one that is asked, and the survey is no draft                        |
 * | `GATEWAY`                  | the gateway asks for itself                                                                 |
 */
import { everyone, type Permission } from '../../subgraph/authorisation/permissions';

type SchoolRelation = 'ANY' | 'REACHED';
type OrganisationRelation = 'ANY' | 'ABOVE_REACH' | 'WITHIN' | 'STOOD_WITH';
type LicenceRelation = 'ANY' | 'OWNER_WITHIN' | 'HELD_ABOVE_REACH';
type GroupRelation = 'ANY' | 'OWNER_WITHIN' | 'ABOVE_REACH';
export type EntitlementRelation =
  | 'ANY'
  | 'OWNER_WITHIN'
  | 'OWNER_BOUND'
  | 'HOLDER_ABOVE_REACH'
  | 'OWNER_AND_HOLDER_WITHIN';
export type SurveyRelation = 'ANY' | 'ASKER' | 'ASKED';
type Relation =
  | SchoolRelation
  | OrganisationRelation
  | LicenceRelation
  | GroupRelation
  | EntitlementRelation
  | SurveyRelation
  | 'BOUND'
  | 'GATEWAY'
  | 'OWN';

export const PERMISSIONS = {
  'school.read': {
    may: everyone('REACHED'),
    fields: [
      '_entities.School',
      'Query.school',
      'Query.schools',
      'Query.schoolFilterValues',
      'Query.resolveSchools',
      'MatchedRow.school',
      'DuplicateRow.school',
      'Me.schoolCount',
      'School.inOperation',
      'School.timeline',
      'SchoolAuthority.schools',
      'SchoolConnection.totalCount',
      'AddedSchool.school',
      'SchoolGroup.members',
      'SchoolGroupMember.school',
      'SchoolGroupMemberConnection.totalCount',
    ],
  },
  /** Includes the organisations that the school has left or will join, which nothing else names; for staff. */
  'school.readMemberships': {
    may: { licensing: ['REACHED'], operator: ['ANY'] },
    fields: ['School.memberships'],
  },
  /** The history of a title at a school. */
  'school.readAvailability': {
    may: { lms: ['REACHED'], licensing: ['REACHED'], operator: ['ANY'] },
    fields: ['_entities.Title', 'Title.availability'],
  },
  'school.useSeats': {
    may: { lms: ['REACHED'], operator: ['ANY'] },
    fields: ['Mutation.acquireSeat', 'Mutation.renewSeat', 'Mutation.releaseSeat'],
  },
  /** Includes the facts by which the gateway decides on the caller's behalf. */
  'organisation.read': {
    may: {
      lms: ['ABOVE_REACH'],
      // The second relation adds only school groups to which no school belongs yet.
      licensing: ['ABOVE_REACH', 'WITHIN'],
      reporting: ['ABOVE_REACH'],
      operator: ['ANY'],
    },
    fields: [
      '_entities.District',
      '_entities.MediaCentre',
      '_entities.SchoolAuthority',
      'Query.schoolAuthority',
      'Query.schoolAuthorities',
      'Query.organisationLines',
      'Me.organisations',
      'School.authority',
      'School.district',
      'SchoolFilterValues.districts',
      'School.mediaCentre',
      'SchoolAuthorityConnection.totalCount',
    ],
  },
  /** By name, of any level: a customer whose figures the caller may read. */
  'organisation.readWithin': {
    may: everyone('WITHIN'),
    fields: ['Query.organisation'],
  },
  /** The fact by which the gateway decides what a report of uses may be filtered by. */
  'organisation.filterUses': {
    may: { licensing: ['STOOD_WITH'], reporting: ['STOOD_WITH'], operator: ['ANY'] },
    fields: ['Query.linesOfUses'],
  },
  /** The holder and the licence of an entitlement are parts of it. */
  'entitlement.read': {
    may: {
      // The relation that needs no look at memberships comes first.
      lms: ['OWNER_BOUND', 'HOLDER_ABOVE_REACH'],
      // Whoever may write it may read it, also where its holder is a school group to which no school belongs yet.
      licensing: ['OWNER_BOUND', 'HOLDER_ABOVE_REACH', 'OWNER_AND_HOLDER_WITHIN'],
      operator: ['ANY'],
    },
    fields: [
      '_entities.Entitlement',
      'Query.entitlement',
      'Query.entitlements',
      'Query.entitlementLines',
      'AmendedEntitlement.entitlement',
      'AmendedEntitlement.movedTo',
      'Query.deadlines',
      'Deadline.entitlement',
      'DeadlineConnection.sums',
      'Query.entitlementsCoveredTwice',
      'CoveredTwice.coveredBy',
      'CoveredTwice.entitlement',
      'CoveringEntitlement.entitlement',
      'CoveredTwiceConnection.sums',
      'AssignedEntitlement.entitlement',
      'AssignedEntitlement.overlapping',
      'Entitlement.holder',
      'Entitlement.licence',
      'EntitlementConnection.totalCount',
      'LicenceAccess.entitlement',
      'SeatLease.entitlement',
    ],
  },
  /** Who made it, its note, and why it was ended. The author is mostly a person at a desk. */
  'entitlement.readAuthor': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Entitlement.createdBy', 'Entitlement.note', 'Entitlement.reason'],
  },
  /**
   * The owner of a licence may always shorten, suspend, resume and revoke its entitlements, whoever the holder
   * belongs to now.
   */
  'entitlement.amend': {
    may: { licensing: ['OWNER_BOUND', 'OWNER_AND_HOLDER_WITHIN'], operator: ['ANY'] },
    fields: [
      'AmendEntitlementsResult.changes',
      'CoveredTwice.prepared',
      'Deadline.prepared',
      'Mutation.amendEntitlements',
      'Mutation.moveEntitlements',
      'Mutation.resumeEntitlements',
      'Mutation.revokeEntitlements',
      'Mutation.startChange',
      'Mutation.suspendEntitlements',
      'Mutation.undoChange',
      'RevokeEntitlementsResult.changes',
    ],
  },
  /** Changes that prolong it or give it to another holder. A sync ends only entitlements for which this holds. */
  'entitlement.write': {
    may: { licensing: ['OWNER_AND_HOLDER_WITHIN'], operator: ['ANY'] },
    fields: [
      'Deadline.prepared',
      'Mutation.amendEntitlements',
      'Mutation.moveEntitlements',
      'Mutation.syncEntitlements',
      'Mutation.undoChange',
    ],
  },
  /** Together with `holder.assign`: the licence's owner and the holder lie within the caller. */
  'licence.assign': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: [
      'Mutation.assignEntitlements',
      'Mutation.startAssignment',
      'Mutation.syncEntitlements',
      'Mutation.amendSurvey',
      'Mutation.createSurvey',
      'Query.licenceOwners',
      'Query.deadlines',
    ],
  },
  /** The outcomes of a call, read again, with its pairs. */
  'assignment.read': {
    may: { licensing: ['OWN'], operator: ['OWN'] },
    fields: ['Query.assignment', 'AssignEntitlementsResult.assignments', 'Job.result'],
  },
  /** The outcomes of a change, read again, with each entitlement of it. */
  'amendment.read': {
    may: { licensing: ['OWN'], operator: ['OWN'] },
    fields: [
      'Query.amendment',
      'AmendEntitlementsResult.entitlements',
      'RevokeEntitlementsResult.entitlements',
      'Job.change',
    ],
  },
  'job.read': {
    may: { licensing: ['OWN'], operator: ['OWN'] },
    fields: ['Query.job', 'Query.jobs', 'Mutation.cancelJob'],
  },
  /** Includes what the schools of a holder may do after a change. */
  'holder.assign': {
    may: { licensing: ['WITHIN'], operator: ['ANY'] },
    fields: [
      'Mutation.amendEntitlements',
      'Mutation.assignEntitlements',
      'Mutation.moveEntitlements',
      'Mutation.resumeEntitlements',
      'Mutation.revokeEntitlements',
      'Mutation.suspendEntitlements',
      'Mutation.syncEntitlements',
      'Mutation.undoChange',
    ],
  },
  /**
   * Notes on worklists and subscriptions to notices name persons: they are for the staff of one organisation, and for
   * nobody above it.
   */
  'desk.annotate': {
    may: { licensing: ['BOUND'] },
    fields: [
      '_entities.WorklistNote',
      'Query.objectOwners',
      'Mutation.noteWorklist',
      'Deadline.note',
      'CoveredTwice.note',
      'Query.noticeSubscriptions',
      'Mutation.subscribeToNotices',
      'Mutation.unsubscribeFromNotices',
    ],
  },
  /** Together with `desk.annotate`. */
  'licence.annotate': {
    may: { licensing: ['OWNER_WITHIN', 'HELD_ABOVE_REACH'] },
    fields: ['Mutation.noteWorklist'],
  },
  /** As in the licences service; packages are allowed by their owners in the same way. */
  'licence.amend': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Deadline.prepared', 'Query.objectOwners'],
  },
  'licence.readPrice': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['DeadlineConnection.sums', 'CoveredTwiceConnection.sums'],
  },
  /** Decided by the owner and the holder of the changed object. */
  'audit.read': {
    may: { licensing: ['HOLDER_ABOVE_REACH', 'OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['AuditEntryConnection.totalCount', 'Entitlement.history', 'Query.auditTrail', 'Query.objectOwners'],
  },
  /** Who acted for an organisation, and why what it owns was changed. */
  'organisation.readNames': {
    may: { licensing: ['WITHIN'], operator: ['ANY'] },
    fields: ['Entitlement.history', 'Query.auditTrail'],
  },
  /** Its members are read as schools are. */
  'group.read': {
    may: {
      lms: ['ABOVE_REACH'],
      licensing: ['ABOVE_REACH', 'OWNER_WITHIN'],
      reporting: ['ABOVE_REACH'],
      operator: ['ANY'],
    },
    fields: ['Query.schoolGroup', 'Query.schoolGroups', 'SchoolGroupConnection.totalCount'],
  },
  /**
   * Membership grants access. Together with `school.addToGroup`, the group’s owner and the schools lie within the
   * caller.
   */
  'group.change': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: [
      'Query.schoolGroupOwners',
      'Mutation.renameSchoolGroup',
      'Mutation.adoptSchoolGroup',
      'Mutation.addSchoolsToGroup',
      'Mutation.removeSchoolsFromGroup',
      'Mutation.closeSchoolGroup',
    ],
  },
  'school.addToGroup': {
    may: { licensing: ['REACHED'], operator: ['ANY'] },
    fields: ['Mutation.addSchoolsToGroup'],
  },
  'organisation.ownGroups': {
    may: { licensing: ['WITHIN'], operator: ['ANY'] },
    fields: ['Mutation.createSchoolGroup', 'Mutation.adoptSchoolGroup'],
  },
  'survey.read': {
    may: { licensing: ['ASKER', 'ASKED'], operator: ['ANY'] },
    fields: ['Query.survey', 'Query.surveys'],
  },
  /** Includes what others answered. */
  'survey.manage': {
    may: { licensing: ['ASKER'], operator: ['ANY'] },
    fields: [
      'Mutation.amendSurvey',
      'Mutation.createSurvey',
      'Mutation.deleteSurvey',
      'Query.objectOwners',
      'Query.preparedAssignments',
      'Query.surveyAnswers',
      'Query.surveyOverview',
    ],
  },
  /** Together with the organisation that answers: nobody answers for others. */
  'survey.answer': {
    may: { licensing: ['ASKED'] },
    fields: ['Mutation.answerSurvey'],
  },
  'organisation.ask': {
    may: { licensing: ['WITHIN'], operator: ['ANY'] },
    fields: ['Mutation.amendSurvey', 'Mutation.createSurvey'],
  },
  'apiKey.read': {
    may: { operator: ['GATEWAY'] },
    fields: ['Query.apiKeySet', 'Mutation.apiKeysUsed'],
  },
  /** What the token says about the caller. */
  'self.read': {
    may: everyone('ANY'),
    fields: ['Query.me'],
  },
} as const satisfies Record<string, Permission<Relation>>;

type Action = keyof typeof PERMISSIONS;
export type SchoolAction = Extract<Action, `school.${string}`>;
export type OrganisationAction = Extract<Action, `organisation.${string}` | `holder.${string}`>;
export type GroupAction = Extract<Action, `group.${string}`>;
export type LicenceAction = Extract<Action, `licence.${string}`>;
export type DeskAction = Extract<Action, `desk.${string}`>;
export type SurveyAction = Extract<Action, `survey.${string}`>;
export type EntitlementAction = Extract<Action, `entitlement.${string}`>;
export type OwnAction = Extract<Action, 'assignment.read' | 'amendment.read' | 'job.read'>;
