/** What a filter may name: a value that nothing in the catalogue has is a slip of whoever asks, and not a list without titles. */
import { badUserInput } from '../../../caller/caller';
import { perService, type SubgraphContext } from '../../subgraph/context';
import { KeptUntilChanged } from '../../subgraph/kept-until-changed';
import { type TitleFilter, TitleKind } from './title';
import { type CatalogueValues, findCatalogueValues } from './title-queries';
import { AGES, GRADES } from './title-sizes';

/** A refusal names so many at the most: a German school has some forty subjects. */
const NAMED = 40;
const BYTES = 4_000_000;
const VALUE_BYTES = 100;

/** All of them are one value. */
const kept = perService(
  (changes) =>
    new KeptUntilChanged<CatalogueValues>(
      changes,
      BYTES,
      ({ subjects, publishers, languages }) =>
        1 + [...subjects, ...publishers, ...languages].reduce((sum, { length }) => sum + VALUE_BYTES + 2 * length, 0),
      'filter-values',
    ),
);

/** @throws BAD_USER_INPUT with the place, and what is known instead */
export async function checkFilter(context: SubgraphContext, filter: TitleFilter): Promise<void> {
  const { subjects, kinds, grade, publisher, language, maximumAgeRating } = filter;
  if (kinds?.length === 0) {
    throw badUserInput(
      `filter.kinds: no kind is named. Leave it out for all, or name some of: ${Object.keys(TitleKind).join(', ')}.`,
    );
  }
  if (subjects?.length === 0) throw badUserInput('filter.subjects: no subject is named. Leave it out for all.');
  checkRange('filter.grade', grade, GRADES);
  checkRange('filter.maximumAgeRating', maximumAgeRating, AGES);
  if (!subjects && publisher == null && language == null) return;
  const known = await catalogueValues(context);
  subjects?.forEach((subject, index) => {
    checkKnown(`filter.subjects[${index}]`, 'subject', subject, known.subjects);
  });
  checkKnown('filter.publisher', 'publisher', publisher, known.publishers);
  checkKnown('filter.language', 'language', language, known.languages);
}

async function catalogueValues(context: SubgraphContext): Promise<CatalogueValues> {
  const values = kept(context);
  const known = values.get('all');
  if (known) return known;
  const found = await findCatalogueValues(context.session);
  values.keep('all', found, context.readIn, ['catalogue']);
  return found;
}

function checkRange(
  place: string,
  value: number | null | undefined,
  { first, last }: typeof GRADES | typeof AGES,
): void {
  if (value == null || (value >= first && value <= last)) return;
  throw badUserInput(`${place}: ${value} is not between ${first} and ${last}.`);
}

function checkKnown(place: string, what: string, value: string | null | undefined, known: ReadonlySet<string>): void {
  if (value == null || known.has(value)) return;
  throw badUserInput(`${place}: no title has the ${what} “${value}”. ${remedy(value, [...known])}`);
}

function remedy(value: string, known: readonly string[]): string {
  const alike = known.find((one) => folded(one) === folded(value));
  if (alike !== undefined) return `Write “${alike}”.`;
  if (known.length === 0) return 'The catalogue is empty.';
  const more = known.length > NAMED ? `, and ${known.length - NAMED} more` : '';
  return `Known: ${nearestFirst(value, known).slice(0, NAMED).join(', ')}${more}.`;
}

/** Those that begin likewise first. */
function nearestFirst(value: string, known: readonly string[]): string[] {
  const beginning = folded(value).slice(0, 3);
  const begins = (one: string) => Number(!folded(one).startsWith(beginning));
  return known.toSorted((one, other) => begins(one) - begins(other) || one.localeCompare(other, 'de'));
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}
