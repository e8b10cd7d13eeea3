import { WorklistCoveredTwice, type WorklistCoveredTwiceData } from '../../api/operations';
import { usePages } from '../../api/use-pages';
import type { Column } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { noteFilterOf, type RowToNote, useAmendable } from './lists';
import { HolderCell, LicenceCell, ListTable, RowActions, Sums } from './row-parts';
import { worklistWords } from './words';

type Row = WorklistCoveredTwiceData['entitlementsCoveredTwice']['edges'][number]['node'];

/** The licences that cover the same titles are shown up to this number. */
const SHOWN_AT_ONCE = 3;

export function CoveredTwiceList({ onNote }: { onNote(row: RowToNote): void }) {
  const words = useWords(worklistWords);
  const general = useWords(common);
  const format = useFormat();
  const [address] = useAddress();
  const amendable = useAmendable();
  const complete = address.complete === 'YES' ? true : address.complete === 'NO' ? false : null;
  const pages = usePages(
    WorklistCoveredTwice,
    { complete, amendable, ...noteFilterOf(address), first: 50 },
    ({ entitlementsCoveredTwice }) => entitlementsCoveredTwice,
  );
  const sums = pages.first?.entitlementsCoveredTwice.sums;
  const lineOf = ({ entitlement }: Row['coveredBy'][number]) => (
    <span key={entitlement.id} className="cell__line">
      {entitlement.licence.name} ({general.level[entitlement.level]})
    </span>
  );
  const columns: Column<Row>[] = [
    {
      key: 'licence',
      title: words.licence,
      cell: ({ licence, note }) => <LicenceCell name={licence.name} number={licence.number} note={note} />,
    },
    {
      key: 'holder',
      title: words.holder,
      cell: ({ entitlement }) => <HolderCell level={entitlement.level} {...entitlement.holder} />,
    },
    {
      key: 'by',
      title: words.coveredBy,
      cell: ({ coveredBy, isComplete }) => (
        <>
          {coveredBy.slice(0, SHOWN_AT_ONCE).map(lineOf)}
          {coveredBy.length > SHOWN_AT_ONCE && (
            <details className="values">
              <summary>{words.more(format.number(coveredBy.length - SHOWN_AT_ONCE))}</summary>
              {coveredBy.slice(SHOWN_AT_ONCE).map(lineOf)}
            </details>
          )}
          <span className="cell__more">{isComplete ? words.completes.YES : words.completes.NO}</span>
        </>
      ),
    },
    { key: 'titles', title: words.titles, isNumeric: true, isMinor: true, cell: ({ titles }) => format.number(titles) },
    { key: 'schools', title: words.schools, isNumeric: true, cell: ({ schools }) => format.number(schools) },
    {
      key: 'actions',
      title: words.actions,
      cell: ({ id, licence, note, prepared }) => (
        <RowActions row={{ id, name: licence.name, note }} prepared={prepared} onNote={onNote} />
      ),
    },
  ];
  return (
    <ListTable
      caption={words.title}
      pages={pages}
      columns={columns}
      rowKey={({ id }) => id}
      sums={sums && <Sums sums={sums} />}
    />
  );
}
