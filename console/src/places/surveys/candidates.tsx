import { useState } from 'react';
import { FindLicences } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { useDebounced } from '../../parts/use-debounced';
import { useWords } from '../../words/words';
import { centsOf } from './euros';
import { surveyWords } from './words';

export interface Candidate {
  readonly name: string;
  /** Null where the licence does not exist yet. */
  readonly licenceId: string | null;
  readonly publisher: string;
  readonly price: string;
}

interface PickerProps {
  label: string;
  /** Is given where something that is no licence may be named. */
  onName?: (name: string) => void;
  onLicence(licence: { readonly id: string; readonly name: string }): void;
}

/** Finds licences that the reader may assign. */
export function LicencePicker({ label, onName, onLicence }: PickerProps) {
  const words = useWords(surveyWords);
  const [text, setText] = useState('');
  const search = useDebounced(text.trim());
  const { data, failure } = useQuery(FindLicences, search.length >= 2 ? { search, first: 6, after: null } : null);
  const take = (act: () => void) => {
    act();
    setText('');
  };
  return (
    <div>
      <TextField label={label} type="search" autoComplete="off" value={text} onChange={setText} />
      {failure && <FailureAlert failure={failure} />}
      {search.length >= 2 && data && (
        <ul className="offers" aria-label={label}>
          {data.licences.edges.map(({ node }) => (
            <li key={node.id}>
              <button type="button" className="offer" onClick={() => take(() => onLicence(node))}>
                <span className="offer__name">{node.name}</span>
                <span className="cell__more">
                  {node.number} · {node.publisher}
                </span>
              </button>
            </li>
          ))}
          {onName && (
            <li>
              <button type="button" className="offer" onClick={() => take(() => onName(search))}>
                <span className="offer__name">{words.candidateNew(search)}</span>
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

export function Candidates({
  candidates,
  onChange,
}: {
  candidates: readonly Candidate[];
  onChange(candidates: readonly Candidate[]): void;
}) {
  const words = useWords(surveyWords);
  const add = (name: string, licenceId: string | null) =>
    onChange([...candidates, { name, licenceId, publisher: '', price: '' }]);
  const set = (index: number, changes: Partial<Candidate>) =>
    onChange(candidates.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  return (
    <div className="stack">
      <LicencePicker
        label={words.candidateSearch}
        onName={(name) => add(name, null)}
        onLicence={({ id, name }) => candidates.every(({ licenceId }) => licenceId !== id) && add(name, id)}
      />
      <ol className="candidates">
        {candidates.map(({ name, licenceId, publisher, price }, index) => (
          <li key={licenceId ?? name} className="candidate">
            <p className="candidate__name">{name}</p>
            {licenceId === null && (
              <TextField
                label={words.publisher}
                value={publisher}
                onChange={(text) => set(index, { publisher: text })}
              />
            )}
            <TextField
              label={words.priceOf(name)}
              inputMode="decimal"
              value={price}
              error={price !== '' && centsOf(price) === undefined ? words.priceWrong : null}
              onChange={(text) => set(index, { price: text })}
            />
            <Button look="tertiary" icon="close" onClick={() => onChange(candidates.filter((_, at) => at !== index))}>
              {words.remove}
            </Button>
          </li>
        ))}
      </ol>
    </div>
  );
}
