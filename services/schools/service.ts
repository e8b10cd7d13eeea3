/** The schools service: organisations, entitlements, and each school's timeline. */
import type { GraphQLResolveInfo } from 'graphql';
import { AuditEntryConnectionResolver } from '../subgraph/audit/audit-entry-connection-resolver';
import type { SubgraphContext } from '../subgraph/context';
import type { SubgraphDefinition } from '../subgraph/schema/schema';
import { AmendEntitlementsResultResolver, AmendedEntitlementResolver } from './amendment/amended-resolver';
import { AmendmentResolver, UndoResolver } from './amendment/amendment-resolver';
import { ApiKeyResolver } from './api-key/api-key-resolver';
import {
  AssignEntitlementsResultResolver,
  AssignedEntitlementResolver,
  AssignmentResolver,
} from './assignment/assignment-resolver';
import { AuditTrailResolver } from './audit/audit-trail-resolver';
import { PERMISSIONS } from './authorisation/permissions';
import { EntitlementListResolver } from './entitlement/entitlement-list-resolver';
import { entitlementLoader } from './entitlement/entitlement-loader';
import { EntitlementResolver } from './entitlement/entitlement-resolver';
import { LicenceAccessResolver } from './entitlement/licence-access-resolver';
import { SyncResolver } from './entitlement-file/sync-resolver';
import { JobResolver } from './job/job-resolver';
import { startJobs } from './job/job-upkeep';
import { startNotices } from './notice/notice-upkeep';
import { NoticeSubscriptionResolver } from './notice/subscription-resolver';
import { AuthorityListResolver } from './organisation/authority-list-resolver';
import { DirectoryResolver } from './organisation/directory-resolver';
import { MeResolver } from './organisation/me-resolver';
import { authorityLoader, districtLoader, organisationLoader } from './organisation/organisation-loaders';
import { OrganisationResolver } from './organisation/organisation-resolver';
import { SchoolMembershipResolver } from './school/membership-resolver';
import { SchoolFilterValuesResolver } from './school/school-filter-values';
import { schoolAsAskedFor } from './school/school-loader';
import { AuthorityResolver, SchoolResolver } from './school/school-resolver';
import { SchoolsInReachResolver } from './school/schools-in-reach-resolver';
import { AddedSchoolResolver, GroupChangeResolver } from './school-group/group-change-resolver';
import {
  SchoolGroupListResolver,
  SchoolGroupMemberConnectionResolver,
  SchoolGroupMemberResolver,
  SchoolGroupResolver,
} from './school-group/school-group-resolver';
import { Title, TitleAvailabilityResolver } from './seat/availability-resolver';
import { SeatResolver } from './seat/seat-resolver';
import { DuplicateRowResolver, MatchedRowResolver, ResolveSchoolsResolver } from './selection/resolve-schools-resolver';
import { SurveyDemandResolver } from './survey/survey-demand-resolver';
import { SurveyResolver } from './survey/survey-resolver';
import {
  CoveredTwiceConnectionResolver,
  CoveredTwiceResolver,
  CoveringEntitlementResolver,
} from './worklist/covered-twice-resolver';
import { DeadlineConnectionResolver, DeadlineResolver } from './worklist/deadline-resolver';
import { noteLoader } from './worklist/note-loader';
import { NoteResolver } from './worklist/note-resolver';

type Reference = { id: string };

export const schoolsDefinition: SubgraphDefinition = {
  permissions: PERMISSIONS,
  resolvers: [
    SchoolResolver,
    SchoolMembershipResolver,
    SchoolFilterValuesResolver,
    SchoolsInReachResolver,
    ResolveSchoolsResolver,
    MatchedRowResolver,
    DuplicateRowResolver,
    SchoolGroupResolver,
    SchoolGroupListResolver,
    SchoolGroupMemberResolver,
    SchoolGroupMemberConnectionResolver,
    GroupChangeResolver,
    AddedSchoolResolver,
    AuthorityResolver,
    AuthorityListResolver,
    OrganisationResolver,
    EntitlementResolver,
    EntitlementListResolver,
    AssignmentResolver,
    JobResolver,
    AssignEntitlementsResultResolver,
    AssignedEntitlementResolver,
    AmendmentResolver,
    UndoResolver,
    AmendEntitlementsResultResolver,
    AmendedEntitlementResolver,
    LicenceAccessResolver,
    SyncResolver,
    SeatResolver,
    TitleAvailabilityResolver,
    MeResolver,
    DirectoryResolver,
    SurveyResolver,
    SurveyDemandResolver,
    ApiKeyResolver,
    AuditTrailResolver,
    AuditEntryConnectionResolver,
    DeadlineResolver,
    DeadlineConnectionResolver,
    CoveredTwiceResolver,
    CoveringEntitlementResolver,
    CoveredTwiceConnectionResolver,
    NoteResolver,
    NoticeSubscriptionResolver,
  ],
  entities: [Title],
  references: {
    Title: (title: Reference) => ({ ...title }),
    School: ({ id }: Reference, context: SubgraphContext, info: GraphQLResolveInfo) =>
      schoolAsAskedFor(id, context, info),
    SchoolAuthority: ({ id }: Reference, context: SubgraphContext) => authorityLoader(context).load(`AUTHORITY:${id}`),
    District: ({ id }: Reference, context: SubgraphContext) => districtLoader(context).load(`DISTRICT:${id}`),
    MediaCentre: ({ id }: Reference, context: SubgraphContext) =>
      organisationLoader(context).load(`MEDIA_CENTRE:${id}`),
    Entitlement: ({ id }: Reference, context: SubgraphContext) => entitlementLoader(context).load(id),
    WorklistNote: ({ id }: Reference, context: SubgraphContext) => noteLoader(context).load(id),
  },
  startUpkeep(options) {
    const running = [startJobs(options), startNotices(options)];
    return { stop: async () => void (await Promise.all(running.map((one) => one.stop()))) };
  },
};
