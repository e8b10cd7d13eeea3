/**
 * The words that a German compound is made of: “Vulkanausbruch” is vulkan and ausbruch, “Schulbücher” is schule and buch. By
 * lists of parts and the letters that join them: a word is split where known parts cover all of it. One part at its beginning
 * or its end may be unknown, where the letters around it say that a word begins or ends there (`unknown-parts.ts`).
 */
import { LRUCache } from 'lru-cache';
import { PARTS, SHORT_PARTS } from './compound-parts';
import { FIRST_PARTS, LAST_ADJECTIVES, MORE_PARTS, WHOLE_WORDS } from './more-compound-parts';
import { mayBeFirst, mayBeLast, mayFollowUnknown, singularOf, withoutLinking } from './unknown-parts';
import { withUmlaut } from './word-forms';

/** Two short parts with a letter between them are a word by chance more often than not. */
const SHORTEST_COMPOUND = 5;
const MAX_PARTS = 5;
/** Longer ones are no words: looked at for each place, they would cost more than they find. */
const LONGEST_COMPOUND = 60;
const SHORTEST_UNKNOWN = 4;

/** What a part looks like before another one: Arbeit-s-blatt, Land-es-haupt-stadt, Blume-n-topf, Fried-ens-vertrag. */
const LINKING = ['', 's', 'es', 'n', 'en', 'er', 'e', 'ns', 'ens'];
/** The same, and what verbs of nouns end in: Experiment-ier-koffer. */
const JOINING = new Set([...LINKING, 'ier']);
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
const ENDINGS_OF_ADJECTIVES = ['', 'e', 'em', 'en', 'er', 'es'];
/** Of what is small; nothing of fewer letters has them for sure: Körperchen, not Wo-chen. */
const DIMINUTIVES = ['chen', 'lein'];
const SHORTEST_DIMINUTIVE = 4;
const ENDINGS_AFTER_NIS = ['se', 'sen', 'ses'];
/** In Greek and Latin words the plural ends otherwise: Kriterien, Museen, Viren, Themen, Medien. */
const LATIN = /^(.{3,})(um|a|us|on)$/;

/** Material, Materialien; Mineral, Mineralien. */
const LATIN_ADJECTIVE = /...(al|il)$/;

const BEFORE_OTHERS = new Map<string, string>();
const AT_THE_END = new Map<string, string>();
const KNOWN = new Set<string>();
let longest = 0;

for (const listed of listedIn(SHORT_PARTS, PARTS, FIRST_PARTS, MORE_PARTS)) {
  if (listed.endsWith('-')) put(BEFORE_OTHERS, listed.slice(0, -1), ['']);
  else {
    const stem = listed.length >= SHORTEST_WITHOUT_E && listed.endsWith('e') ? listed.slice(0, -1) : null;
    const mutated = withUmlaut(listed);
    KNOWN.add(listed);
    put(BEFORE_OTHERS, listed, LINKING);
    put(AT_THE_END, listed, ENDINGS);
    if (stem) put(BEFORE_OTHERS, listed, LINKING_WITHOUT_E, stem);
    if (PERSON.test(listed)) put(AT_THE_END, listed, ENDINGS_OF_PERSONS, stem ?? listed);
    const latin = LATIN.exec(listed)?.[1];
    if (LATIN_ADJECTIVE.test(listed)) put(AT_THE_END, listed, ['ien']);
    if (listed.length >= SHORTEST_DIMINUTIVE) put(AT_THE_END, listed, DIMINUTIVES, mutated ?? listed);
    if (listed.endsWith('nis')) put(AT_THE_END, listed, ENDINGS_AFTER_NIS);
    if (latin) for (const forms of [BEFORE_OTHERS, AT_THE_END]) put(forms, listed, ['en'], latin);
    if (mutated) {
      put(BEFORE_OTHERS, listed, LINKING_AFTER_UMLAUT, mutated);
      put(AT_THE_END, listed, ENDINGS_AFTER_UMLAUT, mutated);
    }
  }
}
for (const listed of listedIn(LAST_ADJECTIVES)) put(AT_THE_END, listed, ENDINGS_OF_ADJECTIVES);
const ADJECTIVES = new Set(listedIn(LAST_ADJECTIVES));
for (const listed of listedIn(WHOLE_WORDS))
  for (const ending of [...ENDINGS_OF_ADJECTIVES, 's']) KNOWN.add(listed + ending);

