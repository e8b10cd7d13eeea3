import { useState } from 'react';
import { allRows } from '../../api/all-rows';
import { exportedRows } from '../../api/exported-rows';
import type { Failure } from '../../api/failure';
import {
  type AmendmentOutcome,
  ChangedCells,
  type ChangedRow,
  type ChangedRowsData,
  ChangedRows as ChangedRowsQuery,
  type ChangeResult,
  NameLicences,
} from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { asFailure } from '../../api/use-query';
import { Badge } from '../../parts/badge';
import { Button } from '../../parts/button';
import { downloadCsv } from '../../parts/csv';
import { FailureAlert } from '../../parts/failure-alert';
import { Choice } from '../../parts/fields';
import { Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { useEntitlementColumns } from './entitlement-columns';
import { EntitlementPanel } from './entitlement-panel';
import { outcomeWords } from './outcome-words';
import { deskWords } from './words';

const NOTHING = { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, edges: [] };
const listOf = ({ amendment }: ChangedRowsData) => amendment?.entitlements ?? NOTHING;

type Shown = 'ALL' | 'CHANGED' | 'UNCHANGED' | 'REFUSED';
const NOT_REFUSED: readonly AmendmentOutcome[] = ['CHANGED', 'UNCHANGED', 'HELD_BACK'];

/** Lists all entitlements of a change, the refused ones first, and downloads every one of them as a file. */
export function ChangedRows({ result }: { result: ChangeResult }) {
  const words = useWords(deskWords);
  const general = useWords(common);
  const outcomes = useWords(outcomeWords).amendment;
  const format = useFormat();
  const [shown, setShown] = useState<Shown>('ALL');
  const [opened, setOpened] = useState<string | null>(null);
  /** How many rows of the file have been read; null while no file is made. */
  const [read, setRead] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { id, applied, preview, asked, unchanged, refused, changed } = result;
  const wanted = (Object.keys(outcomes) as AmendmentOutcome[]).filter(
    (outcome) => shown === 'ALL' || (shown === 'REFUSED' ? !NOT_REFUSED.includes(outcome) : outcome === shown),
  );
  const variables = { id, outcomes: shown === 'ALL' ? null : wanted };
  const pages = usePages(ChangedRowsQuery, { ...variables, first: 100 }, listOf);
  const columns = useEntitlementColumns(setOpened).map((column) => ({
    ...column,
    cell: ({ entitlement }: ChangedRow) => entitlement && column.cell(entitlement),
  }));
  const textOf = (outcome: AmendmentOutcome) => (applied && outcome === 'CHANGED' ? words.done : outcomes[outcome]);
  const download = async () => {
    setRead(0);
    setFailure(null);
    try {
      // The names of licences are read beside the rows, because each page would ask the licences service for them
      // again, which takes two thirds of its time.
      const [rows, licences] = await Promise.all([
        exportedRows(ChangedCells, { ...variables, first: 200 }, setRead),
        allRows(NameLicences, { first: 200 }, ({ licences }) => licences),
      ]);
      const names = new Map(licences.map(({ id, name }) => [id, name]));
      downloadCsv('freischaltungen.csv', [
        [words.licence, words.number, words.holder, general.from, general.until, words.outcome],
        ...rows.map((row) => [
          names.get(text(row['entitlement.licence.id']) ?? '') ?? null,
          text(row['entitlement.holder.number']),
          text(row['entitlement.holder.name']),
          format.date(text(row['entitlement.validFrom'])),
          format.lastDay(text(row['entitlement.validUntil'])),
          textOf(row.outcome as AmendmentOutcome),
        ]),
      ]);
    } catch (error) {
      setFailure(asFailure(error));
    }
    setRead(null);
  };
  const counts = { CHANGED: changed, UNCHANGED: unchanged, REFUSED: refused };
  const choices = (['CHANGED', 'UNCHANGED', 'REFUSED'] as const).filter((name) => counts[name] > 0);
  return (
    <>
      {failure && <FailureAlert failure={failure} />}
      <div className="actions">
        <Button icon="download" disabled={read !== null} onClick={() => void download()}>
          {general.download}
        </Button>
        <p className="note" role="status">
          {read !== null && words.fileRows(format.number(read))}
        </p>
      </div>
      {choices.length > 1 && (
        <Choice<Shown>
          legend={words.show}
          value={shown}
          options={[
            ['ALL', `${words.any} (${format.number(asked)})`],
            ...choices.map((name) => [name, `${words.shown[name]} (${format.number(counts[name])})`] as const),
          ]}
          onChange={setShown}
        />
      )}
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null ? (
        <Loading />
      ) : (
        <Table<ChangedRow>
          caption={preview ? words.previewTitle : words.outcome}
          columns={[
            {
              key: 'outcome',
              title: words.outcome,
              cell: ({ outcome }) => <Badge kind={kindOf(outcome)}>{textOf(outcome)}</Badge>,
            },
            ...columns,
          ]}
          rows={pages.rows}
          rowKey={({ entitlement, outcome }) => entitlement?.id ?? outcome}
          totalCount={pages.totalCount}
          hasMore={pages.hasMore}
          onMore={pages.more}
          isLoading={pages.isLoading}
        />
      )}
      {opened && <EntitlementPanel id={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

const text = (cell: string | number | null | undefined) => (cell == null ? null : String(cell));

function kindOf(outcome: AmendmentOutcome): 'success' | 'info' | 'danger' {
  if (outcome === 'CHANGED') return 'success';
  return NOT_REFUSED.includes(outcome) ? 'info' : 'danger';
}
