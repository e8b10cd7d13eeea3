/** The rows that reports of use and cost may answer with. */
import type { UseRow } from './oracle';
import {
  endableOfLicences,
  ever,
  organisations,
  ownNotes,
  type Place,
  type Row,
  type RowsAt,
  readableLicences,
  same,
  titles,
} from './rows-at';

export const USE_ROWS: Readonly<Record<string, RowsAt>> = {
  /** Each row and each figure is compared with the uses of the caller (use-reports.ts). */
  'Query.usageReport': () => [{ row: 'report' }],
  'UsageReport.rows': same,
  /** Schools are compared in checkReport with those that the caller may see. */
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
  /**
   * Costs and uses are shown for organisations that ever were within the caller's reach, for titles of the catalogue,
   * and for licences.
   */
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
};

/** The uses that a list of monthly sums may be counted from, for each row that its parent may be. */
export const USES: Readonly<Record<string, (place: Place, parent: Row) => readonly UseRow[]>> = {
  'School.usage': ({ oracle, rights }, { row }) =>
    rights.reach.has(row) ? oracle.sums.filter(({ school }) => school === row) : [],
  'SchoolAuthority.usage': ({ oracle, rights }, { row }) =>
    rights.within.has(row) ? oracle.sums.filter(({ authority }) => authority === row) : [],
  'Title.usage': ({ oracle, rights }, { row }) =>
    oracle.sums.filter(({ title, school }) => title === row && rights.reach.has(school)),
};
