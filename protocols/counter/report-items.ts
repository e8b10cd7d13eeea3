/** The items of a report: the platform or its titles, each with its uses by month. */
import { ACCESS_METHOD, type Attribute, type DataType, type Metric, type ReportDefinition } from './report-definitions';
import type { ReportRequest } from './report-request';

/** In the form of `usageReport`. */
export interface Figures {
  readonly total: number;
  readonly requests: number;
  readonly uniqueInvestigations: number;
  readonly uniqueRequests: number;
  readonly notLicensed: number;
  readonly limitExceeded: number;
}

const FIGURE_OF: Readonly<Record<Metric, keyof Figures>> = {
  Total_Item_Investigations: 'total',
  Total_Item_Requests: 'requests',
  Unique_Item_Investigations: 'uniqueInvestigations',
  Unique_Item_Requests: 'uniqueRequests',
  Limit_Exceeded: 'limitExceeded',
  No_License: 'notLicensed',
};

export interface Title {
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  readonly year: number | null;
}

export interface Row {
  /** `2026-01`; null: the whole period. */
  readonly month: string | null;
  readonly dataType: DataType;
  readonly accessType: 'Controlled' | 'Open' | undefined;
  readonly figures: Figures;
}

/** By metric and month; zeros are left out. */
type Performance = Readonly<Partial<Record<Metric, Readonly<Record<string, number>>>>>;

/** Figures, and the attributes that tell them from the other entries of their item. */
interface Entry {
  readonly attributes: { readonly Data_Type: DataType } & Readonly<Partial<Record<Attribute, string>>>;
  readonly performance: Performance;
  /**
   * Totals of the whole period, each rounded from its true value where figures are rounded; empty where nobody asked.
   */
  readonly totals: Readonly<Partial<Record<Metric, number>>>;
}

export interface Item {
  /** Undefined: the platform itself. */
  readonly title: Title | undefined;
  readonly entries: readonly Entry[];
}

/** COUNTER's year of publication where it is not known. */
const NO_YEAR = '0001';

export function yearOf({ year }: Title): string {
  return year === null ? NO_YEAR : String(year).padStart(4, '0');
}

interface Shown extends Pick<ReportRequest, 'attributes' | 'filters'> {
  readonly report: ReportDefinition;
}

/**
 * @param begin the month of figures for the whole period, where months are not reported separately; else null
 * @returns null where nothing of it is left to be shown
 */
export function itemOf(
  title: Title | undefined,
  rows: readonly Row[],
  { report, attributes: shown, filters: { metricTypes } }: Shown,
  begin: string | null,
): Item | null {
  const metrics = report.metrics.filter((metric) => metricTypes?.includes(metric) ?? true);
  const least = Math.min(report.leastMetrics, metrics.length);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.dataType} ${row.accessType}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const entries: Entry[] = [];
  for (const group of groups.values()) {
    const [{ dataType, accessType }] = group as [Row, ...Row[]];
    const whole = group.find(({ month }) => month === null)?.figures;
    const months = begin === null ? group : group.map((row) => ({ ...row, month: begin }));
    const performance = performanceOf(months, metrics);
    if (Object.keys(performance).length < Math.max(1, least)) continue;
    const values: Readonly<Record<Attribute, string | undefined>> = {
      YOP: title && yearOf(title),
      Access_Type: accessType,
      Access_Method: ACCESS_METHOD,
    };
    const attributes = Object.fromEntries(shown.map((attribute) => [attribute, values[attribute]]));
    const totals = Object.fromEntries(metrics.map((metric) => [metric, whole?.[FIGURE_OF[metric]]]));
    entries.push({ attributes: { Data_Type: dataType, ...attributes }, performance, totals });
  }
  return entries.length > 0 ? { title, entries } : null;
}

function performanceOf(rows: readonly Row[], metrics: readonly Metric[]): Performance {
  const performance: Partial<Record<Metric, Record<string, number>>> = {};
  for (const metric of metrics) {
    for (const { month, figures } of rows) {
      const count = figures[FIGURE_OF[metric]];
      if (count === 0 || month === null) continue;
      performance[metric] ??= {};
      performance[metric][month] = count;
    }
  }
  return performance;
}
