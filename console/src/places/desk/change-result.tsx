import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Failure } from '../../api/failure';
import type { ChangedRow, ChangeResult as Result } from '../../api/operations';
import { Alert } from '../../parts/alert';
import { Badge } from '../../parts/badge';
import { Button } from '../../parts/button';
import { downloadCsv } from '../../parts/csv';
import { FailureAlert } from '../../parts/failure-alert';
import { Check } from '../../parts/fields';
import { Section } from '../../parts/page';
import { Table } from '../../parts/table';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { useEntitlementColumns } from './entitlement-columns';
import { EntitlementPanel } from './entitlement-panel';
import { outcomeWords } from './outcome-words';
import { UndoButton } from './undo-button';
import { deskWords } from './words';

interface Props {
  /** What is done to each, in words. */
  what: string;
  result: Result;
  /** The filters of the list that these were chosen from. */
  list: Record<string, string>;
  isSending: boolean;
  failure: Failure | null;
  skip: boolean;
  onSkip(on: boolean): void;
  onApply(): void;
  onBack(): void;
}

/** A preview of a change, or what became of it, row by row. */
export function ChangeResult({ what, result, list, isSending, failure, skip, onSkip, onApply, onBack }: Props) {
  const words = useWords(deskWords);
  const general = useWords(common);
  const outcomes = useWords(outcomeWords);
  const format = useFormat();
  const [opened, setOpened] = useState<string | null>(null);
  const { applied, preview, changed, unchanged, refused, asked, change, changes } = result;
  const columns = useEntitlementColumns(setOpened).map((column) => ({
    ...column,
    cell: ({ entitlement }: ChangedRow) => entitlement && column.cell(entitlement),
  }));
  const download = () =>
    downloadCsv('freischaltungen.csv', [
      [words.licence, words.number, words.holder, general.from, general.until, words.outcome],
      ...changes.map(({ entitlement, outcome }) => [
        entitlement?.licence.name ?? '',
        entitlement?.holder.number ?? '',
        entitlement?.holder.name ?? '',
        format.date(entitlement?.validFrom),
        format.lastDay(entitlement?.validUntil),
        applied && outcome === 'CHANGED' ? words.done : outcomes.amendment[outcome],
      ]),
    ]);
  const canApply = preview && changed > 0 && (refused === 0 || skip);
  return (
    <Section title={preview ? words.previewTitle : words.outcome} id="result">
      {failure && <FailureAlert failure={failure} />}
      {preview && <p className="kern-body">{words.previewNote}</p>}
      {what && <p className="kern-body">{what}</p>}
      {applied && <Alert kind="success" title={`${words.applied}: ${format.number(changed)}`} />}
      {!preview && !applied && (
        <Alert kind="warning" title={words.notApplied}>
          {words.notAppliedText}
        </Alert>
      )}
      <ul className="figures">
        {Object.entries({ asked, changed, unchanged, refused }).map(([name, count]) => (
          <li key={name} className="figure">
            <p className="figure__value">{format.number(count)}</p>
            <p className="figure__label">
              {applied && name === 'changed' ? words.done : words.counts[name as keyof typeof words.counts]}
            </p>
          </li>
        ))}
      </ul>
      {preview && refused > 0 && (
        <div className="actions">
          <Check label={words.skip} checked={skip} onChange={onSkip} />
        </div>
      )}
      <div className="actions">
        {preview && (
          <Button look="primary" disabled={!canApply || isSending} onClick={onApply}>
            {words.apply(format.number(changed))}
          </Button>
        )}
        {!applied && <Button onClick={onBack}>{words.change}</Button>}
        {applied && change && <UndoButton change={change} />}
        <Button icon="download" onClick={download}>
          {general.download}
        </Button>
        {applied && (
          <Link className="kern-btn kern-btn--tertiary" to="/desk" search={list}>
            <span className="kern-label">{words.toList}</span>
          </Link>
        )}
      </div>
      {changes.length < asked && <Alert kind="warning" title={words.firstOnly(format.number(changes.length))} />}
      <Table<ChangedRow>
        caption={preview ? words.previewTitle : words.outcome}
        columns={[
          {
            key: 'outcome',
            title: words.outcome,
            cell: ({ outcome }) => <OutcomeBadge outcome={outcome} isDone={applied} />,
          },
          ...columns,
        ]}
        rows={changes}
        rowKey={({ entitlement, outcome }) => entitlement?.id ?? outcome}
        totalCount={asked}
      />
      {opened && <EntitlementPanel id={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
}

function OutcomeBadge({ outcome, isDone }: { outcome: ChangedRow['outcome']; isDone: boolean }) {
  const words = useWords(outcomeWords).amendment;
  const { done } = useWords(deskWords);
  const kind =
    outcome === 'CHANGED' ? 'success' : outcome === 'UNCHANGED' || outcome === 'HELD_BACK' ? 'info' : 'danger';
  return <Badge kind={kind}>{isDone && outcome === 'CHANGED' ? done : words[outcome]}</Badge>;
}
