/** The items of a report. Counts and rounding are those of `usageReport`: nothing is added up here. */
import { type Customer, usesOf } from './customer';
import { type Months, monthsOf } from './period';
import { ACCESS_METHOD, type DataType, type ReportDefinition } from './report-definitions';
import { type Item, itemOf, type Row, type Title, yearOf } from './report-items';
import type { Filters, ReportRequest } from './report-request';
import { type AskUsage, type Granularity, MAX_ROWS, type Question, type UsageRow } from './usage-report';

/** The most titles whose query stays within the cost that this kind of caller may spend on one operation. */
const TITLES_AT_ONCE = 500;

const KINDS: Readonly<Record<DataType, readonly string[]>> = {
  Audiovisual: ['VIDEO'],
  Image: ['IMAGE'],
  Interactive_Resource: ['INTERACTIVE', 'PROGRAM'],
  Multimedia: ['DOCUMENT', 'WEB_PAGE', 'OTHER'],
  Sound: ['AUDIO'],
};
const DATA_TYPES = Object.keys(KINDS) as DataType[];

const ACCESS_TYPES: Readonly<Record<string, 'Controlled' | 'Open'>> = { CONTROLLED: 'Controlled', OPEN: 'Open' };

interface Asked extends ReportRequest {
  readonly report: ReportDefinition;
  readonly customer: Customer;
  readonly months: Months;
}

/** Yields the platform or titles, each once and complete. */
export function itemsOf(asked: Asked, ask: AskUsage): AsyncGenerator<Item> {
  const { report, customer, months, filters, attributes, granularity, form } = asked;
  const begin = granularity === 'Totals' ? months.first : null;
  /** A total of rounded figures is rounded from its own true value, so a table's column of totals is requested too. */
  const granularities: readonly Granularity[] =
    granularity === 'Totals' ? ['TOTAL'] : form === 'json' ? ['MONTH'] : ['MONTH', 'TOTAL'];
  const dataTypes = DATA_TYPES.filter((type) => filters.dataTypes?.includes(type) ?? true);
  const openings = Object.keys(ACCESS_TYPES).filter(
    (type) => filters.accessTypes?.includes(ACCESS_TYPES[type] as string) ?? true,
  );
  const filter: Question['filter'] = {
    ...usesOf(customer),
    ...(filters.accessTypes && { accessTypes: openings }),
  };

  async function* platform(): AsyncGenerator<Item> {
    const rows: Row[] = [];
    for (const dataType of dataTypes) {
      for (const granularity of granularities) {
        const question = { granularity, groupBy: [], filter: { ...filter, kinds: KINDS[dataType] } };
        for await (const page of ask(question)) for (const row of page) rows.push(rowOf(row, dataType, granularity));
      }
    }
    const item = itemOf(undefined, rows, asked, begin);
    if (item) yield item;
  }

  async function* titles(): AsyncGenerator<Item> {
    const question: Question = {
      granularity: 'TOTAL',
      groupBy: ['TITLE'],
      filter: {
        ...filter,
        ...(filters.dataTypes && { kinds: dataTypes.flatMap((type) => KINDS[type]) }),
        ...(filters.title !== undefined && { titles: [filters.title] }),
      },
      first: TITLES_AT_ONCE,
      aboutTitles: true,
    };
    for await (const page of ask(question)) yield* titlesIn(page);
  }

  /** @param page the rows of a title for the whole period */
  async function* titlesIn(page: readonly UsageRow[]): AsyncGenerator<Item> {
    const found = new Map<string, { title: Title; dataType: DataType; rows: Row[] }>();
    for (const { groups } of page) {
      const title = groups[0]?.title;
      const dataType = title && DATA_TYPES.find((type) => KINDS[type].includes(title.kind));
      if (dataType && isOfYears(title, filters)) found.set(title.id, { title, dataType, rows: [] });
    }
    const add = (rows: readonly UsageRow[], granularity: Granularity) => {
      for (const row of rows) {
        const of = found.get(row.groups[0]?.id ?? '');
        of?.rows.push(rowOf(row, of.dataType, granularity));
      }
    };
    const byAccess = attributes.includes('Access_Type');
    const isKnown = (granularity: Granularity) => granularity === 'TOTAL' && !byAccess;
    if (granularities.some(isKnown)) add(page, 'TOTAL');
    const unknown = granularities.filter((granularity) => !isKnown(granularity));
    const groupBy = byAccess ? (['TITLE', 'ACCESS_TYPE'] as const) : (['TITLE'] as const);
    const ids = [...found.keys()];
    // Few enough that one page holds all their rows, because each page of an answer is computed anew.
    const atOnce = Math.max(1, Math.floor(MAX_ROWS / (monthsOf(months).length * groupBy.length)));
    for (let from = 0; from < ids.length; from += atOnce) {
      const of = ids.slice(from, from + atOnce);
      for (const granularity of unknown) {
        const question = { granularity, groupBy, filter: { ...filter, titles: of } };
        for await (const more of ask(question)) add(more, granularity);
      }
      for (const id of of) {
        const { title, rows } = found.get(id) as { title: Title; rows: Row[] };
        const item = itemOf(title, rows, asked, begin);
        if (item) yield item;
      }
    }
  }

  const hasNone =
    dataTypes.length === 0 || openings.length === 0 || filters.accessMethods?.includes(ACCESS_METHOD) === false;
  if (hasNone) return none();
  return report.of === 'platform' ? platform() : titles();
}

async function* none(): AsyncGenerator<Item> {}

function rowOf({ period, groups, figures }: UsageRow, dataType: DataType, granularity: Granularity): Row {
  const opening = groups.find(({ group }) => group === 'ACCESS_TYPE')?.id;
  const accessType = opening ? ACCESS_TYPES[opening] : undefined;
  return { month: granularity === 'MONTH' ? period : null, dataType, accessType, figures };
}

function isOfYears(title: Title, { years }: Filters): boolean {
  if (!years) return true;
  const year = yearOf(title);
  return years.some((range) => {
    const [from = '', until = from] = range.split('-');
    return from <= year && year <= until;
  });
}
