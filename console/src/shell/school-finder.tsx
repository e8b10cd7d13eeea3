import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { FindSchools } from '../api/operations';
import { useQuery } from '../api/use-query';
import { useFormat } from '../words/format';
import { useWords } from '../words/words';
import { shellWords } from './words';

const PAUSE_MS = 180;

/** The way to a school from anywhere, by number, name or city: a combobox in the header, Ctrl-K from the keyboard. */
export function SchoolFinder() {
  const words = useWords(shellWords);
  const format = useFormat();
  const navigate = useNavigate();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const search = useSettled(text.trim());
  const { data, isLoading, failure } = useQuery(FindSchools, isOpen && search.length >= 2 ? { search } : null);
  const schools = data?.schools.edges.map(({ node }) => node) ?? [];
  const isShown = isOpen && search.length >= 2 && (data !== null || failure !== null);
  const further = (data?.schools.totalCount ?? 0) - schools.length;

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);

  const open = (number: string) => {
    setText('');
    setOpen(false);
    input.current?.blur();
    void navigate({ to: '/schools/$number', params: { number }, search: {} });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
    if (event.key === 'Enter' && /^\d{6}$/.test(text.trim())) return open(text.trim());
    if (!isShown || schools.length === 0) return;
    if (event.key === 'Enter' && !isLoading) open(schools[active]?.number ?? '');
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setActive((active + (event.key === 'ArrowDown' ? 1 : schools.length - 1)) % schools.length);
  };
  return (
    <div className="finder">
      <label className="kern-sr-only" htmlFor={id}>
        {words.findSchool}
      </label>
      <input
        ref={input}
        id={id}
        className="finder__input"
        type="search"
        role="combobox"
        autoComplete="off"
        placeholder={`${words.findSchool}: ${words.findSchoolHint}`}
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && schools[active] ? `${id}-${active}` : undefined}
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
        <div role="listbox" id={`${id}-list`} aria-label={words.findSchool}>
          {schools.map(({ id: school, number, name, city, inOperation }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox’s, which keeps the focus.
            <div
              tabIndex={-1}
              key={school}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className="finder__school"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => open(number)}
            >
              <span className="finder__name">{name}</span>
              <span className="finder__more">
                {number} · {city}
                {!inOperation && ` · ${words.closed}`}
              </span>
            </div>
          ))}
        </div>
        {data && schools.length === 0 && <p className="finder__note">{words.noSchool}</p>}
        {failure && <p className="finder__note">{failure.message}</p>}
        {further > 0 && <p className="finder__note">{words.moreSchools(format.number(further))}</p>}
      </div>
      <p className="kern-sr-only" role="status">
        {isShown && data ? words.hits(format.number(data.schools.totalCount)) : ''}
      </p>
    </div>
  );
}

/** A text once nobody has typed for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
