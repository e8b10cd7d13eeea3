import { useEffect, useState } from 'react';
import type { Failure } from '../api/failure';
import { asFailure } from '../api/use-query';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { Button } from './button';
import { Combobox } from './combobox';
import { FailureAlert } from './failure-alert';
import { useDebounced } from './use-debounced';

export interface Pick {
  readonly id: string;
  readonly name: string;
  readonly more?: string;
}

interface Props {
  label: string;
  /** The id that is chosen; empty where none is. */
  value: string;
  /** What fits a text, the best first. */
  find(text: string, signal: AbortSignal): Promise<readonly Pick[]>;
  /** What an id that stands in the address alone is called; null where nobody can say. */
  nameOf?(id: string, signal: AbortSignal): Promise<string | null>;
  onChange(id: string): void;
}

const SHORTEST = 2;
/** By label and id: what was chosen here is known by name. */
const known = new Map<string, string>();

/** One of many, found by typing: a combobox, and what was chosen in its place, until it is taken away. */
export function PickField({ label, value, find, nameOf, onChange }: Props) {
  const words = useWords(common);
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Pick[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const search = useDebounced(text.trim());
  const name = useName(label, value, nameOf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `find` is made anew with each drawing, and is always the same.
  useEffect(() => {
    setFound(null);
    if (search.length < SHORTEST) return;
    const control = new AbortController();
    setFailure(null);
    find(search, control.signal).then(
      (picks) => !control.signal.aborted && setFound(picks),
      (error) => !control.signal.aborted && setFailure(asFailure(error)),
    );
    return () => control.abort();
  }, [search]);
  const take = (pick: Pick) => {
    known.set(`${label} ${pick.id}`, pick.name);
    setText('');
    onChange(pick.id);
  };
  return (
    <div className="kern-form-input pick">
      {value ? (
        <>
          <span className="kern-label">{label}</span>
          <span className="chip pick__chosen">
            {name ?? value}
            <Button look="tertiary" icon="close" iconOnly onClick={() => onChange('')}>
              {`${label}: ${words.all}`}
            </Button>
          </span>
        </>
      ) : (
        <>
          <Combobox
            label={label}
            text={text}
            onText={setText}
            options={found}
            keyOf={({ id }) => id}
            onTake={take}
            takesFirst
            isStale={search !== text.trim()}
            notes={found?.length === 0 && <p className="finder__note">{words.nothingFound}</p>}
          >
            {(pick) => (
              <>
                <span className="finder__name">{pick.name}</span>
                {pick.more && <span className="finder__more">{pick.more}</span>}
              </>
            )}
          </Combobox>
          {failure && <FailureAlert failure={failure} />}
        </>
      )}
    </div>
  );
}

function useName(label: string, value: string, nameOf: Props['nameOf']): string | null {
  const key = `${label} ${value}`;
  const [, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `nameOf` is made anew with each drawing, and is always the same.
  useEffect(() => {
    if (!value || !nameOf || known.has(key)) return;
    const control = new AbortController();
    nameOf(value, control.signal).then(
      (name) => {
        if (name !== null) known.set(key, name);
        if (!control.signal.aborted) setTurn((turn) => turn + 1);
      },
      () => {
        // The id is shown then.
      },
    );
    return () => control.abort();
  }, [key]);
  return known.get(key) ?? null;
}
