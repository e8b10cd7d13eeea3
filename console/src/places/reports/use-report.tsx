import {
  type UsageComparison,
  type UsageFilter,
  UsageMonths,
  type UsageMonthsData,
  UsageTable,
  type UsageTableData,
  type UsageTableVariables,
} from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { FailureAlert } from '../../parts/failure-alert';
import { MonthBars } from '../../parts/month-bars';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { changeOf, useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { CsvButton } from './csv-button';
import { Freshness } from './freshness';
import { comparisonOf, DRILLS, groupOf, monthsBefore, monthsOf, usageFilterOf } from './report-address';
import { rememberName } from './report-filters';
import { reportWords } from './words';

type Report = NonNullable<UsageTableData['usageReport']>;
type Row = Report['rows']['edges'][number]['node'];
const NOTHING = { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, edges: [] };
const rowsOf = ({ usageReport }: UsageTableData) => usageReport?.rows ?? NOTHING;
/** The API names at most this many schools at once. */
const MAX_MISSING = 1_000;

export function UseReport() {
  const words = useWords(reportWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const group = groupOf(address);
  const filter = usageFilterOf(address);
  const months = monthsOf(address);
  const compareWith = comparisonOf(address);
  const variables: Omit<UsageTableVariables, 'after'> = {
    ...months,
    granularity: group === 'MONTH' ? 'MONTH' : 'TOTAL',
    groupBy: group === 'MONTH' ? [] : [group],
    order: group === 'MONTH' ? null : { by: 'REQUESTS', direction: 'DESC' },
    compareWith,
    filter,
    first: 100,
  };
  const pages = usePages(UsageTable, variables, rowsOf);
  const chart = useQuery(UsageMonths, { ...months, filter, missing: 100 });
  const unreported = useUnreported(months, compareWith, filter);
  const report = pages.first?.usageReport;
  const roundedTo = report?.roundedTo ?? 1;
  const general = useWords(common);
  /** The names of keys that the API does not translate. */
  const names: Readonly<Record<string, string>> =
    group === 'KIND' ? general.kind : group === 'AUDIENCE' ? words.audiences : {};
  const nameOf = ({ period, group1 }: Row) =>
    group === 'MONTH' ? format.month(period) : (names[group1?.id ?? ''] ?? group1?.name ?? group1?.id ?? words.unnamed);
  const drill = ({ period, group1 }: Row) => {
    if (group === 'MONTH') return setAddress({ from: period, until: period, by: 'SCHOOL' }, false);
    const { filter: name, next } = DRILLS[group];
    if (group1?.id) {
      rememberName(name, group1.id, nameOf({ period, group1 } as Row));
      setAddress({ [name]: group1.id, by: next }, false);
    }
  };
  const isUnreported = ({ group1 }: Row) => unreported(group === 'SCHOOL' ? (group1?.id ?? null) : null);
  const figure = (key: keyof Row['figures'], isMinor = false): Column<Row> => ({
    key,
    title: words[key],
    isNumeric: true,
    isMinor,
    cell: ({ figures }) => format.rounded(figures[key], roundedTo),
  });
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: words.groups[group],
      cell: (row) => (
        <>
          {group === 'MONTH' || row.group1?.id ? (
            <button type="button" className="link-button cell__main" onClick={() => drill(row)}>
              {nameOf(row)}
            </button>
          ) : (
            <span className="cell__main">{nameOf(row)}</span>
          )}
          {row.group1?.title && <span className="cell__more">{row.group1.title.number}</span>}
          {group === 'MONTH' && !row.hasEnded && <span className="cell__more">{words.growing}</span>}
        </>
      ),
    },
    figure('requests'),
    figure('streams', true),
    figure('downloads', true),
    figure('notLicensed'),
    figure('limitExceeded', true),
    ...(compareWith ? [previous(words, format, roundedTo, isUnreported), change(words, format, roundedTo)] : []),
  ];
  return (
    <>
      {chart.failure && <FailureAlert failure={chart.failure} onAgain={chart.reload} />}
      {chart.data?.usageReport && (
        <>
          <Freshness coverage={chart.data.usageReport.coverage} roundedTo={chart.data.usageReport.roundedTo} />
          <MonthBars months={monthsWithFigures(chart.data.usageReport)} roundedTo={chart.data.usageReport.roundedTo} />
        </>
      )}
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : !report ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title={words.none}>{words.noneText}</Empty>
      ) : (
        <>
          <CsvButton
            name="nutzung"
            operation={UsageTable}
            variables={variables}
            listOf={rowsOf}
            heading={[
              words.groups[group],
              ...(group === 'TITLE' ? [words.number] : []),
              words.requests,
              words.streams,
              words.downloads,
              words.notLicensed,
              words.limitExceeded,
              ...(compareWith ? [words.before, `${words.change} (%)`] : []),
            ]}
            cells={(row) => [
              nameOf(row),
              ...(group === 'TITLE' ? [row.group1?.title?.number ?? ''] : []),
              format.cell(row.figures.requests, roundedTo),
              format.cell(row.figures.streams, roundedTo),
              format.cell(row.figures.downloads, roundedTo),
              format.cell(row.figures.notLicensed, roundedTo),
              format.cell(row.figures.limitExceeded, roundedTo),
              ...(compareWith
                ? [
                    isUnreported(row)
                      ? words.notReported
                      : row.previous && format.cell(row.previous.requests, roundedTo),
                    percentOf(changeOf(row.figures.requests, row.previous?.requests ?? 0, roundedTo)),
                  ]
                : []),
            ]}
          />
          <Table<Row>
            caption={words.title}
            columns={columns}
            rows={pages.rows}
            rowKey={({ period, group1 }) => `${period} ${group1?.id ?? ''}`}
            totalCount={pages.totalCount}
            hasMore={pages.hasMore}
            onMore={pages.more}
            isLoading={pages.isLoading}
            foot={<Totals report={report} isCompared={compareWith !== null} isUnreported={unreported(null)} />}
          />
        </>
      )}
    </>
  );
}

