/**
 * Who may do what in this service. Which scopes a field needs beside it stands at the field, as `@requiresScopes`.
 *
 * | relation           | holds where                                                                                        |
 * | ------------------ | -------------------------------------------------------------------------------------------------- |
 * | `ANY`              | always, whatever the object is                                                                     |
 * | `REACHED`          | the school belongs now to an organisation that the caller is bound to, or is it itself             |
 * | `WITHIN`           | the caller is bound to the authority, or to one as wide above every school under it                |
 * | `NAMED`            | at the time of use, the school belonged to what the caller is bound to, or was it                  |
 * | `OWNER_WITHIN`     | who bought the licence is one of those that the caller is bound to, or one as wide stands above it |
 * | `HELD_ABOVE_REACH` | who holds it is one of those that the caller is bound to, or a school in its reach belongs to it   |
 * | `OWNER_BOUND`      | the caller is bound to who bought the licence                                                      |
 * | `OWNER_AND_HOLDER_WITHIN` | who bought the licence, and who holds it, are both as in `OWNER_WITHIN`                     |
 * | `GATEWAY`          | the gateway asks for itself                                                                        |
 */
import type { Permission } from '../../subgraph/authorisation/permissions';

type SchoolRelation = 'ANY' | 'REACHED';
type AuthorityRelation = 'ANY' | 'WITHIN';
type UseRelation = 'ANY' | 'NAMED';
export type LicenceRelation = 'ANY' | 'OWNER_WITHIN' | 'HELD_ABOVE_REACH';
export type EntitlementRelation = 'ANY' | 'OWNER_BOUND' | 'OWNER_AND_HOLDER_WITHIN';

export const PERMISSIONS = {
  'school.record': {
    may: { lms: ['REACHED'], operator: ['ANY'] },
    fields: ['Mutation.recordUsage', 'Mutation.recordDenials'],
  },
  'school.readUsage': {
    may: { licensing: ['REACHED'], reporting: ['REACHED'], operator: ['ANY'] },
    fields: ['_entities.School', 'School.usage'],
  },
  'authority.readUsage': {
    may: { licensing: ['WITHIN'], reporting: ['WITHIN'], operator: ['ANY'] },
    fields: ['_entities.SchoolAuthority', 'SchoolAuthority.usage'],
  },
  /**
   * Any title, because the catalogue is not secret; the sums are those of the schools that `school.readUsage` allows.
   */
  'title.readUsage': {
    may: { licensing: ['ANY'], reporting: ['ANY'], operator: ['ANY'] },
    fields: ['_entities.Title', 'Title.usage'],
  },
  /** Each use, denial or part of a cost separately: reports and lists count those that the caller may read. */
  'use.report': {
    may: { licensing: ['NAMED'], reporting: ['NAMED'], operator: ['ANY'] },
    fields: [
      'Query.usageReport',
      'UsageReport.rows',
      'UsageReport.totals',
      'UsageReport.previousTotals',
      'UsageRowConnection.totalCount',
      'Query.costPerUse',
      'Entitlement.cost',
      'School.cost',
      'SchoolAuthority.cost',
      'Query.demand',
      'Query.titlesInDemand',
      'Query.licencesWithFullSeats',
      'FullSeatsConnection.sums',
      'UnusedLicenceConnection.sums',
      'Query.unusedLicences',
      'Query.licencesUnused',
      'Query.unusedTitles',
      'UsageReport.coverage',
      'UsageCoverage.months',
      'UsageCoverage.reporters',
      'UsageCoverage.missing',
      'UsageReporterConnection.totalCount',
      'UsageMissingSchoolConnection.totalCount',
    ],
  },
  /** The existence of the licence, and its name. */
  'licence.read': {
    may: {
      licensing: ['OWNER_WITHIN', 'HELD_ABOVE_REACH'],
      reporting: ['OWNER_WITHIN', 'HELD_ABOVE_REACH'],
      operator: ['ANY'],
    },
    fields: [
      'Query.costPerUse',
      'Query.unusedLicences',
      'Query.licencesUnused',
      'Query.licencesWithFullSeats',
      'FullSeatsConnection.sums',
      'UnusedLicenceConnection.sums',
    ],
  },
  /** What a licence costs, as a whole and in shares. */
  'licence.readCost': {
    may: { licensing: ['OWNER_WITHIN'], reporting: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: [
      '_entities.Entitlement',
      'Query.costPerUse',
      'Entitlement.cost',
      'School.cost',
      'SchoolAuthority.cost',
      'Query.demand',
      'Query.titlesInDemand',
      'Query.unusedLicences',
      'Query.licencesUnused',
      'FullSeatsConnection.sums',
      'UnusedLicenceConnection.sums',
    ],
  },
  /** As in the licences service. */
  'licence.amend': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Query.licencesWithFullSeats', 'FullSeats.prepared', 'FullSeatsConnection.sums'],
  },
  /** The entitlements that revokeEntitlements would accept. Nothing else here shows which entitlements there are. */
  'entitlement.amend': {
    may: { licensing: ['OWNER_BOUND', 'OWNER_AND_HOLDER_WITHIN'], operator: ['ANY'] },
    fields: ['Query.licencesUnused', 'UnusedLicence.prepared', 'UnusedLicenceConnection.sums'],
  },
  'botList.read': {
    may: { operator: ['GATEWAY'] },
    fields: ['Query.botList'],
  },
} as const satisfies Record<
  string,
  Permission<SchoolRelation | AuthorityRelation | UseRelation | LicenceRelation | EntitlementRelation | 'GATEWAY'>
>;

type Action = keyof typeof PERMISSIONS;
export type SchoolAction = Extract<Action, `school.${string}`>;
export type AuthorityAction = Extract<Action, `authority.${string}`>;
export type TitleAction = Extract<Action, `title.${string}`>;
export type UseAction = Extract<Action, `use.${string}`>;
export type EntitlementAction = Extract<Action, `entitlement.${string}`>;
export type LicenceAction = Extract<Action, `licence.${string}`>;
