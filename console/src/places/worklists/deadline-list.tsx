import { type DeadlineList as List, WorklistDeadlines, type WorklistDeadlinesData } from '../../api/operations';
import { usePages } from '../../api/use-pages';
import type { Column } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { noteFilterOf, type RowToNote, useAmendable } from './lists';
import { HolderCell, LicenceCell, ListTable, RowActions, Sums } from './row-parts';
import { worklistWords } from './words';

type Row = WorklistDeadlinesData['deadlines']['edges'][number]['node'];

export function DeadlineList({ list, onNote }: { list: List; onNote(row: RowToNote): void }) {
  const words = useWords(worklistWords);
  const format = useFormat();
  const [address] = useAddress();
  const amendable = useAmendable();
  const within = Number(address.within ?? 90) || 90;
  const pages = usePages(
    WorklistDeadlines,
    { list, within, amendable, ...noteFilterOf(address), first: 50 },
    ({ deadlines }) => deadlines,
  );
  const sums = pages.first?.deadlines.sums;
  const columns: (Column<Row> | false)[] = [
    {
      key: 'due',
      title: words.due,
      cell: ({ due, licenceEnds }) => (
        <>
          <span className="cell-date">{list === 'STARTING' ? format.date(due) : format.lastDay(due)}</span>
          {licenceEnds && list === 'EXPIRING' && <span className="cell__more">{words.licenceEnds}</span>}
        </>
      ),
    },
    {
      key: 'licence',
      title: words.licence,
      cell: ({ licence, note }) => <LicenceCell name={licence.name} number={licence.number} note={note} />,
    },
    list !== 'NOTICE_DUE' && {
      key: 'holder',
      title: words.holder,
      cell: ({ entitlement }) => entitlement && <HolderCell level={entitlement.level} {...entitlement.holder} />,
    },
    { key: 'schools', title: words.schools, isNumeric: true, cell: ({ schools }) => format.number(schools) },
    {
      key: 'actions',
      title: words.actions,
      cell: ({ id, licence, note, prepared }) => (
        <RowActions
          row={{ id, name: licence.name, note }}
          prepared={prepared}
          licence={list === 'NOTICE_DUE' ? licence.id : undefined}
          onNote={onNote}
        />
      ),
    },
  ];
  return (
    <ListTable
      caption={words.title}
      pages={pages}
      columns={columns.filter((column) => column !== false)}
      rowKey={({ id }) => id}
      sums={sums && <Sums sums={sums} />}
    />
  );
}