function listedIn(...lists: string[]): string[] {
  return lists.join(' ').trim().split(/\s+/);
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
 * Of words that were split last, some 300 bytes each: an import splits those of each title, and most stand in many. The words of a
 * generated title took 360 µs, so 170.
 */
const KEPT_WORDS = 20_000;
const kept = new LRUCache<string, readonly string[]>({ max: KEPT_WORDS });

/**
 * @param word as `wordsOf` cuts it
 * @returns its parts in their order, as they are listed, and an unknown one as it stands there; none where it is no compound. As
 *   few as can be, and of as many the ones with the longest last part: Stau-becken, not Staub-ecken.
 */
export function partsOf(word: string): readonly string[] {
  if (word.length < SHORTEST_COMPOUND || word.length > LONGEST_COMPOUND || KNOWN.has(word)) return [];
  const known = kept.get(word);
  if (known) return known;
  const own = detached(word);
  const parts = split(own);
  kept.set(own, parts);
  return parts;
}

/** V8 holds all of a text as long as a piece of it that was cut out: 20,000 words would hold the descriptions of 20,000 titles. */
function detached(piece: string): string {
  return Buffer.from(piece, 'utf16le').toString('utf16le');
}

function split(word: string): readonly string[] {
  const covered = coversOf(word);
  const parts = covered[word.length] ?? withUnknownLast(word, covered) ?? withUnknownFirst(word, covered) ?? [];
  return parts.length > 1 ? parts : [];
}

/** @returns what a compound ends in after its first part, as it stands there: “schaltung” of “parallelschaltung”; null where it is none */
export function withoutFirstPart(word: string): string | null {
  const [first, ...others] = partsOf(word);
  if (first === undefined) return null;
  for (let at = word.length - SHORTEST_UNKNOWN; at > 1; at -= 1) {
    const begin = word.slice(0, at);
    const end = word.slice(at);
    const isFirst = BEFORE_OTHERS.get(begin) === first || withoutLinking(begin) === first;
    const rest = others.length > 1 ? partsOf(end) : [AT_THE_END.get(end) ?? singularOf(end)];
    if (isFirst && rest.join(' ') === others.join(' ')) return end;
  }
  return null;
}

type Parts = readonly string[];
type Covered = readonly (Parts | undefined)[];

/** By the place where they end: the fewest parts that cover the word up to there. */
function coversOf(word: string): Covered {
  const covered: (Parts | undefined)[] = [[]];
  for (let from = 0; from < word.length; from += 1) {
    const before = covered[from];
    if (!before || before.length >= MAX_PARTS) continue;
    for (let until = from + 2; until <= Math.min(word.length, from + longest); until += 1) {
      const part = (until === word.length ? AT_THE_END : BEFORE_OTHERS).get(word.slice(from, until));
      const known = covered[until];
      if (part && (!known || before.length + 1 < known.length)) covered[until] = [...before, part];
    }
  }
  return covered;
}

/** The shortest beginning that a known word follows. */
function withUnknownFirst(word: string, covered: Covered): Parts | null {
  if (AT_THE_END.has(word)) return null;
  for (let at = SHORTEST_UNKNOWN; at <= word.length - SHORTEST_UNKNOWN; at += 1) {
    const first = word.slice(0, at);
    const last = AT_THE_END.get(word.slice(at));
    if (!last || beginsWithKnown(first, covered)) continue;
    if (mayBeFirst(first) && mayFollowUnknown(first, last, ADJECTIVES.has(last))) return [withoutLinking(first), last];
  }
  return null;
}

/** A few letters after a known part begin the next one, unless they join it: of kernanliegen, kern is the first part, and not kernan. */
function beginsWithKnown(first: string, covered: Covered): boolean {
  return [1, 2, 3].some(
    (letters) => (covered[first.length - letters]?.length ?? 0) > 0 && !JOINING.has(first.slice(-letters)),
  );
}

/** The longest beginning of known parts that an unknown word may follow. */
function withUnknownLast(word: string, covered: Covered): Parts | null {
  for (let at = word.length - SHORTEST_UNKNOWN; at >= SHORTEST_UNKNOWN; at -= 1) {
    const before = covered[at];
    const last = word.slice(at);
    if (before && mayBeLast(word.slice(0, at), last)) return [...before, singularOf(last)];
  }
  return null;
}
