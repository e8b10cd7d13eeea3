/**
 * How a text is cut into words. Titles are found by these words, and the limit and the cost of a search count them. Texts
 * and searches are cut by this one rule, here and never in the database, so that it does not depend on a server's locale.
 */

/** In code points. A longer word is cut into several, so that each fits into an index entry whatever its letters are. */
const MAX_WORD = 100;

const WORD = new RegExp(`[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]{0,${MAX_WORD - 1}}`, 'gu');

/** Invisible characters within words: soft hyphen, joiners, byte order mark. */
const INVISIBLE = /\u00ad|\u200c|\u200d|\u2060|\ufeff/g;

/**
 * Letters and digits, in lower case, composed (NFC). All other characters separate words: blanks, hyphens, dashes,
 * slashes, dots, quotation marks and apostrophes. There are no stop words: “Was ist was?” has three words.
 */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .replace(INVISIBLE, '')
      .toLowerCase()
      .normalize('NFC')
      // ς is written only at the end of a word, so a search for the beginning of a longer word would not find it.
      .replaceAll('ς', 'σ')
      .match(WORD) ?? []
  );
}

/**
 * @param other returns the replacement of a word, which it gets as {@link wordsOf} cuts it; undefined to keep the word
 * @returns the text with these words replaced, and everything between words unchanged
 */
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
