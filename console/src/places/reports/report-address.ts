import type { UsageComparison, UsageFilter, UsageGroup } from '../../api/operations';
import type { Address } from '../../shell/address';
import { monthFromNow } from '../../words/format';

export const GROUPS = [
  'MONTH',
  'SCHOOL',
  'SCHOOL_FORM',
  'AUTHORITY',
  'TITLE',
  'PUBLISHER',
  'LICENCE',
  'SUBJECT',
  'KIND',
  'AUDIENCE',
  'CLIENT',
] as const satisfies readonly ('MONTH' | UsageGroup)[];
type Group = (typeof GROUPS)[number];

/** The filter that a click on a row of each group sets, and the group that the report then shows. */
export const DRILLS = {
  SCHOOL: { filter: 'schools', next: 'TITLE' },
  SCHOOL_FORM: { filter: 'schoolForms', next: 'SCHOOL' },
  AUTHORITY: { filter: 'authorities', next: 'SCHOOL' },
  TITLE: { filter: 'titles', next: 'SCHOOL' },
  PUBLISHER: { filter: 'publishers', next: 'TITLE' },
  LICENCE: { filter: 'licences', next: 'TITLE' },
  SUBJECT: { filter: 'subjects', next: 'TITLE' },
  KIND: { filter: 'kinds', next: 'TITLE' },
  AUDIENCE: { filter: 'audiences', next: 'TITLE' },
  CLIENT: { filter: 'clients', next: 'SCHOOL' },
} as const satisfies Record<Exclude<Group, 'MONTH'>, { filter: keyof UsageFilter; next: Group }>;
export const FILTERS = Object.values(DRILLS).map(({ filter }) => filter);
export type Filter = (typeof FILTERS)[number];
export type Report = 'use' | 'cost' | 'demand';

/**
 * The filters that costs can be narrowed by: docs/reports.md. Titles are among them only where costs are grouped by
 * title.
 */
const OF_COST: ReadonlySet<Filter> = new Set<Filter>(['schools', 'schoolForms', 'authorities', 'licences']);
const OF_COST_BY_TITLE: ReadonlySet<Filter> = new Set<Filter>(['titles', 'publishers', 'subjects', 'kinds']);

/** Returns whether a report can be narrowed by a filter. */
export function canNarrow(name: Filter, report: Report, { by }: Address): boolean {
  return report !== 'cost' || OF_COST.has(name) || (by === 'TITLE' && OF_COST_BY_TITLE.has(name));
}

export function groupOf({ by }: Address): Group {
  return GROUPS.find((group) => group === by) ?? 'SCHOOL';
}

/** Returns the twelve months up to this one, unless the address states others. */
export function monthsOf({ from, until }: Address): { readonly from: string; readonly until: string } {
  const last = isMonth(until) ? until : monthFromNow(0);
  const first = isMonth(from) ? from : monthFromNow(-11);
  return first <= last ? { from: first, until: last } : { from: last, until: first };
}
function isMonth(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

export function comparisonOf({ compare }: Address): UsageComparison | null {
  return compare === 'PERIOD_BEFORE' || compare === 'YEAR_BEFORE' ? compare : null;
}

/** Returns the months with which a report is compared. */
export function monthsBefore(
  { from, until }: ReturnType<typeof monthsOf>,
  comparison: UsageComparison,
): ReturnType<typeof monthsOf> {
  const back = comparison === 'YEAR_BEFORE' ? 12 : countOf(until) - countOf(from) + 1;
  return { from: monthOf(countOf(from) - back), until: monthOf(countOf(until) - back) };
}

function countOf(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return 12 * year + number - 1;
}

function monthOf(count: number): string {
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** Returns the filter of a report, with one value of each kind, which a click on a row has put into the address. */
export function usageFilterOf(address: Address, report: Report = 'use'): UsageFilter {
  const given = FILTERS.filter((name) => address[name] && canNarrow(name, report, address));
  return Object.fromEntries(given.map((name) => [name, [address[name]]])) as UsageFilter;
}

/** Returns what all reports share: the period and the filters. */
export function commonOf(address: Address): Record<string, string> {
  const names = ['from', 'until', 'compare', ...FILTERS];
  return Object.fromEntries(names.flatMap((name) => (address[name] ? [[name, address[name]]] : [])));
}