/**
 * Returns each month of the period. A month in which nothing was reported has no figures, which differs from no use.
 */
function monthsWithFigures({ rows, coverage }: NonNullable<UsageMonthsData['usageReport']>) {
  const figures = new Map(rows.edges.map(({ node }) => [node.period, node.figures]));
  const none = { requests: 0, notLicensed: 0, limitExceeded: 0 };
  return coverage.months.map(({ month, schools }) => ({
    month,
    figures: figures.get(month) ?? (schools > 0 ? none : null),
  }));
}

type Words = ReturnType<typeof useWords<typeof reportWords.de>>;
type Format = ReturnType<typeof useFormat>;

function previous(words: Words, format: Format, roundedTo: number, isUnreported: (row: Row) => boolean): Column<Row> {
  return {
    key: 'before',
    title: words.before,
    isNumeric: true,
    cell: (row) =>
      isUnreported(row) ? (
        <span className="muted">{words.notReported}</span>
      ) : row.previous ? (
        format.rounded(row.previous.requests, roundedTo)
      ) : (
        '–'
      ),
  };
}

/** Returns whether nothing was reported in the months of comparison, by one school or, for null, by all. */
function useUnreported(
  months: ReturnType<typeof monthsOf>,
  comparison: UsageComparison | null,
  filter: UsageFilter,
): (school: string | null) => boolean {
  const before = useQuery(
    UsageMonths,
    comparison && { ...monthsBefore(months, comparison), filter, missing: MAX_MISSING },
  );
  const coverage = comparison && before.data?.usageReport?.coverage;
  if (!coverage) return () => false;
  const missing = new Set(coverage.missing.edges.map(({ node }) => node.school));
  const isNothing = coverage.months.every(({ schools }) => schools === 0);
  return (school) => isNothing || (school !== null && missing.has(school));
}

function percentOf(change: number | null): number | null {
  return change === null ? null : Math.round(change * 100);
}

function change(words: Words, format: Format, roundedTo: number): Column<Row> {
  return {
    key: 'change',
    title: words.change,
    isNumeric: true,
    cell: (row) => format.change(row.figures.requests, row.previous?.requests ?? 0, roundedTo),
  };
}

function Totals({
  report: { totals, previousTotals, roundedTo },
  isCompared,
  isUnreported,
}: {
  report: Report;
  isCompared: boolean;
  isUnreported: boolean;
}) {
  const words = useWords(reportWords);
  const format = useFormat();
  const cell = (value: number, isMinor = false) => (
    <td className={`kern-table__cell kern-table__cell--numeric${isMinor ? ' cell--minor' : ''}`}>
      {format.rounded(value, roundedTo)}
    </td>
  );
  return (
    <tr className="kern-table__row">
      <th className="kern-table__cell" scope="row">
        {words.total}
      </th>
      {cell(totals.requests)}
      {cell(totals.streams, true)}
      {cell(totals.downloads, true)}
      {cell(totals.notLicensed)}
      {cell(totals.limitExceeded, true)}
      {isCompared && previousTotals && (
        <>
          {isUnreported ? (
            <td className="kern-table__cell kern-table__cell--numeric muted">{words.notReported}</td>
          ) : (
            cell(previousTotals.requests)
          )}
          <td className="kern-table__cell kern-table__cell--numeric">
            {format.change(totals.requests, previousTotals.requests, roundedTo)}
          </td>
        </>
      )}
    </tr>
  );
}
