/** Checks that a filter of titles names only values that the catalogue has. */
import { badUserInput } from '../../../request/client-errors';
import type { SubgraphContext } from '../../subgraph/context';
import { TitleKind } from '../../subgraph/schema/enums';
import { unknownValue } from '../../subgraph/schema/unknown-value';
import { competenceOf } from '../vocabulary/competences';
import { isSubjectCode } from '../vocabulary/subjects';
import { cachedCatalogueValues } from './catalogue-values-cache';
import type { TitleFilter } from './title-filter';
import { AGES, GRADES } from './title-sizes';

/** @throws BAD_USER_INPUT with the place, and with the known values */
export async function checkFilter(context: SubgraphContext, filter: TitleFilter): Promise<void> {
  const { subjects, kinds, grade, publisher, language, maximumAgeRating } = filter;
  if (kinds?.length === 0) {
    throw badUserInput(`filter.kinds: empty. Omit it for all, or name some of: ${Object.keys(TitleKind).join(', ')}.`);
  }
  for (const field of ['subjects', 'subjectCodes', 'schoolTypes', 'competences'] as const)
    if (filter[field]?.length === 0) throw badUserInput(`filter.${field}: empty. Omit it for all.`);
  checkCodes(filter);
  checkSpan(filter, 'minimumDuration', 'maximumDuration');
  checkSpan(filter, 'yearFrom', 'yearUntil');
  checkRange('filter.grade', grade, GRADES);
  checkRange('filter.maximumAgeRating', maximumAgeRating, AGES);
  if (!subjects && publisher == null && language == null) return;
  const known = await cachedCatalogueValues(context);
  subjects?.forEach((subject, index) => {
    checkKnown(`filter.subjects[${index}]`, 'subject', subject, known.subjects);
  });
  checkKnown('filter.publisher', 'publisher', publisher, known.publishers);
  checkKnown('filter.language', 'language', language, known.languages);
}

function checkRange(
  place: string,
  value: number | null | undefined,
  { first, last }: typeof GRADES | typeof AGES,
): void {
  if (value == null || (value >= first && value <= last)) return;
  throw badUserInput(`${place}: must be between ${first} and ${last}; got ${value}.`);
}

function checkKnown(place: string, what: string, value: string | null | undefined, known: ReadonlySet<string>): void {
  if (value == null || known.has(value)) return;
  throw unknownValue(place, `no title has the ${what}`, value, known, 'The catalogue is empty.');
}

function checkCodes({ subjectCodes, competences }: TitleFilter): void {
  subjectCodes?.forEach((code, index) => {
    if (!isSubjectCode(code))
      throw badUserInput(
        `filter.subjectCodes[${index}]: must be an EAF code of 3, 5, 7, 9 or 11 digits; got “${code}”.`,
      );
  });
  competences?.forEach((code, index) => {
    if (!competenceOf(code))
      throw badUserInput(`filter.competences[${index}]: must be 1 to 6, or a part of one such as 4.2; got “${code}”.`);
  });
}

type Span = readonly ['minimumDuration', 'maximumDuration'] | readonly ['yearFrom', 'yearUntil'];

function checkSpan(filter: TitleFilter, ...[first, last]: Span): void {
  const [from, until] = [filter[first], filter[last]];
  if (from != null && until != null && until < from)
    throw badUserInput(`filter.${last}: must not be less than ${first}; got ${until} and ${from}.`);
}
