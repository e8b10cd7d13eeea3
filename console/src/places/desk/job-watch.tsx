import type { ReactNode } from 'react';
import { type RunningJob, StopJob } from '../../api/operations';
import { useSend } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Section } from '../../parts/page';
import { Loading } from '../../parts/states';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { jobWords } from './job-words';
import { useJob } from './use-job';

interface Props {
  job: string;
  /** The key of the words that describe the job. */
  of: keyof typeof jobWords.de.of;
  /** Leads back to the page that started it. */
  onAgain(): void;
  /** Shows the result of the job. */
  children(job: RunningJob): ReactNode;
}

/** Shows the progress of a job, a button that cancels it, and its result. */
export function JobWatch({ job: id, of, onAgain, children }: Props) {
  const words = useWords(jobWords);
  const format = useFormat();
  const { job, failure } = useJob(id);
  const stop = useSend(StopJob);
  if (failure) return <FailureAlert failure={failure} onAgain={() => location.reload()} />;
  if (!job) return <Loading />;
  const { state, done, toDo, error } = job;
  if (state === 'DONE') return children(job);
  if (state === 'CANCELLED' || state === 'FAILED') {
    return (
      <>
        <Alert
          kind={state === 'FAILED' ? 'danger' : 'info'}
          title={state === 'FAILED' ? words.of[of].failed : words.of[of].cancelled}
        >
          {error && (
            <>
              <p className="kern-body">{words.refused}</p>
              <p className="kern-body quote">{error}</p>
            </>
          )}
        </Alert>
        <div className="actions">
          <Button onClick={onAgain}>{of === 'job' ? words.toDesk : words.again}</Button>
        </div>
      </>
    );
  }
  return (
    <Section title={words.of[of].running} id="running">
      <div className="progress">
        <progress value={toDo ? done : undefined} max={toDo ?? undefined} aria-labelledby="running" />
        <p role="status">
          {!toDo
            ? words.judging
            : done < toDo
              ? words.progress(format.number(done), format.number(toDo))
              : words.finishing(format.number(toDo))}
        </p>
        <p className="note">{words.leave}</p>
      </div>
      {stop.failure && <FailureAlert failure={stop.failure} />}
      <div className="actions">
        <Button disabled={stop.isSending} onClick={() => void stop.send({ id })}>
          {words.stop}
        </Button>
      </div>
    </Section>
  );
}
