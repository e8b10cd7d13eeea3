import {
  WorklistDemand,
  type WorklistDemandData,
  WorklistFullSeats,
  type WorklistFullSeatsData,
  WorklistUnused,
  type WorklistUnusedData,
} from '../../api/operations';
import { usePages } from '../../api/use-pages';
import type { Column } from '../../parts/table';
import { type Address, useAddress } from '../../shell/address';
import { monthFromNow, useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { noteFilterOf, type RowToNote, useAmendable } from './lists';
import { LicenceCell, ListTable, RowActions } from './row-parts';
import { worklistWords } from './words';

type Unused = WorklistUnusedData['licencesUnused']['edges'][number]['node'];
type Demand = WorklistDemandData['titlesInDemand']['edges'][number]['node'];
type FullSeats = WorklistFullSeatsData['licencesWithFullSeats']['edges'][number]['node'];
interface Props {
  onNote(row: RowToNote): void;
}

function monthsOf({ months }: Address) {
  return { from: monthFromNow(1 - (Number(months) || 3)), until: monthFromNow(0) };
}

export function UnusedList({ onNote }: Props) {
  const words = useWords(worklistWords);
  const format = useFormat();
  const [address] = useAddress();
  const amendable = useAmendable();
  const days = Number(address.within ?? 90) || 90;
  const pages = usePages(
    WorklistUnused,
    { days, amendable, ...noteFilterOf(address), first: 50 },
    ({ licencesUnused }) => licencesUnused,
  );
  const total = pages.first?.licencesUnused.totalCents;
  const columns: Column<Unused>[] = [
    {
      key: 'licence',
      title: words.licence,
      cell: ({ name, number, note }) => <LicenceCell name={name} number={number} note={note} />,
    },
    { key: 'schools', title: words.schools, isNumeric: true, cell: ({ schools }) => format.number(schools) },
    {
      key: 'cost',
      title: words.cost,
      isNumeric: true,
      cell: ({ cents }) => (cents === null ? '–' : format.money(cents)),
    },
    {
      key: 'actions',
      title: words.actions,
      cell: ({ id, name, note, licence, prepared }) => (
        <RowActions row={{ id, name, note }} licence={licence?.id} prepared={prepared} onNote={onNote} />
      ),
    },
  ];
  return (
    <ListTable
      caption={words.title}
      pages={pages}
      columns={columns}
      rowKey={({ id }) => id}
      sums={typeof total === 'number' && words.cents(format.money(total))}
    />
  );
}

export function DemandList({ onNote }: Props) {
  const words = useWords(worklistWords);
  const format = useFormat();
  const [address] = useAddress();
  const pages = usePages(
    WorklistDemand,
    { ...monthsOf(address), ...noteFilterOf(address), first: 50 },
    ({ titlesInDemand }) => titlesInDemand,
  );
  const roundedTo = pages.first?.titlesInDemand.roundedTo ?? 1;
  const columns: Column<Demand>[] = [
    {
      key: 'title',
      title: words.title_,
      cell: ({ title, note }) => title && <LicenceCell name={title.name} number={title.number} note={note} />,
    },
    {
      key: 'notLicensed',
      title: words.notLicensed,
      isNumeric: true,
      cell: ({ notLicensed }) => format.rounded(notLicensed, roundedTo),
    },
    {
      key: 'limitExceeded',
      title: words.limitExceeded,
      isNumeric: true,
      isMinor: true,
      cell: ({ limitExceeded }) => format.rounded(limitExceeded, roundedTo),
    },
    {
      key: 'offer',
      title: words.offer,
      cell: ({ cheapestOffer, obstacle }) => (
        <>
          {cheapestOffer ? cheapestOffer.name : <span className="muted">{words.noOffer}</span>}
          {cheapestOffer && <span className="cell__more">{format.money(cheapestOffer.cents)}</span>}
          {obstacle && <span className="cell__more">{words.obstacles[obstacle]}</span>}
        </>
      ),
    },
    {
      key: 'actions',
      title: words.actions,
      cell: ({ title, note, prepared }) =>
        title && <RowActions row={{ id: title.id, name: title.name, note }} prepared={prepared} onNote={onNote} />,
    },
  ];
  return (
    <ListTable
      caption={words.title}
      pages={pages}
      columns={columns}
      rowKey={({ title }) => title?.id ?? ''}
      sums={roundedTo > 1 && words.rounded(format.number(roundedTo))}
    />
  );
}

export function FullSeatsList({ onNote }: Props) {
  const words = useWords(worklistWords);
  const format = useFormat();
  const [address] = useAddress();
  const amendable = useAmendable();
  const pages = usePages(
    WorklistFullSeats,
    { ...monthsOf(address), amendable, ...noteFilterOf(address), first: 50 },
    ({ licencesWithFullSeats }) => licencesWithFullSeats,
  );
  const columns: Column<FullSeats>[] = [
    {
      key: 'licence',
      title: words.licence,
      cell: ({ name, number, note }) => <LicenceCell name={name} number={number} note={note} />,
    },
    {
      key: 'seats',
      title: words.seats,
      isNumeric: true,
      cell: ({ seats }) => (seats === null ? '–' : format.number(seats)),
    },
    {
      key: 'limitExceeded',
      title: words.limitExceeded,
      isNumeric: true,
      cell: ({ limitExceeded }) => format.number(limitExceeded),
    },
    { key: 'requests', title: words.requests, isNumeric: true, cell: ({ requests }) => format.number(requests) },
    {
      key: 'actions',
      title: words.actions,
      cell: ({ id, name, note, prepared }) => (
        <RowActions row={{ id, name, note }} prepared={prepared} licence={id} onNote={onNote} />
      ),
    },
  ];
  return <ListTable caption={words.title} pages={pages} columns={columns} rowKey={({ id }) => id} />;
}
