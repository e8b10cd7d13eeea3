import { Link } from '@tanstack/react-router';
import { type ChangeResult, KeptChange as KeptChangeQuery } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Section } from '../../parts/page';
import { Loading } from '../../parts/states';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { ChangeFigures } from './change-figures';
import { ChangedRows } from './changed-rows';
import { UndoButton } from './undo-button';
import { deskWords } from './words';

interface Props {
  /** Describes what is done to each entitlement. */
  what: string;
  /** The filters of the list from which these were chosen. */
  list: Record<string, string>;
  /** Leads to a new preview, where it can be asked for. */
  onAgain?: () => void;
}

/** Reads the result of a change by its id. */
export function KeptChange({ id, ...props }: Props & { id: string }) {
  const { data, failure, reload } = useQuery(KeptChangeQuery, { id });
  if (failure) return <FailureAlert failure={failure} onAgain={reload} />;
  if (!data?.amendment) return <Loading />;
  return <ChangeOutcome result={data.amendment} {...props} />;
}

export function ChangeOutcome({ what, list, onAgain, result }: Props & { result: ChangeResult }) {
  const words = useWords(deskWords);
  const format = useFormat();
  const { applied, preview, changed, change } = result;
  return (
    <Section title={preview ? words.previewTitle : words.outcome} id="result">
      {what && <p className="kern-body">{what}</p>}
      {applied && <Alert kind="success" title={`${words.applied}: ${format.number(changed)}`} />}
      {preview && <Alert kind="info" title={words.onlyPreview} />}
      {!applied && !preview && (
        <Alert kind="warning" title={words.notApplied}>
          {words.notAppliedText}
        </Alert>
      )}
      <ChangeFigures result={result} />
      <div className="actions">
        {!applied && !preview && onAgain && (
          <Button look="primary" onClick={onAgain}>
            {words.newPreview}
          </Button>
        )}
        {applied && change && <UndoButton change={change} count={changed} />}
        <Link className="kern-btn kern-btn--tertiary" to="/desk" search={list}>
          <span className="kern-label">{words.toList}</span>
        </Link>
      </div>
      <ChangedRows result={result} />
    </Section>
  );
}
