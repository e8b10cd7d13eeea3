import { Link } from '@tanstack/react-router';
import { DemandTable, type DemandTableData } from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { FailureAlert } from '../../parts/failure-alert';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { CsvButton } from './csv-button';
import { monthsOf } from './report-address';
import { reportWords } from './words';

type Row = DemandTableData['demand']['edges'][number]['node'];
const listOf = ({ demand }: DemandTableData) => demand;

export function DemandReport() {
  const words = useWords(reportWords);
  const format = useFormat();
  const [address] = useAddress();
  const by = address.by === 'SCHOOL' ? 'SCHOOL' : 'TITLE';
  const variables = { by, ...monthsOf(address), first: 100 } as const;
  const pages = usePages(DemandTable, variables, listOf);
  const report = pages.first?.demand;
  if (pages.failure) return <FailureAlert failure={pages.failure} onAgain={pages.reload} />;
  if (!report) return <Loading />;
  if (pages.rows.length === 0) return <Empty title={words.noDemand}>{words.noneText}</Empty>;
  const { roundedTo, totals } = report;
  const nameOf = ({ title, schoolName }: Row) => title?.name ?? schoolName ?? words.unnamed;
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: words.demandGroups[by],
      cell: (row) =>
        row.schoolId ? (
          <Link to="/schools/$number" params={{ number: row.schoolId.replace(/^\w+:/, '') }} search={{}}>
            {nameOf(row)}
          </Link>
        ) : (
          <>
            <span className="cell__main">{nameOf(row)}</span>
            <span className="cell__more">{row.title?.number}</span>
          </>
        ),
    },
    {
      key: 'notLicensed',
      title: words.notLicensed,
      isNumeric: true,
      cell: (row) => format.rounded(row.notLicensed, roundedTo),
    },
    {
      key: 'limitExceeded',
      title: words.limitExceeded,
      isNumeric: true,
      cell: (row) => format.rounded(row.limitExceeded, roundedTo),
    },
    ...(by === 'TITLE' ? [offer(words, format)] : []),
  ];
  return (
    <>
      <p className="note">{roundedTo > 1 ? words.rounded(format.number(roundedTo)) : words.exact}</p>
      <CsvButton
        name="nachfrage"
        operation={DemandTable}
        variables={variables}
        listOf={listOf}
        heading={[words.demandGroups[by], words.notLicensed, words.limitExceeded]}
        cells={(row) => [
          nameOf(row),
          format.cell(row.notLicensed, roundedTo),
          format.cell(row.limitExceeded, roundedTo),
        ]}
      />
      <Table<Row>
        caption={words.tabs.demand}
        columns={columns}
        rows={pages.rows}
        rowKey={({ title, schoolId }) => title?.id ?? schoolId ?? ''}
        totalCount={pages.totalCount}
        hasMore={pages.hasMore}
        onMore={pages.more}
        isLoading={pages.isLoading}
        foot={
          <tr className="kern-table__row">
            <th className="kern-table__cell" scope="row">
              {words.total}
            </th>
            {[totals.notLicensed, totals.limitExceeded].map((value, index) => (
              <td key={columns[index + 1]?.key} className="kern-table__cell kern-table__cell--numeric">
                {format.rounded(value, roundedTo)}
              </td>
            ))}
          </tr>
        }
      />
    </>
  );
}

function offer(
  words: ReturnType<typeof useWords<typeof reportWords.de>>,
  format: ReturnType<typeof useFormat>,
): Column<Row> {
  return {
    key: 'offer',
    title: words.offer,
    cell: ({ cheapestOffer }) =>
      cheapestOffer ? (
        <>
          {cheapestOffer.name}
          <span className="cell__more">{format.money(cheapestOffer.cents)}</span>
        </>
      ) : (
        <span className="muted">{words.noOffer}</span>
      ),
  };
}
