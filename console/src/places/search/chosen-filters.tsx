import type { RefObject } from 'react';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { useAddress } from '../../shell/address';
import { asDay, beginOf, useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { useFacetText } from './facet-text';
import { chosenOf, FACETS, NO_FILTERS, toggled } from './search-address';
import { searchWords } from './words';

/**
 * Shows the filters of the hits, each of which can be removed. When a filter with the focus is removed, the search
 * field gets the focus.
 */
export function ChosenFilters({ input }: { input: RefObject<HTMLInputElement | null> }) {
  const words = useWords(searchWords);
  const format = useFormat();
  const textOf = useFacetText();
  const [address, setAddress] = useAddress();
  const since = asDay(address.since);
  const remove = (changes: Parameters<typeof setAddress>[0]) => {
    setAddress(changes, false);
    input.current?.focus();
  };
  const chips = FACETS.flatMap((field) =>
    chosenOf(field, address).map((value) => ({
      key: `${field.key} ${value}`,
      text: `${words.facet[field.name]}: ${textOf(field.name, value)}`,
      without: toggled(field, address, value),
    })),
  );
  if (since)
    chips.push({ key: 'since', text: `${words.addedSince}: ${format.date(beginOf(since))}`, without: { since: '' } });
  if (chips.length === 0) return null;
  return (
    <div className="chosen-filters">
      <ul className="chosen" aria-label={words.chosenFilters}>
        {chips.map(({ key, text, without }) => (
          <Chip key={key} onRemove={() => remove(without)}>
            {text}
          </Chip>
        ))}
      </ul>
      {chips.length > 1 && (
        <Button look="tertiary" onClick={() => remove(NO_FILTERS)}>
          {words.noFilters}
        </Button>
      )}
    </div>
  );
}
