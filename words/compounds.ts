/**
 * The words that a German compound is made of: “Vulkanausbruch” is vulkan and ausbruch, “Schulbücher” is schule and buch. By
 * lists of parts and the letters that join them: a word is split where known parts cover all of it. One part at its beginning
 * or its end may be unknown, where the letters around it say that a word begins or ends there (`unknown-parts.ts`).
 */
import { LRUCache } from 'lru-cache';
import { compoundForms, LINKING } from './compound-forms';
import { mayBeFirst, mayBeLast, mayFollowUnknown, singularOf, withoutLinking } from './unknown-parts';

/** Two short parts with a letter between them are a word by chance more often than not. */
const SHORTEST_COMPOUND = 5;
const MAX_PARTS = 5;
/** Longer ones are no words: looked at for each place, they would cost more than they find. */
const LONGEST_COMPOUND = 60;
const SHORTEST_UNKNOWN = 4;

/** What joins two parts, and what verbs of nouns end in: Experiment-ier-koffer. */
const JOINING = new Set([...LINKING, 'ier']);

/** @returns the part whose form this is: “buch” of “büchern”; null where none is listed */
export function partOfForm(word: string): string | null {
  return compoundForms().atTheEnd.get(word) ?? null;
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
  if (word.length < SHORTEST_COMPOUND || word.length > LONGEST_COMPOUND) return [];
  if (compoundForms().known.has(word)) return [];
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
  const { beforeOthers, atTheEnd } = compoundForms();
  for (let at = word.length - SHORTEST_UNKNOWN; at > 1; at -= 1) {
    const begin = word.slice(0, at);
    const end = word.slice(at);
    const isFirst = beforeOthers.get(begin) === first || withoutLinking(begin) === first;
    const rest = others.length > 1 ? partsOf(end) : [atTheEnd.get(end) ?? singularOf(end)];
    if (isFirst && rest.join(' ') === others.join(' ')) return end;
  }
  return null;
}

type Parts = readonly string[];
type Covered = readonly (Parts | undefined)[];

/** By the place where they end: the fewest parts that cover the word up to there. */
function coversOf(word: string): Covered {
  const { beforeOthers, atTheEnd, longest } = compoundForms();
  const covered: (Parts | undefined)[] = [[]];
  for (let from = 0; from < word.length; from += 1) {
    const before = covered[from];
    if (!before || before.length >= MAX_PARTS) continue;
    for (let until = from + 2; until <= Math.min(word.length, from + longest); until += 1) {
      const part = (until === word.length ? atTheEnd : beforeOthers).get(word.slice(from, until));
      const known = covered[until];
      if (part && (!known || before.length + 1 < known.length)) covered[until] = [...before, part];
    }
  }
  return covered;
}

/** The shortest beginning that a known word follows. */
function withUnknownFirst(word: string, covered: Covered): Parts | null {
  const { atTheEnd, adjectives } = compoundForms();
  if (atTheEnd.has(word)) return null;
  for (let at = SHORTEST_UNKNOWN; at <= word.length - SHORTEST_UNKNOWN; at += 1) {
    const first = word.slice(0, at);
    const last = atTheEnd.get(word.slice(at));
    if (!last || beginsWithKnown(first, covered)) continue;
    if (mayBeFirst(first) && mayFollowUnknown(first, last, adjectives.has(last))) return [withoutLinking(first), last];
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
