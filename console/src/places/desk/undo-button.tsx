import { useState } from 'react';
import { type ChangeResult, StartChanging, Undo } from '../../api/operations';
import { useSend } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { JobWatch } from './job-watch';
import { deskWords } from './words';

/** A request may not have the time to undo more, so a job does. */
const IN_A_REQUEST = 200;

/** Undoes a change as a whole after a confirmation, as a job where it was large. */
export function UndoButton({ change, count }: { change: string; count: number }) {
  const words = useWords(deskWords);
  const general = useWords(common);
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [result, setResult] = useState<ChangeResult | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [key, setKey] = useState('');
  const undo = useSend(Undo);
  const start = useSend(StartChanging);
  const ask = () => {
    setKey(crypto.randomUUID());
    setJob(null);
    setAsking(true);
  };
  const run = async () => {
    const why = reason.trim() || null;
    if (count > IN_A_REQUEST) {
      const data = await start.send({ input: { undo: { change, reason: why, idempotencyKey: key } } });
      if (!data?.startChange) return;
      setJob(data.startChange.id);
    } else {
      const data = await undo.send({ change, reason: why, preview: false });
      if (!data?.result) return;
      setResult(data.result);
    }
    setAsking(false);
  };
  const button = (
    <Button icon="arrow-back" onClick={ask}>
      {words.undo}
    </Button>
  );
  const outcomeOf = (outcome: ChangeResult) =>
    outcome.applied ? <Undone {...outcome} /> : <NotUndone {...outcome}>{button}</NotUndone>;
  return (
    <>
      {job ? (
        <JobWatch job={job} of="change" onAgain={ask}>
          {({ change: done }) => done && outcomeOf(done)}
        </JobWatch>
      ) : result ? (
        outcomeOf(result)
      ) : (
        button
      )}
      {isAsking && (
        <Dialog
          title={words.undoTitle}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{general.cancel}</Button>
              <Button look="primary" disabled={undo.isSending || start.isSending} onClick={() => void run()}>
                {words.undo}
              </Button>
            </>
          }
        >
          <p className="kern-body">{words.undoText}</p>
          <TextField label={words.reason} value={reason} maxLength={500} onChange={setReason} />
          {undo.failure && <FailureAlert failure={undo.failure} />}
          {start.failure && <FailureAlert failure={start.failure} />}
        </Dialog>
      )}
    </>
  );
}

function Undone({ changed }: ChangeResult) {
  const words = useWords(deskWords);
  return <Alert kind="success" title={`${words.undone}: ${useFormat().number(changed)}`} />;
}

function NotUndone({ refused, children }: ChangeResult & { children: React.ReactNode }) {
  const words = useWords(deskWords);
  const format = useFormat();
  return (
    <>
      <Alert kind="warning" title={words.undoRefused}>
        {words.undoRefusedText(format.number(refused))}
      </Alert>
      {children}
    </>
  );
}
