/**
 * The other forms of a German word, which a search for it also finds: Vulkan and Vulkans for “Vulkane”, Wälder for “Wald”.
 * They are made by endings and umlauts, without a dictionary, so some of them are not words and find nothing.
 */

const ENDINGS = ['ern', 'em', 'en', 'er', 'es', 'e', 'n', 's'];
/** The least number of letters of a stem: “Tag” of “Tage”. */
const SHORTEST_STEM = 3;
const GERMAN = /^[a-zäöüß]+$/;
/** After an umlaut was added: Wald, Wälder, Wäldern; Baum, Bäume, Bäumen; Garten, Gärten; Vater, Väter, Vätern. */
const ENDINGS_AFTER_UMLAUT = ['', 'e', 'en', 'er', 'ern', 'n'];
/** After an umlaut was removed: Wälder, Wald, Walds, Waldes. Not -e, or Schüler would become Schule. */
const ENDINGS_OF_SINGULAR = ['', 'es', 's'];

/** @param word as `wordsOf` cuts it. @returns its other forms, and perhaps some that begin with it; never itself */
export function formsOf(word: string): readonly string[] {
  if (!GERMAN.test(word)) return [];
  const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= SHORTEST_STEM) ?? '';
  const stem = word.slice(0, word.length - ending.length);
  const forms = new Set([stem, ...ENDINGS.map((one) => stem + one)]);
  const plain = withoutUmlaut(word);
  if (plain) {
    const plainStem = plain.slice(0, stem.length);
    for (const form of [plain, ...ENDINGS_OF_SINGULAR.map((one) => plainStem + one)]) forms.add(form);
  }
  const mutated = withUmlaut(word);
  if (mutated) for (const one of ENDINGS_AFTER_UMLAUT) forms.add(mutated + one);
  forms.delete(word);
  return [...forms];
}

/** Replaces the last umlaut with its vowel: bäume becomes baume. */
function withoutUmlaut(word: string): string | null {
  return replaceLast(word, /[äöü](?=[^äöü]*$)/, { ä: 'a', ö: 'o', ü: 'u' });
}

/** Gives the last vowel an umlaut, without regard to an e or i of an ending: vater becomes väter, baum bäum. */
export function withUmlaut(word: string): string | null {
  return replaceLast(word, /(a(?=u)|[aou])(?=[^aouäöü]*$|u[^aouäöü]*$)/, { a: 'ä', o: 'ö', u: 'ü' });
}

function replaceLast(word: string, letter: RegExp, by: Readonly<Record<string, string>>): string | null {
  const replaced = word.replace(letter, (found) => by[found] as string);
  return replaced === word ? null : replaced;
}
