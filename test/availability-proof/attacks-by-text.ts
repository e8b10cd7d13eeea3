/** Attacks by operations that are expensive to parse, to validate or to plan. */
import { createHash } from 'node:crypto';
import { type Assault, type RequestAttack, twice } from './attack';
import { ask, bearer } from './load';
import * as texts from './texts';

const CONNECTIONS = 8;

type TextOf = (size: number, word: string, assault: Assault) => string;

/** Every text is new. */
function newTexts(
  name: string,
  sends: string,
  token: RequestAttack['token'],
  size: number,
  text: TextOf,
): RequestAttack[] {
  return twice({
    name,
    sends,
    token,
    size,
    connections: CONNECTIONS,
    shot: (assault, size) => ask(assault, text(size, assault.unique(), assault)),
  });
}

const school = ({ fixture }: Assault) => fixture.schools[0] as string;

const DOUBLING: readonly RequestAttack[] = [
  ...newTexts('doubling-fragments', '20 fragments on School, each spread twice', 'lms', 20, (size, word, assault) =>
    texts.doublingWithin(school(assault), size, word),
  ),
  ...newTexts('doubling-at-the-root', '20 fragments on Query, each spread twice', 'lms', 20, (size, word, assault) =>
    texts.doublingAtTheRoot(school(assault), size, word),
  ),
  ...newTexts('doubling-of-types', '20 fragments on __Type, each spread twice', 'lms', 20, texts.doublingOfTypes),
  ...newTexts(
    'doubling-of-types-without-token',
    '20 fragments on __Type, each spread twice',
    'none',
    20,
    texts.doublingOfTypes,
  ),
  ...newTexts(
    'doubling-through-fields',
    '12 fragments on __Type, each spread twice in ofType',
    'lms',
    12,
    texts.doublingThroughFields,
  ),
];

export const ATTACKS_BY_TEXT: readonly RequestAttack[] = [
  ...DOUBLING,
  ...newTexts('equal-fields', '300 equal fields with arguments', 'lms', 300, (size, word, assault) =>
    texts.equalFields(school(assault), size, word),
  ),
  ...newTexts('unknown-fields', '990 unknown fields', 'lms', 990, (size, word, assault) =>
    texts.unknownFields(school(assault), size, word),
  ),
  ...newTexts('unused-variables', '950 variables that nothing uses', 'lms', 950, texts.unusedVariables),
  ...newTexts('many-operations', '900 operations in one text, and none named', 'lms', 900, texts.manyOperations),
  ...newTexts('dear-plans', 'as many jumps between services as fit', 'lms', 4, (size, word, { fixture }) =>
    texts.dearToPlan(fixture.schools, size, word),
  ),
  ...newTexts('dear-plans-of-staff', 'the same by licensing staff', 'licensing', 4, (size, word, { fixture }) =>
    texts.dearToPlan(fixture.schools, size, word),
  ),
  ...newTexts('large-texts', 'texts of 30 KB, easy to answer', 'lms', 650, texts.largeText),
  ...newTexts('large-trees', 'texts of 950 fields, easy to answer', 'lms', 950, texts.largeTree),
  ...newTexts('literals', 'a list of 8,000 words in the text', 'lms', 8_000, texts.literals),
  ...newTexts('long-number', 'a number of 900,000 digits in the text', 'lms', 900_000, texts.longNumber),
  {
    name: 'persisted-queries',
    sends: 'new texts of 30 KB with their hash, to be kept',
    token: 'lms',
    connections: CONNECTIONS,
    size: 1,
    shot(assault) {
      const query = texts.largeText(650, assault.unique());
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      const body = JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
      return { headers: bearer(assault.token), body };
    },
  },
];
