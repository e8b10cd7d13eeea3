/**
 * Reads which report is requested: filters, attributes, granularity, form. Values that are not understood are left
 * out, and the report says so.
 */
import { isDatabaseId } from '../../request/values/database-id';
import { type CounterException, exceptionOf } from './exceptions';
import { optional, type Query } from './parameters';
import type { Attribute, ReportDefinition } from './report-definitions';

export type Form = 'json' | 'tsv' | 'csv';

/** Undefined: everything. */
export interface Filters {
  readonly platform?: string | undefined;
  readonly dataTypes?: readonly string[] | undefined;
  readonly accessTypes?: readonly string[] | undefined;
  readonly accessMethods?: readonly string[] | undefined;
  readonly metricTypes?: readonly string[] | undefined;
  /** Years as `2020`, or from one to another as `2018-2020`. */
  readonly years?: readonly string[] | undefined;
  /** The id of a title, without the platform before it. */
  readonly title?: string | undefined;
}

export interface ReportRequest {
  readonly filters: Filters;
  readonly attributes: readonly Attribute[];
  readonly granularity: 'Month' | 'Totals';
  readonly form: Form;
  readonly exceptions: readonly CounterException[];
}

const COMMON = ['customer_id', 'requestor_id', 'api_key', 'begin_date', 'end_date', 'platform', 'format'];
const OF_REPORT = ['attributes_to_show', 'granularity'];
const OF_ITEMS = ['yop', 'item_id', 'include_parent_details', 'include_component_details'];
const FORMS: readonly string[] = ['json', 'tsv', 'csv'];
const YEARS = /^\d{4}(-\d{4})?$/;
/** The longest value that is read: none of ours is longer. */
const LONGEST_VALUE = 200;

/**
 * @param platform the name of our platform, with which ids of titles also begin
 * @param accepted the form where `format` names none
 */
export function readReportRequest(
  query: Query,
  report: ReportDefinition,
  platform: string,
  accepted: Form,
): ReportRequest {
  const isView = report.view !== undefined;
  const known = new Set([...COMMON, ...Object.keys(report.filters)]);
  for (const name of isView ? [] : OF_REPORT) known.add(name);
  for (const name of isView || report.of === 'platform' ? [] : OF_ITEMS) known.add(name);
  const unknown = Object.keys(query).filter((name) => !known.has(name));
  const wrongFilters: string[] = [];
  const wrongAttributes: string[] = [];

  /** Returns the values of a list that fit. Others are reported. */
  function list(name: string, fits: (value: string) => boolean, wrong: string[]): readonly string[] | undefined {
    const sent = known.has(name) ? optional(query, name) : undefined;
    if (sent === undefined) return undefined;
    const all = typeof sent === 'string' ? [...new Set(sent.split('|'))] : [];
    const good = all.filter((value) => value.length <= LONGEST_VALUE && fits(value));
    const bad = typeof sent === 'string' ? all.filter((value) => !good.includes(value)) : sent;
    if (bad.length > 0) wrong.push(`${name}=${bad.join('|')}`);
    return good.length > 0 ? good : undefined;
  }

  /** Returns the value of a filter that accepts only one. */
  function value(name: string, fits: (value: string) => boolean, wrong: string[]): string | undefined {
    const sent = known.has(name) ? optional(query, name) : undefined;
    if (sent === undefined) return undefined;
    if (typeof sent === 'string' && sent.length <= LONGEST_VALUE && fits(sent)) return sent;
    wrong.push(`${name}=${typeof sent === 'string' ? sent : sent.join('&')}`);
    return undefined;
  }

  const filter = (name: string) => list(name, (one) => report.filters[name]?.includes(one) ?? false, wrongFilters);
  const ofPlatform = `${platform}:`;
  const isTitle = (one: string) => one.startsWith(ofPlatform) && isDatabaseId(one.slice(ofPlatform.length));
  const filters: Filters = {
    platform: value('platform', (one) => one === platform, wrongFilters),
    dataTypes: filter('data_type'),
    accessTypes: filter('access_type'),
    accessMethods: filter('access_method'),
    metricTypes: filter('metric_type'),
    years: list('yop', (one) => YEARS.test(one), wrongFilters),
    title: value('item_id', isTitle, wrongFilters)?.slice(ofPlatform.length),
  };
  const shown = list('attributes_to_show', (one) => report.attributes.some((own) => own === one), wrongAttributes);
  const granularity = value('granularity', (one) => one === 'Month' || one === 'Totals', wrongAttributes);
  value('include_parent_details', (one) => one === 'False', wrongAttributes);
  const components = value('include_component_details', (one) => /^(True|False)$/.test(one), wrongAttributes);
  const form = value('format', (one) => FORMS.includes(one), unknown) as Form | undefined;
  const exceptions: CounterException[] = [];
  if (unknown.length > 0) exceptions.push(exceptionOf(3050, unknown.join(', ')));
  if (wrongFilters.length > 0) exceptions.push(exceptionOf(3060, wrongFilters.join(', ')));
  if (wrongAttributes.length > 0) exceptions.push(exceptionOf(3062, wrongAttributes.join(', ')));
  if (components === 'True') exceptions.push(exceptionOf(3063));
  return {
    filters,
    attributes: report.attributes.filter((attribute) => shown?.includes(attribute)),
    granularity: granularity === 'Totals' ? 'Totals' : 'Month',
    form: form ?? accepted,
    exceptions,
  };
}
