import type { ReactNode } from 'react';
import { administer, type WholeRun } from '../../api/administer';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { downloadText } from '../../parts/csv';
import { FailureAlert } from '../../parts/failure-alert';
import { Section } from '../../parts/page';
import { Loading } from '../../parts/states';
import { useWords } from '../../words/words';
import { operatorWords } from './operator-words';
import { RunTables } from './run-tables';
import { useRun } from './use-administration';

interface Props {
  id: string;
  /** Is shown below the report of a run that has ended well. */
  next?(run: WholeRun): ReactNode;
}

/** Shows the progress and the report of a run. The run does not depend on this page. */
export function RunView({ id, next }: Props) {
  const words = useWords(operatorWords);
  const { run, failure } = useRun(id);
  if (failure) return <FailureAlert failure={failure} />;
  if (!run) return <Loading />;
  const whats: Readonly<Record<string, string>> = words.whats;
  const title = [whats[run.what] ?? run.what, run.isDryRun && words.trialRun, ...run.files].filter(Boolean).join(' · ');
  return (
    <Section title={title} id="run">
      {run.state === 'RUNNING' ? (
        <div className="progress">
          <progress aria-labelledby="run" />
          <p role="status" lang="en">
            {run.progress}
          </p>
          <p className="note">{words.stopText}</p>
          <div>
            <Button icon="close" onClick={() => void administer(`runs/${id}/stop`)}>
              {words.stop}
            </Button>
          </div>
        </div>
      ) : (
        <>
          <Ending run={run} />
          <RunTables report={run.report} problems={run.problems} />
          {run.state === 'FAILED' && <Output title={words.problems} text={run.problems} name={run.id} />}
          {run.report && <Output title={words.report} text={run.report} name={run.id} />}
          {next?.(run)}
        </>
      )}
    </Section>
  );
}

/** The command writes this where it has found a difference. Otherwise it could not verify the trail. */
const NOT_WHAT_WAS_WRITTEN = 'The audit trail is not what was written';

function Ending({ run: { state, what, isDryRun, problems } }: { run: WholeRun }) {
  const words = useWords(operatorWords);
  const isVerification = what === 'audit verify';
  const verdict = problems.includes(NOT_WHAT_WAS_WRITTEN) ? words.notVerified : words.notChecked;
  if (state === 'STOPPED') return <Alert kind="info" title={words.stopped} />;
  if (state === 'INTERRUPTED') return <Alert kind="warning" title={words.interrupted} />;
  if (state === 'FAILED') return <Alert kind="danger" title={isVerification ? verdict : words.failed} />;
  if (!isVerification) return <Alert kind="success" title={isDryRun ? words.done.trial : words.done.import} />;
  return (
    <Alert kind="success" title={words.verified}>
      <p className="kern-body">{words.verifiedText}</p>
    </Alert>
  );
}

/** Shows the whole output of the command, including what the tables do not show. */
function Output({ title, text, name }: { title: string; text: string; name: string }) {
  const words = useWords(operatorWords);
  return (
    <details className="values">
      <summary>{title}</summary>
      <div className="stack">
        <p className="note">{words.reportNote}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard. */}
        <section className="report" lang="en" tabIndex={0} aria-label={title}>
          <pre>{text}</pre>
        </section>
        <div className="actions actions--end">
          <Button icon="download" onClick={() => downloadText(`${name}.txt`, text)}>
            {words.saveReport}
          </Button>
        </div>
      </div>
    </details>
  );
}
