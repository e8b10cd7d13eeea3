import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { Failure } from '../api/failure';
import { asFailure } from '../api/use-query';
import { useSettled } from '../shell/school-finder';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { Button } from './button';
import { FailureAlert } from './failure-alert';

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
  const id = useId();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Pick[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [active, setActive] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const search = useSettled(text.trim());
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
  const take = (pick: Pick | undefined) => {
    if (!pick) return;
    known.set(`${label} ${pick.id}`, pick.name);
    setText('');
    setOpen(false);
    onChange(pick.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
    if (!found || found.length === 0 || !isOpen) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      take(found[active]);
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setActive((active + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
  };
  const isShown = isOpen && found !== null && search.length >= SHORTEST;
  return (
    <div className="kern-form-input pick">
      {value ? (
        <>
          <span className="kern-label" id={`${id}-label`}>
            {label}
          </span>
          <span className="chip pick__chosen">
            {name ?? value}
            <Button look="tertiary" icon="close" iconOnly onClick={() => onChange('')}>
              {`${label}: ${words.all}`}
            </Button>
          </span>
        </>
      ) : (
        <>
          <label className="kern-label" htmlFor={id}>
            {label}
          </label>
          <input
            className="kern-form-input__input"
            id={id}
            type="text"
            role="combobox"
            autoComplete="off"
            aria-autocomplete="list"
            aria-expanded={isShown}
            aria-controls={`${id}-list`}
            aria-activedescendant={isShown && found[active] ? `${id}-${active}` : undefined}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              setActive(0);
              setOpen(true);
            }}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
          <div className="finder__list" hidden={!isShown}>
            <div role="listbox" id={`${id}-list`} aria-label={label}>
              {found?.map((pick, index) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox’s, which keeps the focus.
                <div
                  tabIndex={-1}
                  key={pick.id}
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === active}
                  className="finder__school"
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => take(pick)}
                >
                  <span className="finder__name">{pick.name}</span>
                  {pick.more && <span className="finder__more">{pick.more}</span>}
                </div>
              ))}
            </div>
            {found?.length === 0 && <p className="finder__note">{words.nothingFound}</p>}
          </div>
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
