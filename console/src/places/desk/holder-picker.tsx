import { useId, useState } from 'react';
import { FindHolders, type HolderLevel } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Chip } from '../../parts/chip';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { useDebounced } from '../../parts/use-debounced';
import { common } from '../../words/common';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';

export interface Holder {
  readonly level: HolderLevel;
  readonly id: string;
  readonly name: string;
  readonly number?: string;
}

interface Props {
  label: string;
  chosen: readonly Holder[];
  error?: string | null;
  onAdd(holder: Holder): void;
  onRemove(holder: Holder): void;
}

/** Finds schools, authorities and groups by name or number, and the reader’s own organisations. */
export function HolderPicker({ label, chosen, error, onAdd, onRemove }: Props) {
  const words = useWords(assignWords);
  const general = useWords(common);
  const id = useId();
  const [text, setText] = useState('');
  const search = useDebounced(text.trim());
  const isAsked = search.length >= 2;
  const { data, failure, reload } = useQuery(
    FindHolders,
    isAsked ? { search, authorities: { search }, groups: { search } } : null,
  );
  const inName = ({ name, number }: { name: string; number: string }) =>
    `${name} ${number}`.toLowerCase().includes(search.toLowerCase());
  const found: Holder[] = data
    ? [
        ...data.me.organisations.filter(({ level }) => level !== 'AUTHORITY' && level !== 'SCHOOL').filter(inName),
        ...data.schoolAuthorities.edges.map(({ node }) => ({ ...node, level: 'AUTHORITY' as const })),
        ...data.schoolGroups.edges.map(({ node }) => ({ ...node, level: 'SCHOOL_GROUP' as const })),
        ...data.schools.edges.map(({ node }) => ({ ...node, level: 'SCHOOL' as const })),
      ]
    : [];
  const isChosen = (holder: Holder) => chosen.some((one) => one.level === holder.level && one.id === holder.id);
  const offered = found.filter((holder) => !isChosen(holder));
  return (
    <div>
      <TextField
        label={label}
        hint={words.holderHint}
        type="search"
        value={text}
        error={error ?? null}
        autoComplete="off"
        onChange={setText}
      />
      {failure && <FailureAlert failure={failure} onAgain={reload} />}
      {isAsked && data && (
        <ul className="offers" aria-label={label} id={id}>
          {offered.map((holder) => (
            <li key={`${holder.level}:${holder.id}`}>
              <button
                type="button"
                className="offer"
                onClick={() => {
                  onAdd(holder);
                  setText('');
                }}
              >
                <span className="offer__name">{holder.name}</span>
                <span className="cell__more">
                  {general.level[holder.level]} {holder.number}
                </span>
              </button>
            </li>
          ))}
          {offered.length === 0 && <li className="note">{words.noHolder}</li>}
        </ul>
      )}
      {chosen.length > 0 && (
        <ul className="chosen">
          {chosen.map((holder) => (
            <Chip key={`${holder.level}:${holder.id}`} onRemove={() => onRemove(holder)}>
              {holder.name}
            </Chip>
          ))}
        </ul>
      )}
    </div>
  );
}
