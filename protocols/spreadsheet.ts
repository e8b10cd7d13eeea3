/**
 * Rules for text files that spreadsheets open. For a spreadsheet, a cell that begins with one of `= + - @` is a
 * formula, and the content of cells comes from files and from clients.
 */

/** Without it, Excel reads UTF-8 in the code page of its machine. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Where a spreadsheet would find a formula, also after spaces: at the beginning of a cell, and within one after a
 * semicolon or on a new line, because in German settings a semicolon separates cells, and quotes after a comma have
 * no meaning.
 */
const FORMULA = /(^|;|\r?\n|\r)(?=[\s\p{Cc}]*[=+\-@])/gu;
/** Includes a quote there, which would hide what follows. */
const FORMULA_OR_QUOTE = /(^|;|\r?\n|\r)(?=[\s\p{Cc}]*["=+\-@])/gu;

/**
 * Returns the text with an apostrophe before everything that a spreadsheet would take for a formula.
 *
 * @param isQuoted whether the cell is written in quotes, so that quotes in it are doubled; else they get an
 * apostrophe too
 */
export function withoutFormulas(text: string, isQuoted: boolean): string {
  return text.replace(isQuoted ? FORMULA : FORMULA_OR_QUOTE, "$1'");
}
