/**
 * Splits a German compound into its words: “Vulkanausbruch” is vulkan and ausbruch, “Schulbücher” is schule and buch. It
 * uses lists of parts and of the letters that join them: a word is split if known parts cover all of it. One part at its
 * beginning or its end may be unknown, if the letters around it show that a word begins or ends there (`unknown-parts.ts`).
 */
import { LRUCache } from 'lru-cache';
import { compoundForms, LINKING } from './compound-forms';
import { mayBeFirst, mayBeLast, mayFollowUnknown, singularOf, withoutLinking } from './unknown-parts';

/** A shorter word usually consists of two short parts only by chance. */
const SHORTEST_COMPOUND = 5;
const MAX_PARTS = 5;
/** Longer texts are not words, and splitting them takes longer than it is worth, because every position is tried. */
const LONGEST_COMPOUND = 60;
const SHORTEST_UNKNOWN = 4;

/** The letters that join two parts, and “ier”, which makes a verb of a noun: Experiment-ier-koffer. */
const JOINING = new Set([...LINKING, 'ier']);

/** @returns the part whose form this is: “buch” of “büchern”; null where none is listed */
export function partOfForm(word: string): string | null {
  return compoundForms().atTheEnd.get(word) ?? null;
}

/**
 * How many of the words that were split last are cached, at some 300 bytes each. An import splits the words of every title,
 * and most words occur in many titles: the words of a generated title take 170 µs instead of 360.
 */
const KEPT_WORDS = 20_000;
const kept = new LRUCache<string, readonly string[]>({ max: KEPT_WORDS });

/**
 * @param word as `wordsOf` cuts it
 * @returns its parts in their order: known parts as they are listed, an unknown part as it is written; empty where the word
 *   is not a compound. Of several splits, the one with the fewest parts, then the one with the longest last part:
 *   Stau-becken, not Staub-ecken.
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

/**
 * Copies a piece of a text. V8 keeps the whole text in memory as long as a piece that was cut from it: 20,000 cached words
 * would keep the descriptions of 20,000 titles.
 */
function detached(piece: string): string {
  return Buffer.from(piece, 'utf16le').toString('utf16le');
}

function split(word: string): readonly string[] {
  const covered = coversOf(word);
  const parts = covered[word.length] ?? withUnknownLast(word, covered) ?? withUnknownFirst(word, covered) ?? [];
  return parts.length > 1 ? parts : [];
}

/** @returns the rest of a compound after its first part, as written: “schaltung” of “parallelschaltung”; null for other words */
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

/** For each position in the word, the fewest parts that cover the letters before it; undefined where none do. */
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

/** Splits the word into an unknown first part, as short as possible, and a known last part. */
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

/**
 * Tells whether this is a known part followed by the first letters of the next part, rather than by letters that join them:
 * the first part of kernanliegen is kern, not kernan.
 */
function beginsWithKnown(first: string, covered: Covered): boolean {
  return [1, 2, 3].some(
    (letters) => (covered[first.length - letters]?.length ?? 0) > 0 && !JOINING.has(first.slice(-letters)),
  );
}

/** Splits the word into known parts, which cover as much of it as possible, and an unknown last part. */
function withUnknownLast(word: string, covered: Covered): Parts | null {
  for (let at = word.length - SHORTEST_UNKNOWN; at >= SHORTEST_UNKNOWN; at -= 1) {
    const before = covered[at];
    const last = word.slice(at);
    if (before && mayBeLast(word.slice(0, at), last)) return [...before, singularOf(last)];
  }
  return null;
}
