import { useEffect } from 'react';
import type { ChangeResult } from '../../api/operations';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Check } from '../../parts/fields';
import { Section } from '../../parts/page';
import { Loading } from '../../parts/states';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { ChangeFigures } from './change-figures';
import { type ChangeRequest, changeInputOf } from './change-request';
import { ChangedRows } from './changed-rows';
import { JobWatch } from './job-watch';
import { useChange } from './use-change';
import { deskWords } from './words';

interface Props {
  request: ChangeRequest;
  /** Describes what is done to each entitlement. */
  what: string;
  onBack(): void;
  /** Is called when the change has started or is done, with what the address then states. */
  onApplied(then: { readonly job?: string; readonly result?: string }): void;
}

/** Shows what would happen to each entitlement, before anything is done. */
export function ChangePreview({ request, what, onBack, onApplied }: Props) {
  const words = useWords(deskWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const change = useChange(request.action, changeInputOf(request, address), request.isAll ? null : request.ids.length);
  const { result, job, failure, isSending } = change;
  const apply = async () => {
    const then = await change.apply();
    if (then) onApplied(then);
  };
  const back = <Button onClick={onBack}>{words.change}</Button>;
  if (failure && !result) {
    return (
      <>
        <FailureAlert failure={failure} />
        {failure.kind === 'forbidden' && <p>{words.notYours}</p>}
        <div className="actions">{back}</div>
      </>
    );
  }
  if (job) {
    return (
      <JobWatch job={job} of="preview" onAgain={onBack}>
        {({ change: previewed }) =>
          previewed ? <ReportResult result={previewed} onHanded={change.onPreviewed} /> : <Loading />
        }
      </JobWatch>
    );
  }
  if (!result) return <Loading />;
  const { changed, refused } = result;
  const canApply = changed > 0 && (refused === 0 || request.skipsRefused);
  return (
    <Section title={words.previewTitle} id="preview">
      {failure && <FailureAlert failure={failure} />}
      <p className="kern-body">{words.previewNote}</p>
      {what && <p className="kern-body">{what}</p>}
      <ChangeFigures result={result} />
      {(refused > 0 || request.skipsRefused) && (
        <div className="actions">
          <Check
            label={words.skip}
            checked={request.skipsRefused}
            onChange={(on) => setAddress({ skip: on ? '1' : '' })}
          />
        </div>
      )}
      <div className="actions">
        <Button look="primary" disabled={!canApply || isSending} onClick={() => void apply()}>
          {words.apply(format.number(changed))}
        </Button>
        {back}
      </div>
      <ChangedRows result={result} />
    </Section>
  );
}

/** Passes on a preview that a job has computed. */
function ReportResult({ result, onHanded }: { result: ChangeResult; onHanded(result: ChangeResult): void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each result.
  useEffect(() => onHanded(result), [result.id]);
  return <Loading />;
}
