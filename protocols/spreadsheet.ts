/**
 * What spreadsheets want of a text file, and what they must not be given: a cell that begins with one of `= + - @` is a formula to
 * them, and what stands in cells comes from files and from clients.
 */

/** Without it, Excel takes UTF-8 for the code page of its machine. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Where a spreadsheet would find a formula, also behind spaces: at the beginning of a cell, and within one behind a semicolon or on
 * a new line, for where German is set a semicolon parts cells, and quotes after a comma are none.
 */
const FORMULA = /(^|;|\r?\n|\r)(?=[\s\p{Cc}]*[=+\-@])/gu;
/** And a quote there, which would hide what follows. */
const FORMULA_OR_QUOTE = /(^|;|\r?\n|\r)(?=[\s\p{Cc}]*["=+\-@])/gu;

/**
 * The text with an apostrophe before whatever a spreadsheet would take for a formula.
 *
 * @param isQuoted whether the cell is written in quotes, so that those in it are doubled; else they are guarded too
 */
export function withoutFormulas(text: string, isQuoted: boolean): string {
  return text.replace(isQuoted ? FORMULA : FORMULA_OR_QUOTE, "$1'");
}
