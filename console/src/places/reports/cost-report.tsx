import { type CostGroup, type CostOrder, CostTable, type CostTableData } from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { Alert } from '../../parts/alert';
import { eurosOf } from '../../parts/csv';
import { FailureAlert } from '../../parts/failure-alert';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { CsvButton } from './csv-button';
import { DRILLS, monthsOf, usageFilterOf } from './report-address';
import { rememberName } from './report-filters';
import { reportWords } from './words';

type Row = CostTableData['costPerUse']['edges'][number]['node'];
const listOf = ({ costPerUse }: CostTableData) => costPerUse;

/**
 * What a click on a row shows. A click on a school shows the report of use, because costs by school are not divided
 * among titles.
 */
const NEXT = {
  LICENCE: { by: 'SCHOOL' },
  AUTHORITY: { by: 'SCHOOL' },
  SCHOOL: { by: 'TITLE' },
  TITLE: { report: 'use', by: 'SCHOOL' },
} as const satisfies Partial<Record<CostGroup, object>>;

export function CostReport() {
  const words = useWords(reportWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const by: CostGroup = address.by && address.by in words.costGroups ? (address.by as CostGroup) : 'LICENCE';
  const order: CostOrder = address.order && address.order in words.orders ? (address.order as CostOrder) : 'CENTS';
  const variables = { by, order, ...monthsOf(address), filter: usageFilterOf(address, 'cost'), first: 100 };
  const pages = usePages(CostTable, variables, listOf);
  const report = pages.first?.costPerUse;
  if (pages.failure) return <FailureAlert failure={pages.failure} onAgain={pages.reload} />;
  if (!report) return <Loading />;
  if (pages.rows.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
  const money = (cents: number | null) => (cents === null ? '–' : format.money(cents));
  const heading = words.costGroups[by as keyof typeof words.costGroups];
  const drill = (id: string, name: string | null) => {
    const group = by as keyof typeof NEXT;
    const { filter } = DRILLS[group];
    rememberName(filter, id, name ?? words.unnamed);
    setAddress({ [filter]: id, order: '', ...NEXT[group] }, false);
  };
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: heading,
      cell: ({ id, name }) =>
        id && by in NEXT ? (
          <button type="button" className="link-button cell__main" onClick={() => drill(id, name)}>
            {name ?? words.unnamed}
          </button>
        ) : (
          <span className="cell__main">{name ?? words.unnamed}</span>
        ),
    },
    { key: 'cost', title: words.cost, isNumeric: true, cell: ({ figures }) => money(figures.cents) },
    {
      key: 'requests',
      title: words.withCost,
      isNumeric: true,
      cell: ({ figures }) => format.rounded(figures.requests, report.roundedTo),
    },
    { key: 'perUse', title: words.perUse, isNumeric: true, cell: ({ figures }) => money(figures.centsPerRequest) },
    {
      key: 'withoutCost',
      title: words.withoutCost,
      isNumeric: true,
      isMinor: true,
      cell: ({ figures }) => format.rounded(figures.requestsWithoutCost, report.roundedTo),
    },
  ];
  const { totals } = report;
  const foot = [money(totals.cents), format.rounded(totals.requests, report.roundedTo), money(totals.centsPerRequest)];
  return (
    <>
      {!report.isComplete && <Alert kind="warning" title={words.incomplete} />}
      <p className="note">{report.roundedTo > 1 ? words.rounded(format.number(report.roundedTo)) : words.exact}</p>
      <CsvButton
        name="kosten"
        operation={CostTable}
        variables={variables}
        listOf={listOf}
        heading={[heading, `${words.cost} (Euro)`, words.withCost, `${words.perUse} (Euro)`, words.withoutCost]}
        cells={({ name, figures }) => [
          name ?? words.unnamed,
          eurosOf(figures.cents),
          format.cell(figures.requests, report.roundedTo),
          eurosOf(figures.centsPerRequest),
          format.cell(figures.requestsWithoutCost, report.roundedTo),
        ]}
      />
      <Table<Row>
        caption={words.tabs.cost}
        columns={columns}
        rows={pages.rows}
        rowKey={({ id, name }) => id ?? name ?? '-'}
        totalCount={pages.totalCount}
        hasMore={pages.hasMore}
        onMore={pages.more}
        isLoading={pages.isLoading}
        foot={
          <tr className="kern-table__row">
            <th className="kern-table__cell" scope="row">
              {words.total}
            </th>
            {foot.map((text, index) => (
              <td key={columns[index + 1]?.key} className="kern-table__cell kern-table__cell--numeric">
                {text}
              </td>
            ))}
            <td className="kern-table__cell kern-table__cell--numeric cell--minor">
              {format.rounded(totals.requestsWithoutCost, report.roundedTo)}
            </td>
          </tr>
        }
      />
    </>
  );
}
