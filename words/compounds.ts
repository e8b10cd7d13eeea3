/**
 * The words that a German compound is made of: “Vulkanausbruch” is vulkan and ausbruch, “Schulbücher” is schule and buch. By
 * a list of parts (`compound-parts.ts`) and the letters that join them; a word is split where its parts cover all of it, and
 * else not at all.
 */
import { PARTS, SHORT_PARTS } from './compound-parts';
import { withUmlaut } from './word-forms';

/** Two short parts with a letter between them are a word by chance more often than not. */
const SHORTEST_COMPOUND = 5;
const MOST_PARTS = 5;
/** Longer ones are no words: looked at for each place, they would cost more than they find. */
const LONGEST_COMPOUND = 60;

/** What a part looks like before another one: Arbeit-s-blatt, Land-es-haupt-stadt, Blume-n-topf, Fried-ens-vertrag. */
const LINKING = ['', 's', 'es', 'n', 'en', 'er', 'e', 'ns', 'ens'];
/** The same for what ends in an e, which may be dropped: Schul-buch, Hilf-s-mittel. */
const LINKING_WITHOUT_E = ['', 's'];
/** Of shorter ones it is listed: “ent” of “Ente” begins other words. */
const SHORTEST_WITHOUT_E = 5;
/** What the last part looks like: Bilder, Wäldern, Lehrerinnen. */
const ENDINGS = ['', 's', 'es', 'e', 'en', 'n', 'er', 'ern'];
const ENDINGS_OF_PERSONS = ['in', 'innen'];
const PERSON = /(er|or|ent|ant|ist|oge|nom)$/;
const ENDINGS_AFTER_UMLAUT = ['', 'e', 'er', 'en', 'ern', 'n', 's'];
const LINKING_AFTER_UMLAUT = ['', 'e', 'er'];

const BEFORE_OTHERS = new Map<string, string>();
const AT_THE_END = new Map<string, string>();
const KNOWN = new Set<string>();
let longest = 0;

for (const listed of `${SHORT_PARTS} ${PARTS}`.trim().split(/\s+/)) {
  if (listed.endsWith('-')) put(BEFORE_OTHERS, listed.slice(0, -1), ['']);
  else {
    const stem = listed.length >= SHORTEST_WITHOUT_E && listed.endsWith('e') ? listed.slice(0, -1) : null;
    const mutated = withUmlaut(listed);
    KNOWN.add(listed);
    put(BEFORE_OTHERS, listed, LINKING);
    put(AT_THE_END, listed, ENDINGS);
    if (stem) put(BEFORE_OTHERS, listed, LINKING_WITHOUT_E, stem);
    if (PERSON.test(listed)) put(AT_THE_END, listed, ENDINGS_OF_PERSONS, stem ?? listed);
    const latin = /^(.{3,})(um|a|us)$/.exec(listed)?.[1];
    if (latin) for (const forms of [BEFORE_OTHERS, AT_THE_END]) put(forms, listed, ['en'], latin);
    if (mutated) {
      put(BEFORE_OTHERS, listed, LINKING_AFTER_UMLAUT, mutated);
      put(AT_THE_END, listed, ENDINGS_AFTER_UMLAUT, mutated);
    }
  }
}

/** A word as it is listed is never taken for another one with an ending. */
function put(forms: Map<string, string>, part: string, endings: readonly string[], stem = part): void {
  for (const ending of endings) {
    const form = stem + ending;
    longest = Math.max(longest, form.length);
    if (form === part || !forms.has(form)) forms.set(form, part);
  }
}

/** @returns the part whose form this is: “buch” of “büchern”; null where none is listed */
export function partOfForm(word: string): string | null {
  return AT_THE_END.get(word) ?? null;
}

/**
 * @param word as `wordsOf` cuts it
 * @returns its parts in their order, as they are listed; none where it is no compound. As few as can be, and of as many the
 *   ones with the longest last part: Stau-becken, not Staub-ecken.
 */
export function partsOf(word: string): readonly string[] {
  if (word.length < SHORTEST_COMPOUND || word.length > LONGEST_COMPOUND || KNOWN.has(word)) return [];
  /** By the place where they end: the fewest parts that cover the word up to there. */
  const covered: (readonly string[] | undefined)[] = [[]];
  for (let from = 0; from < word.length; from += 1) {
    const before = covered[from];
    if (!before || before.length >= MOST_PARTS) continue;
    for (let until = from + 2; until <= Math.min(word.length, from + longest); until += 1) {
      const part = (until === word.length ? AT_THE_END : BEFORE_OTHERS).get(word.slice(from, until));
      const known = covered[until];
      if (part && (!known || before.length + 1 < known.length)) covered[until] = [...before, part];
    }
  }
  const parts = covered[word.length] ?? [];
  return parts.length > 1 ? parts : [];
}
