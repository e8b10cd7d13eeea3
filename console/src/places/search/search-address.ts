/** Reads a search from the address of the page, and writes it there. */
import type {
  Audience,
  SchoolType,
  TitleFacetName,
  TitleFilter,
  TitleKind,
  TitleOrder,
  UsageRight,
} from '../../api/operations';
import { type Address, listOf } from '../../shell/address';
import { asDay, beginOf } from '../../words/format';

export interface FacetField {
  readonly name: TitleFacetName;
  /** The name of the facet in the address. */
  readonly key: string;
  /** Whether several values may be chosen. Titles that have one of them are found. */
  readonly isMany?: boolean;
  /** The form of a value. Other values in an address are ignored, and not shown as chosen. */
  readonly value?: RegExp;
  /** Returns the filter for these values, of which there is at least one. */
  filter(values: readonly string[]): TitleFilter;
}

/** The facets in the order in which they are shown. */
export const FACETS: readonly FacetField[] = [
  {
    name: 'SUBJECT',
    key: 'subject',
    isMany: true,
    value: /^\d{3,11}$/,
    filter: (subjectCodes) => ({ subjectCodes }),
  },
  { name: 'GRADE', key: 'grade', value: /^\d{1,2}$/, filter: ([grade]) => ({ grade: Number(grade) }) },
  {
    name: 'SCHOOL_TYPE',
    key: 'type',
    isMany: true,
    filter: (types) => ({ schoolTypes: types as readonly SchoolType[] }),
  },
  { name: 'KIND', key: 'kind', isMany: true, filter: (kinds) => ({ kinds: kinds as readonly TitleKind[] }) },
  {
    name: 'DURATION',
    key: 'duration',
    value: /^\d{1,6}-\d{0,6}$/,
    filter: ([span]) => {
      const [from, until] = boundsOf(span);
      return { ...(from !== null && { minimumDuration: from }), ...(until !== null && { maximumDuration: until }) };
    },
  },
  {
    name: 'COMPETENCE',
    key: 'competence',
    isMany: true,
    value: /^\d(\.\d)?$/,
    filter: (competences) => ({ competences }),
  },
  { name: 'PUBLISHER', key: 'publisher', filter: ([publisher]) => ({ publisher: publisher as string }) },
  { name: 'LANGUAGE', key: 'language', filter: ([language]) => ({ language: language as string }) },
  {
    name: 'AGE_RATING',
    key: 'age',
    value: /^\d{1,2}$/,
    filter: ([age]) => ({ maximumAgeRating: Number(age) }),
  },
  {
    name: 'YEAR',
    key: 'year',
    value: /^(\d{4}(-(\d{4})?)?|-\d{4})$/,
    filter: ([span]) => {
      const [from, until] = boundsOf(span);
      return { ...(from !== null && { yearFrom: from }), ...(until !== null && { yearUntil: until }) };
    },
  },
  { name: 'RIGHT', key: 'right', filter: ([right]) => ({ right: right as UsageRight }) },
  {
    name: 'OPEN_LICENCE',
    key: 'open',
    value: /^(true|false)$/,
    filter: ([open]) => ({ openLicence: open === 'true' }),
  },
];

/** Reads 2010-2020, 2010-, -2020, and 2010 for that year alone. */
export function boundsOf(span: string | undefined): readonly [from: number | null, until: number | null] {
  const [from = '', until = from] = (span ?? '').split('-');
  return [from === '' ? null : Number(from), until === '' ? null : Number(until)];
}

/** Returns the chosen values of a facet. */
export function chosenOf({ key, isMany, value }: FacetField, address: Address): readonly string[] {
  const text = address[key];
  const values = isMany ? listOf(text) : text ? [text] : [];
  return value ? values.filter((one) => value.test(one)) : values;
}

/** Returns the address after a value was chosen or removed. */
export function toggled(field: FacetField, address: Address, value: string): Address {
  const chosen = chosenOf(field, address);
  const others = chosen.filter((one) => one !== value);
  const isChosen = others.length < chosen.length;
  return { [field.key]: (isChosen ? others : field.isMany ? [...chosen, value] : [value]).join(',') };
}

/** Removes all filters. */
export const NO_FILTERS: Address = Object.fromEntries(
  [...FACETS.map(({ key }) => key), 'since'].map((key) => [key, '']),
);

function filterOf(address: Address): TitleFilter {
  const since = asDay(address.since);
  const filters = FACETS.map((field) => {
    const chosen = chosenOf(field, address);
    return chosen.length > 0 ? field.filter(chosen) : {};
  });
  return Object.assign({}, ...filters, since && { addedSince: beginOf(since) });
}

export interface TitleSearch {
  readonly search: string | null;
  readonly filter: TitleFilter;
  readonly orderBy: TitleOrder;
  /** The school for which titles are shown; null where none is chosen. */
  readonly school: string | null;
  readonly audience: Audience;
  /** Whether only titles are found that the school may use. */
  readonly isUsableOnly: boolean;
}

const ORDERS: readonly string[] = ['RELEVANCE', 'TITLE', 'NEWEST'] satisfies TitleOrder[];

export function searchOf(address: Address, school: string | undefined): TitleSearch {
  return {
    search: address.q?.trim() || null,
    filter: filterOf(address),
    orderBy: ORDERS.includes(address.order ?? '') ? (address.order as TitleOrder) : 'RELEVANCE',
    school: school ?? null,
    audience: address.audience === 'PUPIL' ? 'PUPIL' : 'TEACHER',
    isUsableOnly: school !== undefined && address.usable === '1',
  };
}
