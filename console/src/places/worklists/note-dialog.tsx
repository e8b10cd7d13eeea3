import { useState } from 'react';
import { NoteRow, OwnSubject } from '../../api/operations';
import { useQuery, useSend } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { FailureAlert } from '../../parts/failure-alert';
import { Check, TextField } from '../../parts/fields';
import { common } from '../../words/common';
import { beginOf, dayOf } from '../../words/format';
import { useWords } from '../../words/words';
import { type ListName, type RowToNote, WORKLIST } from './lists';
import { worklistWords } from './words';

interface Props {
  list: ListName;
  row: RowToNote;
  onClose(): void;
  onSaved(): void;
}

/**
 * Postpones a row, assigns it to the reader, or adds a note for colleagues. Where a colleague has saved first, nothing
 * is overwritten.
 */
export function NoteDialog({ list, row, onClose, onSaved }: Props) {
  const words = useWords(worklistWords);
  const general = useWords(common);
  const { data } = useQuery(OwnSubject, {});
  const subject = data?.me.subject ?? null;
  const { id, note } = row;
  const [day, setDay] = useState(note?.snoozedUntil ? dayOf(note.snoozedUntil) : '');
  const [taken, setTaken] = useState<boolean | null>(null);
  const isMine = taken ?? (subject !== null && note?.assignee === subject);
  const [text, setText] = useState(note?.text ?? '');
  const [wasChanged, setChanged] = useState(false);
  const noting = useSend(NoteRow);
  const save = async () => {
    const data = await noting.send({
      input: {
        list: WORKLIST[list],
        rows: [{ id, version: note?.version ?? 0 }],
        assignee: isMine ? subject : note?.assignee === subject ? null : (note?.assignee ?? null),
        snoozedUntil: day ? beginOf(day) : null,
        text: text.trim() || null,
      },
    });
    if (data?.noteWorklist?.applied) onSaved();
    else if (data) setChanged(true);
  };
  return (
    <Dialog
      title={`${words.noteTitle}: ${row.name}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button look="primary" disabled={noting.isSending} onClick={() => void save()}>
            {words.save}
          </Button>
        </>
      }
    >
      {wasChanged && (
        <Alert kind="warning" title={words.changed}>
          {words.changedText}
        </Alert>
      )}
      {noting.failure && <FailureAlert failure={noting.failure} />}
      <TextField label={words.snoozeUntil} type="date" value={day} min={dayOf(Date.now())} onChange={setDay} />
      {subject && <Check label={words.mine} checked={isMine} onChange={setTaken} />}
      <TextField label={words.text} value={text} maxLength={500} onChange={setText} />
    </Dialog>
  );
}
