import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { HolderLevel, Note, Prepared, Sums as SumsOfList } from '../../api/operations';
import type { Pages } from '../../api/use-pages';
import { FailureAlert } from '../../parts/failure-alert';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useMay } from '../../session/use-session';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { deskAddressOf, type RowToNote } from './lists';
import { worklistWords } from './words';

/** Shows a list in all of its states. */
export function ListTable<Data, Row>(props: {
  caption: string;
  pages: Pages<Data, Row>;
  columns: readonly Column<Row>[];
  rowKey(row: Row): string;
  sums?: ReactNode;
}) {
  const words = useWords(worklistWords);
  const { pages, sums } = props;
  if (pages.failure) return <FailureAlert failure={pages.failure} onAgain={pages.reload} />;
  if (pages.first === null) return <Loading />;
  if (pages.rows.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
  return (
    <>
      {sums && <p className="note">{sums}</p>}
      <Table
        caption={props.caption}
        columns={props.columns}
        rows={pages.rows}
        rowKey={props.rowKey}
        totalCount={pages.totalCount}
        hasMore={pages.hasMore}
        onMore={pages.more}
        isLoading={pages.isLoading}
      />
    </>
  );
}

export function LicenceCell({ name, number, note }: { name: string; number: string; note: Note | null }) {
  const words = useWords(worklistWords);
  const format = useFormat();
  return (
    <>
      <span className="cell__main">{name}</span>
      <span className="cell__more">{number}</span>
      {note?.snoozedUntil && <span className="cell__more">{words.snoozed(format.date(note.snoozedUntil))}</span>}
      {note?.assignee && <span className="cell__more">{words.assignee(note.assignee)}</span>}
      {note?.text && <span className="cell__more">„{note.text}“</span>}
    </>
  );
}

export function HolderCell({ level, name, number }: { level: HolderLevel; name: string; number: string }) {
  const general = useWords(common);
  return (
    <>
      {level === 'SCHOOL' ? (
        <Link to="/schools/$number" params={{ number }} search={{}}>
          {name}
        </Link>
      ) : (
        name
      )}
      <span className="cell__more">
        {general.level[level]} {number}
      </span>
    </>
  );
}

/** Returns what a prepared change does. */
function doesOf(prepared: Prepared | null | undefined): 'prolong' | 'assign' | 'revoke' | 'notice' | 'seats' {
  if (prepared?.amend) return 'prolong';
  if (prepared?.assign) return 'assign';
  return prepared?.notice ? 'notice' : prepared?.seats ? 'seats' : 'revoke';
}

interface ActionsProps {
  row: RowToNote;
  prepared?: Prepared | null;
  /** The licence whose entitlements can be listed. */
  licence?: string | undefined;
  onNote(row: RowToNote): void;
}

/** Leads to the desk with the change that the row has prepared, or postpones the row. */
export function RowActions({ row, prepared, licence, onNote }: ActionsProps) {
  const words = useWords(worklistWords);
  const mayAssign = useMay('entitlements:write');
  const address = prepared && mayAssign ? deskAddressOf(prepared) : null;
  return (
    <div className="row-actions">
      {address && (
        <Link to={address.to} search={address.search}>
          {words.does[doesOf(prepared)]}
          <span className="kern-sr-only"> {row.name}</span>
        </Link>
      )}
      {licence && (
        <Link to="/desk" search={{ licence }}>
          {words.show}
          <span className="kern-sr-only"> {row.name}</span>
        </Link>
      )}
      {mayAssign && (
        <button type="button" className="link-button" onClick={() => onNote(row)}>
          {words.note}
          <span className="kern-sr-only"> {row.name}</span>
        </button>
      )}
    </div>
  );
}

export function Sums({ sums: { licences, schools, cents } }: { sums: SumsOfList }) {
  const words = useWords(worklistWords);
  const format = useFormat();
  const parts = [
    words.licenceCount(format.number(licences), licences === 1),
    words.schoolCount(format.number(schools), schools === 1),
    cents !== null && words.cents(format.money(cents)),
  ];
  return parts.filter(Boolean).join(', ');
}
