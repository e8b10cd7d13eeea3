import { Link } from '@tanstack/react-router';
import { DemandTable, type DemandTableData } from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { eurosOf } from '../../parts/csv';
import { FailureAlert } from '../../parts/failure-alert';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { CsvButton } from './csv-button';
import { monthsOf, usageFilterOf } from './report-address';
import { rememberName } from './report-filters';
import { reportWords } from './words';

type Row = DemandTableData['demand']['edges'][number]['node'];
const listOf = ({ demand }: DemandTableData) => demand;

const numberOf = (school: string) => school.replace(/^\w+:/, '');

export function DemandReport() {
  const words = useWords(reportWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const by = address.by === 'SCHOOL' ? 'SCHOOL' : 'TITLE';
  const variables = { by, ...monthsOf(address), filter: usageFilterOf(address, 'demand'), first: 100 } as const;
  const pages = usePages(DemandTable, variables, listOf);
  const report = pages.first?.demand;
  if (pages.failure) return <FailureAlert failure={pages.failure} onAgain={pages.reload} />;
  if (!report) return <Loading />;
  if (pages.rows.length === 0) return <Empty title={words.noDemand}>{words.noneText}</Empty>;
  const { roundedTo, totals } = report;
  const nameOf = ({ title, schoolName }: Row) => title?.name ?? schoolName ?? words.unnamed;
  const drill = (row: Row) => {
    const [filter, id, next] = row.schoolId
      ? (['schools', row.schoolId, 'TITLE'] as const)
      : (['titles', row.title?.id ?? '', 'SCHOOL'] as const);
    rememberName(filter, id, nameOf(row));
    setAddress({ [filter]: id, by: next }, false);
  };
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: words.demandGroups[by],
      cell: (row) => (
        <>
          <button type="button" className="link-button cell__main" onClick={() => drill(row)}>
            {nameOf(row)}
          </button>
          <span className="cell__more">
            {row.schoolId ? (
              <Link to="/schools/$number" params={{ number: numberOf(row.schoolId) }} search={{}}>
                {words.schoolPage(numberOf(row.schoolId))}
              </Link>
            ) : (
              row.title?.number
            )}
          </span>
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
        heading={[
          words.demandGroups[by],
          words.number,
          words.notLicensed,
          words.limitExceeded,
          ...(by === 'TITLE' ? [words.offer, `${words.offer} (Euro)`] : []),
        ]}
        cells={(row) => [
          nameOf(row),
          row.schoolId ? numberOf(row.schoolId) : (row.title?.number ?? ''),
          format.cell(row.notLicensed, roundedTo),
          format.cell(row.limitExceeded, roundedTo),
          ...(by === 'TITLE'
            ? [row.cheapestOffer?.name ?? words.noOffer, eurosOf(row.cheapestOffer?.cents ?? null)]
            : []),
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
