/** `/r51/reports`: which reports there are, and for which months a customer has them. */
import type { Ask } from './ask';
import { type Customer, usesOf } from './customer';
import type { Months } from './period';
import { REPORTS, type ReportDefinition } from './report-definitions';
import { RELEASE } from './report-header';

const COVERAGE = `query CounterMonths($from: String!, $until: String!, $filter: UsageFilter!) {
  usageReport(from: $from, until: $until, filter: $filter) { coverage { months { month lastUsedOn } } }
}`;

interface Answer {
  readonly usageReport: {
    readonly coverage: { readonly months: readonly { readonly month: string; readonly lastUsedOn: string | null }[] };
  };
}

/** The path below `/r51`. */
export function pathOf({ id }: Pick<ReportDefinition, 'id'>): string {
  return `/reports/${id.toLowerCase()}`;
}

/**
 * @param available the months for all customers; for one, they begin with the first month in which something was
 * reported
 */
export async function listReports(customer: Customer, { first, last }: Months, ask: Ask) {
  const { usageReport } = await ask<Answer>(COVERAGE, { from: first, until: last, filter: usesOf(customer) });
  const reported = usageReport.coverage.months.find(({ lastUsedOn }) => lastUsedOn !== null);
  return REPORTS.map(({ id, name, description }) => ({
    Report_Name: name,
    Report_ID: id,
    Release: RELEASE,
    Report_Description: description,
    Path: `/r51${pathOf({ id })}`,
    First_Month_Available: reported?.month ?? first,
    Last_Month_Available: last,
  }));
}
