import { useState } from 'react';
import { Button } from '../../parts/button';
import { Combobox } from '../../parts/combobox';
import { useDebounced } from '../../parts/use-debounced';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import type { TitleSearch } from './search-address';
import { useSuggestions } from './use-titles';
import { searchWords } from './words';

interface Props {
  /** The present search. */
  asked: TitleSearch;
  onSearch(text: string): void;
  input: React.Ref<HTMLInputElement>;
}

const SHORTEST = 2;

/**
 * The search field, which suggests titles while somebody types, and searches for the text or for the suggestion that
 * was taken.
 */
export function SearchField({ asked, onSearch, input }: Props) {
  const words = useWords(searchWords);
  const general = useWords(common);
  const format = useFormat();
  const inAddress = asked.search ?? '';
  const [text, setText] = useState(inAddress);
  const [shown, setShown] = useState(inAddress);
  if (shown !== inAddress) {
    setShown(inAddress);
    setText(inAddress);
  }
  const debounced = useDebounced(text.trim());
  // The present search is not suggested, because its hits are listed below.
  const suggestions = useSuggestions(debounced.length >= SHORTEST && debounced !== inAddress ? debounced : '', asked);
  const search = (wanted: string) => {
    setText(wanted);
    onSearch(wanted.trim());
  };
  return (
    <form
      className="search-field"
      onSubmit={(event) => {
        event.preventDefault();
        search(text);
      }}
    >
      <div className="kern-form-input finder">
        <Combobox
          label={words.search}
          input={input}
          text={text}
          onText={setText}
          options={suggestions}
          keyOf={({ id }) => id}
          onTake={({ name }) => search(name)}
          isStale={debounced !== text.trim()}
          onEnter={() => {
            search(text);
            return true;
          }}
          status={suggestions ? words.suggestions(format.number(suggestions.length), suggestions.length === 1) : ''}
        >
          {({ name, kind, publisher }) => (
            <>
              <span className="finder__name">{name}</span>
              <span className="finder__more">
                {general.kind[kind]} · {publisher}
              </span>
            </>
          )}
        </Combobox>
      </div>
      <Button type="submit" look="primary" icon="search">
        {words.submit}
      </Button>
    </form>
  );
}
