import { useId, useState } from 'react';
import type { CountedFacet } from '../../api/operations';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { useAddress } from '../../shell/address';
import { asDay } from '../../words/format';
import { useWords } from '../../words/words';
import { FacetValues } from './facet-values';
import { boundsOf, chosenOf, FACETS, type FacetField, type TitleSearch, toggled } from './search-address';
import type { useFacets } from './use-titles';
import { searchWords } from './words';

/** These facets are open from the start, because teachers narrow by them first. */
const OPEN = new Set(['SUBJECT', 'GRADE', 'KIND']);

/**
 * Shows the values by which the hits can be narrowed, and how many hits each would leave. On narrow screens a button
 * opens it.
 */
export function FacetPanel({ facets, query, asked }: ReturnType<typeof useFacets> & { asked: TitleSearch }) {
  const words = useWords(searchWords);
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [address, setAddress] = useAddress();
  const chosen = FACETS.reduce((sum, field) => sum + chosenOf(field, address).length, 0);
  const isInexact = facets?.some(({ isExact }) => !isExact) === true;
  return (
    <section className={isOpen ? 'facets' : 'facets is-closed'} aria-label={words.narrow} aria-busy={query.isLoading}>
      <div className="facets__toggle">
        <Button
          icon={isOpen ? 'arrow-up' : 'arrow-down'}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {chosen > 0 ? words.narrowBy(String(chosen)) : words.narrow}
        </Button>
      </div>
      <div className="facets__body" id={id}>
        {query.failure && <FailureAlert failure={query.failure} onAgain={query.reload} />}
        {isInexact && <p className="note">{words.inexact}</p>}
        {FACETS.map((field) => (
          <FacetGroup
            key={field.name}
            field={field}
            facet={facets?.find(({ name }) => name === field.name)}
            asked={asked}
          />
        ))}
        <TextField
          label={words.addedSince}
          type="date"
          value={asDay(address.since) ?? ''}
          onChange={(since) => setAddress({ since }, false)}
        />
      </div>
    </section>
  );
}

interface GroupProps {
  field: FacetField;
  facet: CountedFacet | undefined;
  asked: TitleSearch;
}

function FacetGroup({ field, facet, asked }: GroupProps) {
  const words = useWords(searchWords);
  const [address, setAddress] = useAddress();
  const chosen = chosenOf(field, address);
  const [isOpen, setOpen] = useState(OPEN.has(field.name) || chosen.length > 0);
  // A facet without values cannot narrow anything. One with a chosen value is shown, so that the value can be removed.
  if ((facet?.values.length ?? 0) === 0 && chosen.length === 0) return null;
  return (
    <details className="facet" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {words.facet[field.name]}
        {chosen.length > 0 && <span className="facet__chosen"> {words.chosen(String(chosen.length))}</span>}
      </summary>
      {field.name === 'YEAR' && <Years value={chosen[0]} onChange={(year) => setAddress({ year }, false)} />}
      {facet && (
        <FacetValues
          facet={facet}
          asked={asked}
          chosen={chosen}
          onToggle={(value) => setAddress(toggled(field, address, value), false)}
        />
      )}
    </details>
  );
}

const YEAR = /^\d{4}$/;

/** A span of years, which narrows the hits once both years are complete. */
function Years({ value, onChange }: { value: string | undefined; onChange(years: string): void }) {
  const words = useWords(searchWords);
  const [from, until] = boundsOf(value).map((year) => (year === null ? '' : String(year)));
  const [typed, setTyped] = useState({ value, from, until });
  if (typed.value !== value) setTyped({ value, from, until });
  const settle = () => {
    const [first = '', last = ''] = [typed.from, typed.until];
    if ([first, last].some((year) => year !== '' && !YEAR.test(year))) return;
    const next = first === last ? first : `${first}-${last}`;
    if (next !== (value ?? '')) onChange(next);
  };
  const field = (label: string, name: 'from' | 'until') => (
    <TextField
      label={label}
      inputMode="numeric"
      maxLength={4}
      value={typed[name] ?? ''}
      onChange={(year) => setTyped({ ...typed, [name]: year.trim() })}
      onBlur={settle}
      onKeyDown={({ key }) => key === 'Enter' && settle()}
    />
  );
  return (
    <div className="facet__span">
      {field(words.yearFrom, 'from')}
      {field(words.yearUntil, 'until')}
    </div>
  );
}
