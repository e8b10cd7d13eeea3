/**
 * Reads official school numbers from what people paste: lines of a mail, a column or a whole table of a spreadsheet,
 * a CSV file. Pure. What cannot be read for certain is not guessed: its row is reported.
 */
import { DEFAULT_STATE, readOrganisationId, readOrganisationKey } from '../../../request/values/organisation-id';

/** An entry of a pasted list: one row that names a school, or one of several entries of a row. */
interface PastedEntry {
  /** Counted from 1, as a spreadsheet counts: rows without text count, and have no entry. */
  readonly row: number;
  /** As it was pasted, without surrounding characters; shortened. */
  readonly text: string;
  /** The id of the school that it names, `NW:199007`, whether there is one or not; null where it names none. */
  readonly id: string | null;
}

/** How many characters of a row are repeated in an answer. */
export const LONGEST_TEXT = 100;

const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
/** In a table copied from a spreadsheet, and in German CSV. */
const BETWEEN_CELLS = /[\t;|]/;
/** Invisible characters: soft hyphen, zero-width characters, marks of the direction of writing, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\0]/g;
/**
 * Quotation marks of any language, and the apostrophe with which a spreadsheet begins a number that it keeps as text.
 */
const QUOTES = `"'\`´‘’‚‛“”„‟«»‹›`;
/** Includes the equals sign of a formula, by which a spreadsheet also keeps a number as text: ="100000" */
const BEFORE_NUMBER = new RegExp(`[\\s=${QUOTES}]`, 'u');
const AFTER_NUMBER = new RegExp(`[\\s${QUOTES}]`, 'u');
/** A number that a spreadsheet took for an amount: 100.000 or 100 000, with or without decimals. */
const GROUPED = /^(\d{1,3}([.,'’\s])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,]0+)?$/u;
const DECIMALS = /^(\d+)[.,]0+$/;
const SCIENTIFIC = /^\d+(?:[.,]\d+)?e[+-]?\d+$/i;
const HYPHENS = /[\u2010-\u2015\u2212]/g;
/**
 * In a row with other cells, or in a line of several numbers, only what begins with a digit is a number: Bonn is not.
 */
const BARE = /^\d[0-9A-Za-z]*$/;
/** ISO 3166-2:DE. Any other two capitals in a cell are usually a school form. */
const STATES = new Set('BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH'.split(' '));
/** No number is longer. Longer texts are not examined, so that the time for a row is proportional to its length. */
const LONGEST_NUMBER = 100;

/**
 * Returns the entries of a list, in its order. Each text may hold several rows.
 *
 * A row in which each cell is a number names as many schools. In any other row the first cell that is a number names
 * the school, and the rest says something about it; a cell with a state (BY) is read together with the number.
 */
export function readPastedNumbers(rows: readonly string[]): PastedEntry[] {
  return rows
    .flatMap((text) => text.replace(INVISIBLE, '').split(LINE_END))
    .flatMap((line, index) => entriesOf(line, index + 1));
}

function entriesOf(line: string, row: number): PastedEntry[] {
  const whole = bare(line);
  const alone = readNumber(whole);
  if (alone !== null) return [{ row, text: shortened(whole), id: alone }];
  const cells = cellsOf(line);
  if (cells.length === 0) return [];
  const state = cells.map(stateIn).find((one) => one !== null) ?? DEFAULT_STATE;
  const entries = cells
    .filter((cell) => stateIn(cell) === null)
    .map((cell) => ({ row, text: shortened(cell), id: readCell(cell, state) }));
  if (entries.length > 0 && entries.every(({ id }) => id !== null)) return entries;
  return [{ row, text: shortened(line.trim()), id: entries.find(({ id }) => id !== null)?.id ?? null }];
}

/**
 * Returns the cells without empty ones. A comma or a blank separates cells only where it is not part of an amount,
 * and a blank only between numbers.
 */
function cellsOf(line: string): string[] {
  return line
    .split(BETWEEN_CELLS)
    .map(bare)
    .flatMap((cell) => (!cell.includes(',') || isAmount(cell) ? [cell] : cell.split(',').map(bare)))
    .flatMap((cell) => {
      const words = cell.split(/\s/u).filter(Boolean);
      return words.length > 1 && !isAmount(cell) && words.every(isNumber) ? words : [cell];
    })
    .filter(Boolean);
}

function isAmount(cell: string): boolean {
  return mayBeNumber(cell) && [GROUPED, DECIMALS, SCIENTIFIC].some((form) => form.test(cell));
}

function isNumber(word: string): boolean {
  return readCell(word, DEFAULT_STATE) !== null;
}

function mayBeNumber(text: string): boolean {
  return text.length <= LONGEST_NUMBER && /\d/.test(text);
}

/** Returns a cell without surrounding characters. */
function bare(cell: string): string {
  let [from, until] = [0, cell.length];
  while (from < until && BEFORE_NUMBER.test(cell[from] as string)) from += 1;
  while (from < until && AFTER_NUMBER.test(cell[until - 1] as string)) until -= 1;
  return cell.slice(from, until).replace(HYPHENS, '-');
}

/** For a cell beside others. */
function readCell(cell: string, state: string): string | null {
  if (!mayBeNumber(cell)) return null;
  const number = withoutFormat(cell);
  return BARE.test(number) ? readOrganisationId('SCHOOL', number, state) : readQualified(number);
}

/** For a text that is alone in its row: it accepts each form that an id may have elsewhere, but no heading. */
function readNumber(text: string): string | null {
  if (!mayBeNumber(text)) return null;
  const number = withoutFormat(text);
  return readQualified(number) ?? readOrganisationId('SCHOOL', number);
}

/**
 * Reads an id with its state, also with blanks around the separators: `DE-NW-100000`, `NW: 100000`,
 * `SCHOOL:NW:100000`.
 */
function readQualified(text: string): string | null {
  const closed = text.replace(/\s*([:_-])\s*/gu, '$1');
  const key = readOrganisationKey(closed);
  if (key !== null) return key.startsWith('SCHOOL:') ? key.slice('SCHOOL:'.length) : null;
  return readOrganisationId('SCHOOL', closed, null);
}

function withoutFormat(text: string): string {
  const grouped = GROUPED.exec(text)?.[1];
  return grouped === undefined ? text.replace(DECIMALS, '$1') : grouped.replace(/\D/g, '');
}

function stateIn(cell: string): string | null {
  const state = readOrganisationId('STATE', cell);
  return state !== null && STATES.has(state) ? state : null;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > LONGEST_TEXT ? `${characters.slice(0, LONGEST_TEXT).join('')}…` : text;
}
