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
  /** The chosen id; empty where none is chosen. */
  value: string;
  /** Returns the options that fit a text, with the best first. */
  find(text: string, signal: AbortSignal): Promise<readonly Pick[]>;
  /** Returns the name of an id that only the address contains; null where it is unknown. */
  nameOf?(id: string, signal: AbortSignal): Promise<string | null>;
  onChange(id: string): void;
}

const SHORTEST = 2;
/** The names of options that were chosen here, by label and id. */
const known = new Map<string, string>();

/** A field that finds one of many options by typing. The chosen option stands in its place until it is removed. */
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
