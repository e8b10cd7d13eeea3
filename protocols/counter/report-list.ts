/** `/r51/reports`: which reports there are, and of which months. */
import type { Months } from './period';
import { REPORTS, type ReportDefinition } from './report-definitions';
import { RELEASE } from './report-header';

/** Below `/r51`. */
export function pathOf({ id }: Pick<ReportDefinition, 'id'>): string {
  return `/reports/${id.toLowerCase()}`;
}

export function listReports({ first, last }: Months) {
  return REPORTS.map(({ id, name, description }) => ({
    Report_Name: name,
    Report_ID: id,
    Release: RELEASE,
    Report_Description: description,
    Path: `/r51${pathOf({ id })}`,
    First_Month_Available: first,
    Last_Month_Available: last,
  }));
}
