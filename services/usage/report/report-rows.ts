/** Converts the rows of statements to what clients get. */
import { Title } from '../entities';
import { METRICS } from './metrics';
import type { UsageGroup } from './report-groups';
import { hasEnded, nameOf } from './report-period';
import { isByLicence, type ReportQuery, type ReportRow, type ReportTotals } from './report-queries';
import { UsageFigures, type UsageGroupValue, type UsageRow } from './report-types';

/** @param today the date in Berlin */
export function toRow(row: ReportRow, query: ReportQuery, today: string): UsageRow {
  const { period, groupBy } = query;
  const names = [
    { id: row.id1, name: row.name1 },
    { id: row.id2, name: row.name2 },
  ];
  const groups = groupBy.map((group, at) => groupOf(group, names[at] as (typeof names)[number]));
  const [group1 = null, group2 = null] = groups;
  return {
    period: nameOf(period, row.begins),
    hasEnded: hasEnded(period, row.begins, today),
    groups,
    group1,
    group2,
    figures: figuresOf(row, '', query),
    previous: period.before ? figuresOf(row, 'before_', query) : null,
  };
}

function groupOf(group: UsageGroup, { id, name }: { id: string | null; name: string | null }): UsageGroupValue {
  return { group, id, name, title: group === 'TITLE' && id !== null ? Object.assign(new Title(), { id }) : null };
}

/** @param which `before_` for the period of comparison */
export function figuresOf(row: ReportTotals, which: '' | 'before_', query: ReportQuery): UsageFigures {
  const figures = METRICS.map((metric) => [metric, row[`${which}${metric}`]]);
  const unknown = isByLicence(query) ? { uniqueRequests: null, uniqueInvestigations: null } : {};
  return Object.assign(new UsageFigures(), Object.fromEntries(figures), unknown);
}
