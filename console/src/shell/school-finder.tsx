import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { FindSchools } from '../api/operations';
import { useQuery } from '../api/use-query';
import { Combobox } from '../parts/combobox';
import { useDebounced } from '../parts/use-debounced';
import { useFormat } from '../words/format';
import { useWords } from '../words/words';
import { shellWords } from './words';

/** Finds a school by number, name or city from any page. Ctrl-K moves the focus to it. */
export function SchoolFinder() {
  const words = useWords(shellWords);
  const format = useFormat();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const search = useDebounced(text.trim());
  const { data, isLoading, failure } = useQuery(FindSchools, search.length >= 2 ? { search } : null);
  const schools = data?.schools.edges.map(({ node }) => node) ?? [];
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
    input.current?.blur();
    void navigate({ to: '/schools/$number', params: { number }, search: {} });
  };
  const openTyped = () => {
    const isNumber = /^\d{6}$/.test(text.trim());
    if (isNumber) open(text.trim());
    return isNumber;
  };
  return (
    <div className="finder">
      <Combobox
        label={words.findSchool}
        isLabelHidden
        placeholder={`${words.findSchool}: ${words.findSchoolHint}`}
        className="finder__input"
        input={input}
        text={text}
        onText={setText}
        options={data && schools}
        keyOf={({ id }) => id}
        onTake={({ number }) => open(number)}
        takesFirst
        isStale={isLoading || search !== text.trim()}
        onEnter={openTyped}
        status={data ? words.hits(format.number(data.schools.totalCount)) : ''}
        notes={
          data && schools.length === 0 ? (
            <p className="finder__note">{words.noSchool}</p>
          ) : failure ? (
            <p className="finder__note">{failure.message}</p>
          ) : (
            further > 0 && <p className="finder__note">{words.moreSchools(format.number(further))}</p>
          )
        }
      >
        {({ name, number, city, inOperation }) => (
          <>
            <span className="finder__name">{name}</span>
            <span className="finder__more">
              {number} · {city}
              {!inOperation && ` · ${words.closed}`}
            </span>
          </>
        )}
      </Combobox>
    </div>
  );
}
