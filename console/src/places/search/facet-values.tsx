import { useState } from 'react';
import type { CountedFacet } from '../../api/operations';
import { TextField } from '../../parts/fields';
import { Icon } from '../../parts/icon';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { type FacetValue, inOrder, rememberNames, useFacetText } from './facet-text';
import type { TitleSearch } from './search-address';
import { useAllValues } from './use-titles';
import { searchWords } from './words';

interface Props {
  facet: CountedFacet;
  /** The search whose facets are counted. */
  asked: TitleSearch;
  chosen: readonly string[];
  onToggle(value: string): void;
}

/** This many values are shown at first. */
const SHORT = 8;
/** This many values of each facet are counted beside the hits, the most frequent ones. Others are read on request. */
const COUNTED = 100;
/** At most this many values of any facet are counted. */
const MOST = 1_000;

/** Shows the values of a facet with their counts as toggle buttons. The values below a value are indented under it. */
export function FacetValues({ facet: counted, asked, chosen, onToggle }: Props) {
  const words = useWords(searchWords);
  const format = useFormat();
  const textOf = useFacetText();
  const [isWhole, setWhole] = useState(false);
  const [text, setText] = useState('');
  const isTree = counted.values.some(({ parent }) => parent !== null);
  const isCut = counted.values.length >= COUNTED;
  const all = useAllValues(asked, isCut && isWhole ? counted.name : null);
  const facet = all ? { ...counted, values: all } : counted;
  if (all) rememberNames([facet]);
  const listed = new Set(facet.values.map(({ value }) => value));
  // A chosen value without hits is shown with 0, so that it can be removed.
  const absent = chosen
    .filter((value) => !listed.has(value))
    .map((value) => ({ value, label: null, parent: null, count: 0 }));
  const wanted = text.trim().toLowerCase();
  const top = [
    ...absent,
    ...inOrder(facet.name, facet.values).filter(({ value, parent }) =>
      wanted ? textOf(facet.name, value).toLowerCase().includes(wanted) : !parent || !listed.has(parent),
    ),
  ];
  const isShort = !isWhole && (isCut || top.length > SHORT + 2) && facet.name !== 'GRADE';
  const shown = isShort ? top.filter(({ value }, at) => at < SHORT || chosen.includes(value)) : top.slice(0, COUNTED);
  const name = words.facet[facet.name];
  const count = all && `${all.length >= MOST ? words.atLeast(format.number(MOST)) : format.number(all.length)}`;
  return (
    <>
      {isCut && isWhole && <TextField label={words.findValue(name)} value={text} onChange={setText} />}
      <ul className="facet__values">
        {shown.map((value) => (
          <Value key={value.value} {...{ facet, chosen, onToggle, value }} isTree={isTree && !wanted} />
        ))}
      </ul>
      {isShort && (
        <button type="button" className="link-button" onClick={() => setWhole(true)}>
          {isCut ? words.allValues : words.moreValues(String(top.length - shown.length))}
          <span className="kern-sr-only">: {name}</span>
        </button>
      )}
      {isCut && isWhole && (
        <p className="note" role="status">
          {wanted && top.length === 0
            ? words.noValue
            : count && words.shownValues(format.number(shown.length), count, shown.length < top.length)}
        </p>
      )}
    </>
  );
}

interface ValueProps extends Omit<Props, 'asked'> {
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
