/** The header of a report: its customer, what was requested, and what must be said about it. */
import { type Customer, institutionId } from './customer';
import type { CounterException } from './exceptions';
import { lastDayOf, type Months } from './period';
import type { ReportDefinition } from './report-definitions';
import type { ReportRequest } from './report-request';

export const RELEASE = '5.1';

export interface CounterOptions {
  /** The name of this platform, which also stands before ids: letters, digits, `_`, `.` and `/`. */
  readonly platform: string;
  /** Its address in COUNTER's registry; empty where it has none. */
  readonly registryRecord: string;
}

/** Lists keep the order of the request. */
type Filters = Readonly<Record<string, string | readonly string[]>>;

export interface ReportHeader {
  readonly Report_Name: string;
  readonly Report_ID: string;
  readonly Release: string;
  readonly Institution_Name: string;
  readonly Institution_ID: { readonly Proprietary: readonly string[] };
  readonly Report_Filters: Filters;
  readonly Report_Attributes?: Filters;
  readonly Exceptions?: readonly CounterException[];
  readonly Created: string;
  readonly Created_By: string;
  readonly Registry_Record: string;
}

export function headerOf(
  report: ReportDefinition,
  customer: Customer,
  months: Months,
  request: ReportRequest,
  exceptions: readonly CounterException[],
  { platform, registryRecord }: CounterOptions,
): ReportHeader {
  const { filters, attributes, granularity } = request;
  const shown = given({
    Attributes_To_Show: attributes.length > 0 ? attributes : undefined,
    Granularity: granularity === 'Totals' ? granularity : undefined,
  });
  return {
    Report_Name: report.name,
    Report_ID: report.id,
    Release: RELEASE,
    Institution_Name: customer.name,
    Institution_ID: institutionId(customer, platform),
    Report_Filters: given({
      Begin_Date: `${months.first}-01`,
      End_Date: lastDayOf(months.last),
      Platform: filters.platform,
      Data_Type: filters.dataTypes,
      Access_Type: filters.accessTypes,
      Access_Method: filters.accessMethods,
      Metric_Type: filters.metricTypes,
      YOP: filters.years,
      Item_ID: filters.title === undefined ? undefined : `${platform}:${filters.title}`,
      ...report.view,
    }),
    ...(Object.keys(shown).length > 0 && { Report_Attributes: shown }),
    ...(exceptions.length > 0 && { Exceptions: exceptions }),
    Created: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    Created_By: platform,
    Registry_Record: registryRecord,
  };
}

function given(values: Readonly<Record<string, string | readonly string[] | undefined>>): Filters {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
