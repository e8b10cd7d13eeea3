/**
 * How a text is cut into words: what titles are found by, and what a search, its bound and its cost are counted in. Texts
 * and searches are cut by this one rule, here and never in the database, so that it does not depend on a server's locale.
 */

/** In code points. A longer one is several words, so that each fits an entry of an index whatever its letters are. */
const MAX_WORD = 100;

const WORD = new RegExp(`[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]{0,${MAX_WORD - 1}}`, 'gu');

/** They stand within words and are not seen: soft hyphen, joiners, byte order mark. */
const INVISIBLE = /\u00ad|\u200c|\u200d|\u2060|\ufeff/g;

/**
 * Letters and digits, in lower case, composed (NFC). All else cuts: blanks, hyphens, dashes, slashes, dots, quotation marks
 * and apostrophes. There are no stop words: “Was ist was?” has three words.
 */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .replace(INVISIBLE, '')
      .toLowerCase()
      .normalize('NFC')
      // The other form stands at the end of a word only: the beginning of a longer one would not be found.
      .replaceAll('ς', 'σ')
      .match(WORD) ?? []
  );
}

/** @returns the text with other words in it, and all between them as it was. @param other of a word as {@link wordsOf} cuts it */
export function replaceWords(text: string, other: (word: string) => string | undefined): string {
  return text
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(WORD, (written) => {
      const replaced = other(written.toLowerCase());
      if (replaced === undefined) return written;
      const isCapital = written[0] !== written[0]?.toLowerCase();
      return isCapital ? replaced.charAt(0).toUpperCase() + replaced.slice(1) : replaced;
    });
}
