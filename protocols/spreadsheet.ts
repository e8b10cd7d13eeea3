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
/** Also after a comma: where semicolons separate cells, a program that separates them at commas sees no quotes before it. */
const FORMULA_AT_COMMA = /(^|[,;]|\r?\n|\r)(?=[\s\p{Cc}]*[=+\-@])/gu;
/** Includes a quote there, which would hide what follows. */
const FORMULA_OR_QUOTE = /(^|;|\r?\n|\r)(?=[\s\p{Cc}]*["=+\-@])/gu;

const FORMULAS = { plain: FORMULA_OR_QUOTE, ',': FORMULA, ';': FORMULA_AT_COMMA };

/**
 * Returns the text with an apostrophe before everything that a spreadsheet would take for a formula.
 *
 * @param written how the cell is written: in quotes, between commas or semicolons, so that quotes in it are doubled; or
 * plain, where quotes get an apostrophe too
 */
export function withoutFormulas(text: string, written: keyof typeof FORMULAS): string {
  return text.replace(FORMULAS[written], "$1'");
}
