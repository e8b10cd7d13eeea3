import { useEffect, useRef, useState } from 'react';
import {
  type AssignmentCounts,
  PreviewAssignment,
  type PreviewAssignmentData,
  StartAssigning,
} from '../../api/operations';
import { useSend } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Check } from '../../parts/fields';
import { Section } from '../../parts/page';
import { Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';
import { type AssignmentRequest, inputOf } from './assignment-request';
import { AssignmentRows } from './assignment-rows';
import { ChosenLicences } from './chosen-licences';
import { outcomeWords } from './outcome-words';

interface Props {
  request: AssignmentRequest;
  onBack(): void;
  onStarted(job: string): void;
}

type Preview = NonNullable<PreviewAssignmentData['assignEntitlements']>;

/** For so many pairs, the preview shows what the schools have access to afterwards. For the others, the result does. */
const MAX_PAIRS_WITH_EFFECTS = 100;

/** Shows what would happen to each pair, before anything is done. */
export function AssignmentPreview({ request, onBack, onStarted }: Props) {
  const words = useWords(assignWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const { send: ask, ...asking } = useSend(PreviewAssignment);
  const start = useSend(StartAssigning);
  const [result, setResult] = useState<Preview | null>(null);
  /** The key is the same whenever one preview is applied, so that it is applied only once. */
  const idempotencyKey = useRef('');
  const input = inputOf(request, address);
  const key = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the input.
  useEffect(() => {
    let isCurrent = true;
    idempotencyKey.current = crypto.randomUUID();
    void ask({ input: { ...input, preview: true }, first: MAX_PAIRS_WITH_EFFECTS }).then((data) => {
      if (isCurrent && data) setResult(data.assignEntitlements);
    });
    return () => {
      isCurrent = false;
    };
  }, [key, ask]);
  const apply = async () => {
    const { previewToken } = result ?? {};
    const data = await start.send({ input: { ...input, previewToken, idempotencyKey: idempotencyKey.current } });
    if (data?.startAssignment) onStarted(data.startAssignment.id);
  };
  const back = <Button onClick={onBack}>{words.change}</Button>;
  if (asking.failure) {
    return (
      <>
        <FailureAlert failure={asking.failure} />
        <div className="actions">{back}</div>
      </>
    );
  }
  if (!result) {
    return (
      <>
        <p className="kern-body">{words.previewing}</p>
        <Loading />
      </>
    );
  }
  const { assigned, unchanged, refused, unmatchedCount, counts } = result;
  const isBlocked = (refused > 0 || unmatchedCount > 0) && !address.skip;
  const heldBack = counts.find(({ outcome }) => outcome === 'HELD_BACK')?.count ?? 0;
  const overlapping = counts.reduce((all, one) => all + one.overlapping, 0);
  const opensSuspended = counts.some(({ outcome }) => outcome === 'OPENS_SUSPENDED');
  const summary = words.summary(format.number(assigned + heldBack), format.number(unchanged), format.number(refused));
  return (
    <Section title={words.previewTitle} id="preview">
      <p className="kern-body">{words.previewNote}</p>
      <p className="kern-body">
        {words.period(
          input.validFrom ? words.fromDay(format.date(input.validFrom)) : words.fromNow,
          input.validUntil ? words.untilDay(format.lastDay(input.validUntil)) : words.untilLicence,
        )}
      </p>
      <Alert kind={isBlocked ? 'warning' : 'info'} title={isBlocked ? `${words.blocked}: ${summary}` : summary}>
        {isBlocked && <p className="kern-body">{words.blockedText}</p>}
        {!isBlocked && assigned === 0 && <p className="kern-body">{words.nothingNew}</p>}
        {overlapping > 0 && <p className="kern-body">{words.overlap(format.number(overlapping), overlapping === 1)}</p>}
      </Alert>
      <div className="stack">
        {(refused > 0 || unmatchedCount > 0) && (
          <Check
            label={words.skip}
            checked={address.skip === '1'}
            onChange={(on) => setAddress({ skip: on ? '1' : '' })}
          />
        )}
        {(opensSuspended || address.override === '1') && (
          <Check
            label={words.override}
            checked={address.override === '1'}
            onChange={(on) => setAddress({ override: on ? '1' : '' })}
          />
        )}
      </div>
      {start.failure && <FailureAlert failure={start.failure} />}
      <div className="actions">
        <Button
          look="primary"
          disabled={isBlocked || assigned === 0 || start.isSending || asking.isSending}
          onClick={() => void apply()}
        >
          {words.apply(format.number(assigned), assigned === 1)}
        </Button>
        {back}
      </div>
      {result.unmatched.length > 0 && <Unmatched result={result} />}
      <ChosenLicences ids={request.licenceIds} />
      <AssignmentRows
        result={result}
        afterwards={new Map(result.assignments?.map((row) => [row.cursor, row.afterwards]))}
      />
    </Section>
  );
}

export function Unmatched({ result }: { result: AssignmentCounts }) {
  const words = useWords(assignWords);
  const reasons = useWords(outcomeWords).unmatched;
  const format = useFormat();
  return (
    <>
      <h3 className="kern-title">
        {words.unmatched(format.number(result.unmatchedCount), result.unmatchedCount === 1)}
      </h3>
      <Table
        caption={words.unmatched(format.number(result.unmatchedCount), result.unmatchedCount === 1)}
        rows={result.unmatched}
        rowKey={({ row }) => String(row)}
        totalCount={result.unmatchedCount}
        columns={[
          { key: 'row', title: words.row, isNumeric: true, cell: ({ row }) => format.number(row) },
          { key: 'text', title: words.text, cell: ({ text }) => <span className="quote">{text}</span> },
          { key: 'why', title: words.why, cell: ({ reason }) => reasons[reason] },
        ]}
      />
    </>
  );
}
