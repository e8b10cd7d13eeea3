import { useState } from 'react';
import type { Failure } from '../../api/failure';
import {
  type AssignmentCounts,
  type AssignmentRow,
  type AssignmentRowsData,
  AssignmentRows as AssignmentRowsQuery,
  type AssignmentRowsVariables,
  ChangeOfEntitlement,
} from '../../api/operations';
import { type Answer, send } from '../../api/send';
import { asFailure, useQuery } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { downloadCsv } from '../../parts/csv';
import { FailureAlert } from '../../parts/failure-alert';
import { Section } from '../../parts/page';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';
import { Unmatched } from './assignment-preview';
import { AssignmentRows } from './assignment-rows';
import { JobWatch } from './job-watch';
import { outcomeWords } from './outcome-words';
import { UndoButton } from './undo-button';

interface Props {
  job: string;
  onAgain(): void;
  onNext(): void;
}

/** Shows the progress and the result of an assignment. The assignment does not depend on this page. */
export function AssignmentProgress({ job, onAgain, onNext }: Props) {
  return (
    <JobWatch job={job} of="assign" onAgain={onAgain}>
      {({ result }) => result && <AssignmentResult result={result} onAgain={onAgain} onNext={onNext} />}
    </JobWatch>
  );
}

interface ResultProps {
  result: AssignmentCounts;
  onAgain(): void;
  onNext(): void;
}

/** Shows what happened to each pair. */
export function AssignmentResult({ result, onAgain, onNext }: ResultProps) {
  const words = useWords(assignWords);
  const general = useWords(common);
  const outcomes = useWords(outcomeWords).assignment;
  const format = useFormat();
  const made = useMade(result);
  const { applied, assigned, movedCount } = result;
  const [failure, setFailure] = useState<Failure | null>(null);
  const download = async () => {
    try {
      const rows = await allRows(result.id);
      downloadCsv('freischalten-ergebnis.csv', [
        [words.outcome, words.licence, 'Nr.', words.holders.replace('?', ''), 'Nr.', general.from, general.until],
        ...rows.map(({ outcome, licence, holder, holderId, entitlement }) => [
          outcomes[outcome],
          licence?.name ?? '',
          licence?.number ?? '',
          holder?.name ?? '',
          holder?.number ?? holderId,
          entitlement ? format.date(entitlement.validFrom) : '',
          entitlement?.validUntil ? format.lastDay(entitlement.validUntil) : '',
        ]),
        ...result.unmatched.map(({ row, text }) => [
          words.unmatched('1', true),
          '',
          '',
          text,
          `${words.row} ${row}`,
          '',
          '',
        ]),
      ]);
    } catch (error) {
      setFailure(asFailure(error));
    }
  };
  return (
    <Section title={words.outcome} id="outcome">
      {applied ? (
        <Alert kind="success" title={words.done(format.number(assigned))} />
      ) : (
        <Alert kind="warning" title={words.notDone}>
          <p className="kern-body">{movedCount > 0 ? words.moved(format.number(movedCount)) : words.refusedSince}</p>
        </Alert>
      )}
      {failure && <FailureAlert failure={failure} />}
      <div className="actions">
        {!applied && (
          <Button look="primary" onClick={onAgain}>
            {words.again}
          </Button>
        )}
        <Button icon="download" onClick={() => void download()}>
          {general.download}
        </Button>
        {made?.isUndone && <Alert kind="info" title={words.undone} />}
        {made?.change && !made.isUndone && <UndoButton change={made.change} count={assigned} />}
        <Button look="tertiary" onClick={onNext}>
          {words.next}
        </Button>
      </div>
      {result.unmatched.length > 0 && <Unmatched result={result} />}
      <AssignmentRows result={result} />
    </Section>
  );
}

/**
 * Finds the change by which an assignment is undone: the one that made one of its entitlements, whatever happened to it
 * since. After an undo, the newest entry of its history is the undo itself, and undoing that would assign everything
 * again.
 */
function useMade({ id, applied, assigned }: AssignmentCounts): { change: string | null; isUndone: boolean } | null {
  const made = useQuery(
    AssignmentRowsQuery,
    applied && assigned > 0 ? { id, outcomes: ['ASSIGNED'], first: 1, after: null } : null,
  );
  const first = made.data?.assignment?.assignments[0]?.entitlement?.id;
  const entitlement = useQuery(ChangeOfEntitlement, first ? { id: first } : null).data?.entitlement;
  if (!entitlement) return null;
  const entries = entitlement.history.edges.map(({ node }) => node);
  return {
    change: entries.find(({ action }) => action === 'CREATED')?.change ?? null,
    isUndone: entitlement.status === 'REVOKED' && entries[0]?.operation === 'undoChange',
  };
}

/** Reads every pair, because readers would trust a file that leaves rows out. */
async function allRows(id: string): Promise<AssignmentRow[]> {
  const rows: AssignmentRow[] = [];
  for (let after: string | null = null; ; ) {
    const variables: AssignmentRowsVariables = { id, outcomes: null, first: 1000, after };
    const { data }: Answer<AssignmentRowsData> = await send(AssignmentRowsQuery, variables);
    const page = data.assignment?.assignments ?? [];
    rows.push(...page);
    if (page.length < 1000) return rows;
    after = page.at(-1)?.cursor ?? null;
  }
}
