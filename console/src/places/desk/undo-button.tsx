import { useState } from 'react';
import { Undo } from '../../api/operations';
import { useSend } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { deskWords } from './words';

/** Takes back a change as a whole, after a question. */
export function UndoButton({ change }: { change: string }) {
  const words = useWords(deskWords);
  const general = useWords(common);
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [outcome, setOutcome] = useState<{ applied: boolean; count: number } | null>(null);
  const undo = useSend(Undo);
  const run = async () => {
    const data = await undo.send({ change, reason: reason.trim() || null, preview: false });
    if (!data?.result) return;
    const { applied, changed, refused } = data.result;
    setOutcome({ applied, count: applied ? changed : refused });
    setAsking(false);
  };
  if (outcome?.applied) return <Alert kind="success" title={`${words.undone}: ${format.number(outcome.count)}`} />;
  return (
    <>
      {outcome && (
        <Alert kind="warning" title={words.undoRefused}>
          {words.undoRefusedText(format.number(outcome.count))}
        </Alert>
      )}
      <Button icon="arrow-back" onClick={() => setAsking(true)}>
        {words.undo}
      </Button>
      {isAsking && (
        <Dialog
          title={words.undoTitle}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{general.cancel}</Button>
              <Button look="primary" disabled={undo.isSending} onClick={() => void run()}>
                {words.undo}
              </Button>
            </>
          }
        >
          <p className="kern-body">{words.undoText}</p>
          <TextField label={words.reason} value={reason} maxLength={500} onChange={setReason} />
          {undo.failure && <FailureAlert failure={undo.failure} />}
        </Dialog>
      )}
    </>
  );
}
