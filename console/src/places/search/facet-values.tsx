import { useState } from 'react';
import type { CountedFacet } from '../../api/operations';
import { Icon } from '../../parts/icon';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { type FacetValue, inOrder, useFacetText } from './facet-text';
import { searchWords } from './words';

interface Props {
  facet: CountedFacet;
  chosen: readonly string[];
  onToggle(value: string): void;
}

/** So many are shown at first. */
const SHORT = 8;
/** Of one facet so many are told: the most frequent. */
const MOST = 100;

/** The values of a facet with their counts, each a button that stays pressed; what is below a value is shown below it. */
export function FacetValues({ facet, chosen, onToggle }: Props) {
  const words = useWords(searchWords);
  const [isWhole, setWhole] = useState(false);
  const isTree = facet.values.some(({ parent }) => parent !== null);
  const told = new Set(facet.values.map(({ value }) => value));
  // What is chosen and has no hits is shown all the same: with 0, to be given up.
  const absent = chosen
    .filter((value) => !told.has(value))
    .map((value) => ({ value, label: null, parent: null, count: 0 }));
  const top = [...absent, ...inOrder(facet.name, facet.values).filter(({ parent }) => !parent || !told.has(parent))];
  const isShort = top.length > SHORT + 2 && !isWhole && facet.name !== 'GRADE';
  const shown = isShort ? top.filter(({ value }, at) => at < SHORT || chosen.includes(value)) : top;
  return (
    <>
      <ul className="facet__values">
        {shown.map((value) => (
          <Value key={value.value} {...{ facet, chosen, onToggle, value, isTree }} />
        ))}
      </ul>
      {isShort && (
        <button type="button" className="link-button" onClick={() => setWhole(true)}>
          {words.moreValues(String(top.length - shown.length))}
          <span className="kern-sr-only">: {words.facet[facet.name]}</span>
        </button>
      )}
      {!isShort && facet.values.length === MOST && <p className="note">{words.mostFrequent(String(MOST))}</p>}
    </>
  );
}

interface ValueProps extends Props {
  value: FacetValue;
  isTree: boolean;
}

function Value({ facet, chosen, onToggle, value: { value, count }, isTree }: ValueProps) {
  const words = useWords(searchWords);
  const format = useFormat();
  const textOf = useFacetText();
  const below = isTree ? facet.values.filter(({ parent }) => parent === value) : [];
  const isWithin = chosen.some((one) => isBelow(facet, one, value));
  const [isOpen, setOpen] = useState(isWithin);
  const isChosen = chosen.includes(value);
  const text = textOf(facet.name, value);
  const number = format.number(count);
  return (
    <li>
      <div className="facet__row">
        {below.length > 0 ? (
          <button type="button" className="facet__branch" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <Icon name={isOpen ? 'arrow-down' : 'chevron-right'} size="small" />
            <span className="kern-sr-only">{words.below(text)}</span>
          </button>
        ) : (
          isTree && <span className="facet__leaf" />
        )}
        <button type="button" className="facet__value" aria-pressed={isChosen} onClick={() => onToggle(value)}>
          <span className="facet__name">
            {isChosen && <Icon name="check" size="small" />}
            {text}
          </span>
          <span className="facet__count">
            {facet.isExact ? number : words.atLeast(number)}
            <span className="kern-sr-only"> {words.media}</span>
          </span>
        </button>
      </div>
      {isOpen && below.length > 0 && (
        <ul className="facet__values facet__values--below">
          {below.map((one) => (
            <Value key={one.value} {...{ facet, chosen, onToggle, isTree }} value={one} />
          ))}
        </ul>
      )}
    </li>
  );
}

function isBelow(facet: CountedFacet, value: string, above: string): boolean {
  const parent = facet.values.find((one) => one.value === value)?.parent ?? null;
  return parent !== null && (parent === above || isBelow(facet, parent, above));
}
