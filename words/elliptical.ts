/**
 * Completes compounds that share a part which is written only once: “Reihen- und Parallelschaltung”, “Haus-, Nutz- und
 * Wildtiere”, “Kindergärten und -krippen”.
 */
import { withoutFirstPart } from './compounds';

const JOINED = String.raw`\s*(?:,|/|\s(?:und|oder|sowie|bis|bzw\.?|als auch)\s)\s*`;
/** At most six words that lack the shared end, then the word that has it. */
const SHARED_END = new RegExp(String.raw`(?<!\p{L})((?:\p{L}{2,60}-${JOINED}){1,6})(\p{L}{5,60})`, 'gu');
/** The word that has the shared beginning, then at most six words that lack it. */
const SHARED_BEGINNING = new RegExp(String.raw`(?<!\p{L})(\p{L}{5,60})((?:${JOINED}-\p{L}{3,60}){1,6})(?!\p{L})`, 'gu');

/** @returns the text with whole words: “Reihenschaltung und Parallelschaltung”; unchanged where the compound is not known */
export function withWholeCompounds(text: string): string {
  if (!text.includes('-')) return text;
  return text
    .replace(SHARED_END, (found, before: string, last: string) => {
      const end = withoutFirstPart(last.toLowerCase());
      return end === null ? found : before.replaceAll(/(?<=\p{L})-/gu, end) + last;
    })
    .replace(SHARED_BEGINNING, (found, first: string, after: string) => {
      const end = withoutFirstPart(first.toLowerCase());
      if (end === null) return found;
      return first + after.replaceAll(/-(?=\p{L})/gu, first.slice(0, first.length - end.length));
    });
}
