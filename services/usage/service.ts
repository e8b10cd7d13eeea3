/** The usage service: records uses of titles, and adds them up by month. */
import type { SubgraphDefinition } from '../subgraph/schema/schema';
import { PERMISSIONS } from './authorisation/permissions';
import { BotListResolver } from './bots/bot-list-resolver';
import { AuthorityCostResolver, EntitlementCostResolver, SchoolCostResolver } from './cost/cost-fields-resolver';
import { CostResolver } from './cost/cost-resolver';
import { DemandResolver } from './demand/demand-resolver';
import { Entitlement, School, SchoolAuthority, Title } from './entities';
import { RecordingResolver } from './recording/recording-resolver';
import type { UsageEventInput } from './recording/usage-event';
import {
  UsageCoverageResolver,
  UsageMissingSchoolConnectionResolver,
  UsageReporterConnectionResolver,
} from './report/coverage-resolver';
import { UsageReportResolver, UsageRowConnectionResolver } from './report/report-resolver';
import { AuthorityUsageResolver, SchoolUsageResolver, TitleUsageResolver } from './sums/sums-resolver';
import { UnusedLicenceConnectionResolver, UnusedResolver } from './unused/unused-resolver';
import { startUpkeep } from './upkeep';
import { FullSeatsConnectionResolver, FullSeatsResolver, PreparedSeatsResolver } from './worklist/full-seats-resolver';

type Reference = { id: string };
type Events = { readonly events: UsageEventInput[] };

const recording = new RecordingResolver();

export const usageDefinition: SubgraphDefinition = {
  permissions: PERMISSIONS,
  resolvers: [
    RecordingResolver,
    SchoolUsageResolver,
    TitleUsageResolver,
    AuthorityUsageResolver,
    BotListResolver,
    UsageReportResolver,
    UsageRowConnectionResolver,
    CostResolver,
    EntitlementCostResolver,
    SchoolCostResolver,
    AuthorityCostResolver,
    DemandResolver,
    UnusedResolver,
    UnusedLicenceConnectionResolver,
    FullSeatsResolver,
    FullSeatsConnectionResolver,
    PreparedSeatsResolver,
    UsageCoverageResolver,
    UsageReporterConnectionResolver,
    UsageMissingSchoolConnectionResolver,
  ],
  entities: [School, Title, SchoolAuthority, Entitlement],
  references: {
    School: ({ id }: Reference) => Object.assign(new School(), { id }),
    Entitlement: ({ id }: Reference) => Object.assign(new Entitlement(), { id }),
    Title: ({ id }: Reference) => Object.assign(new Title(), { id }),
    SchoolAuthority: ({ id }: Reference) => Object.assign(new SchoolAuthority(), { id }),
  },
  bulkMutations: {
    recordUsage: ({ events }: Events, context) => recording.recordUsage(events, context),
    recordDenials: ({ events }: Events, context) => recording.recordDenials(events, context),
  },
  startUpkeep,
};
