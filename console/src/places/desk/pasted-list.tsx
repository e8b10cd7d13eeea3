import { useState } from 'react';
import { ResolveList, type ResolveListData } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { FileField, TextArea } from '../../parts/fields';
import { Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';
import { outcomeWords } from './outcome-words';

interface Props {
  /** The rows that were pasted before or have been taken. */
  rows: readonly string[];
  /** Is called with the list as it is now, so that it survives a reload and a change to another way of choosing. */
  onPaste(rows: readonly string[]): void;
  onTake(rows: readonly string[]): void;
}

/**
 * Reads school numbers from a spreadsheet, a mail or a file, and shows which school each row means before any is
 * chosen.
 */
export function PastedList({ rows, onPaste, onTake }: Props) {
  const words = useWords(assignWords);
  const format = useFormat();
  const [text, setText] = useState(rows.join('\n'));
  const [checked, setChecked] = useState<readonly string[] | null>(rows.length > 0 ? rows : null);
  const { data, failure, reload } = useQuery(ResolveList, checked ? { numbers: checked } : null);
  const found = data?.resolveSchools;
  return (
    <div className="stack">
      <TextArea
        label={words.list}
        hint={words.listHint}
        value={text}
        rows={8}
        onChange={setText}
        onBlur={() => onPaste(rowsOf(text))}
      />
      <FileField
        label={words.file}
        accept=".csv,.txt,text/csv,text/plain"
        onChange={async (file) => {
          if (!file) return;
          const read = await textOf(file);
          setText(read);
          onPaste(rowsOf(read));
        }}
      />
      <div>
        <Button onClick={() => setChecked(rowsOf(text))} disabled={text.trim() === ''}>
          {words.check}
        </Button>
      </div>
      {failure && <FailureAlert failure={failure} onAgain={reload} />}
      {checked && !found && !failure && <Loading />}
      {found && checked && <Found found={found} />}
      {found && checked && found.matched.length > 0 && (
        <div>
          <Button look="primary" icon="check" onClick={() => onTake(found.matched.map(({ school }) => school.id))}>
            {words.takeList(format.number(found.matched.length), found.matched.length === 1)}
          </Button>
        </div>
      )}
    </div>
  );
}

function Found({ found }: { found: ResolveListData['resolveSchools'] }) {
  const words = useWords(assignWords);
  const reasons = useWords(outcomeWords).unmatched;
  const format = useFormat();
  const { matched, duplicates, unmatched } = found;
  return (
    <>
      <Alert
        kind={matched.length > 0 ? 'success' : 'warning'}
        title={words.matched(format.number(matched.length), matched.length === 1)}
      >
        {duplicates.length > 0 && (
          <p className="kern-body">{words.duplicates(format.number(duplicates.length), duplicates.length === 1)}</p>
        )}
      </Alert>
      {unmatched.length > 0 && (
        <>
          <Alert kind="warning" title={words.unmatched(format.number(unmatched.length), unmatched.length === 1)}>
            <p className="kern-body">{words.unmatchedText}</p>
          </Alert>
          <Table
            caption={words.unmatched(format.number(unmatched.length), unmatched.length === 1)}
            rows={unmatched}
            rowKey={({ row }) => String(row)}
            columns={[
              { key: 'row', title: words.row, isNumeric: true, cell: ({ row }) => format.number(row) },
              { key: 'text', title: words.text, cell: ({ text }) => <span className="quote">{text}</span> },
              { key: 'why', title: words.why, cell: ({ reason }) => reasons[reason] },
            ]}
          />
        </>
      )}
    </>
  );
}

function rowsOf(text: string): string[] {
  const rows = text.split(/\r\n|\r|\n/);
  while (rows.length > 0 && rows.at(-1)?.trim() === '') rows.pop();
  return rows;
}

/** Spreadsheet programs still write files in Windows-1252, so text that is not UTF-8 is read as that. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
