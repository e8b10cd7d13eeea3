/** Operations that are dear to read, to validate or to plan. */
import { createHash } from 'node:crypto';
import type { Assault, Attack } from './attack';
import { ask, bearer, press } from './press';
import * as texts from './texts';

const CONNECTIONS = 8;

/** New texts all the time, of a caller's. */
function textAttack(
  name: string,
  sends: string,
  token: Attack['token'],
  text: (assault: Assault, word: string) => string,
): Attack {
  const run = (assault: Assault) => press(assault, CONNECTIONS, () => ask(assault, text(assault, assault.unique())));
  return { name, sends, token, run };
}

const school = ({ ground }: Assault) => ground.schools[0] as string;

export const ATTACKS_BY_TEXT: readonly Attack[] = [
  textAttack('doubling-fragments', '20 fragments on School, each spread twice', 'lms', (assault, word) =>
    texts.doublingWithin(school(assault), word),
  ),
  textAttack('doubling-at-the-root', '20 fragments on Query, each spread twice', 'lms', (assault, word) =>
    texts.doublingAtTheRoot(school(assault), word),
  ),
  textAttack('doubling-of-types', '20 fragments on __Type, each spread twice', 'lms', (_, word) =>
    texts.doublingOfTypes(word),
  ),
  textAttack('doubling-of-types-without-token', '20 fragments on __Type, each spread twice', 'none', (_, word) =>
    texts.doublingOfTypes(word),
  ),
  textAttack('doubling-through-fields', '12 fragments on __Type, each spread twice in ofType', 'lms', (_, word) =>
    texts.doublingThroughFields(word),
  ),
  textAttack('equal-fields', '300 equal fields with arguments, in new texts', 'lms', (assault, word) =>
    texts.equalFields(school(assault), word),
  ),
  textAttack('unknown-fields', '990 unknown fields, in new texts', 'lms', (assault, word) =>
    texts.unknownFields(school(assault), word),
  ),
  textAttack('unused-variables', '950 variables that nothing uses, in new texts', 'lms', (_, word) =>
    texts.unusedVariables(word),
  ),
  textAttack('many-operations', '900 operations in one text, and none named', 'lms', (_, word) =>
    texts.manyOperations(word),
  ),
  textAttack('dear-plans', 'valid texts with as many jumps between services as fit', 'lms', ({ ground }, word) =>
    texts.dearToPlan(ground.schools, word),
  ),
  textAttack('dear-plans-of-staff', 'the same by licensing staff', 'licensing', ({ ground }, word) =>
    texts.dearToPlan(ground.schools, word),
  ),
  textAttack('large-texts', 'texts of 30 KB, valid and new', 'lms', (_, word) => texts.largeText(word)),
  textAttack('large-trees', 'texts of 760 fields, valid and new', 'lms', (_, word) => texts.largeTree(word)),
  textAttack('long-number', 'a number of 900,000 digits in the text', 'lms', (_, word) => texts.longNumber(word)),
  {
    name: 'persisted-queries',
    sends: 'new texts of 30 KB with their hash, to be kept',
    token: 'lms',
    run: (assault) =>
      press(assault, CONNECTIONS, () => {
        const query = texts.largeText(assault.unique());
        const sha256Hash = createHash('sha256').update(query).digest('hex');
        const body = JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
        return { headers: bearer(assault.token), body };
      }),
  },
];
