import {
  type CountedFacet,
  NameFacetValues,
  type SchoolType,
  type TitleFacetName,
  type TitleKind,
  type UsageRight,
} from '../../api/operations';
import { useQuery } from '../../api/use-query';
import type { Address } from '../../shell/address';
import { common } from '../../words/common';
import { useLanguage, useWords } from '../../words/words';
import { boundsOf, chosenOf, FACETS } from './search-address';
import { searchWords } from './words';

export type FacetValue = CountedFacet['values'][number];

/** The names of codes from lists that were read. A list without hits names none. */
const listed = new Map<string, string>();

interface NamedValues {
  readonly name: TitleFacetName;
  readonly values: readonly { readonly value: string; readonly label: string | null }[];
}

export function rememberNames(facets: readonly NamedValues[]): void {
  for (const { name, values } of facets) {
    for (const { value, label } of values) if (label) listed.set(`${name} ${value}`, label);
  }
}

/** The facets whose values are codes. */
const CODED: readonly TitleFacetName[] = ['SUBJECT', 'COMPETENCE'];

/**
 * Reads the names of chosen codes that no list has named, because the search of an opened address may find nothing.
 *
 * @param isRead whether the list has been read
 */
export function useNamesOfChosen(address: Address, isRead: boolean): void {
  const isUnnamed = FACETS.some(
    (field) =>
      CODED.includes(field.name) && chosenOf(field, address).some((value) => !listed.has(`${field.name} ${value}`)),
  );
  const { data } = useQuery(NameFacetValues, isRead && isUnnamed ? { names: CODED } : null);
  if (data) rememberNames(data.titles.facets);
}

/** Returns the name of a value of a facet. */
export function useFacetText(): (facet: TitleFacetName, value: string) => string {
  const words = useWords(searchWords);
  const { kind, right } = useWords(common);
  const languages = new Intl.DisplayNames([useLanguage()], { type: 'language', fallback: 'code' });
  return (facet, value) => {
    switch (facet) {
      case 'KIND':
        return kind[value as TitleKind] ?? value;
      case 'RIGHT':
        return right[value as UsageRight] ?? value;
      case 'SCHOOL_TYPE':
        return words.schoolType[value as SchoolType] ?? value;
      case 'GRADE':
        return words.gradeValue(value);
      case 'AGE_RATING':
        return words.ageValue(value);
      case 'OPEN_LICENCE':
        return value === 'true' ? words.openYes : words.openNo;
      case 'LANGUAGE':
        return nameOfLanguage(languages, value);
      case 'DURATION': {
        const [from, until] = boundsOf(value).map((seconds) =>
          seconds === null ? '' : String(Math.floor(seconds / 60)),
        );
        return !until
          ? words.longer(from as string)
          : from === '0'
            ? words.shorter(until)
            : words.minutesFromTo(from as string, until);
      }
      case 'YEAR': {
        const [from, until] = boundsOf(value);
        if (from === until) return String(from);
        return until === null
          ? words.sinceYear(String(from))
          : from === null
            ? words.untilYear(String(until))
            : `${from}–${until}`;
      }
      default:
        return listed.get(`${facet} ${value}`) ?? value;
    }
  };
}

/** Returns the language's name, or the source's text where that is no language code. */
function nameOfLanguage(languages: Intl.DisplayNames, code: string): string {
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Orders values as people look for them: numbers by size, years with the latest first, and others by their counts. */
export function inOrder(facet: TitleFacetName, values: readonly FacetValue[]): readonly FacetValue[] {
  const number = ({ value }: FacetValue) => Number.parseInt(value, 10);
  if (facet === 'YEAR') return [...values].sort((one, other) => number(other) - number(one));
  const isNumeric = facet === 'GRADE' || facet === 'AGE_RATING' || facet === 'DURATION';
  return isNumeric ? [...values].sort((one, other) => number(one) - number(other)) : values;
}
