/**
 * The types of the fields of import files. Every text from a file passes one of them before it reaches the database.
 */
import { z } from 'zod';
import { DEFAULT_STATE, readOrganisationKey } from '../../request/values/organisation-id';
import { decodedOnceMore } from './double-encoding';
import { codePoint, shown } from './import-error';

/**
 * For names and similar texts. With their index entries they stay within what PostgreSQL can index in all usual
 * scripts.
 */
const MAX_LINE_LENGTH = 500;
/** For descriptions: about four pages. Their search vector stays far below PostgreSQL's megabyte. */
const MAX_TEXT_LENGTH = 10_000;
/** Days outside of these years are typing mistakes, and PostgreSQL reads the first years of the era in another way. */
export const YEARS = { first: 1900, last: 2200 } as const;
/** The largest number of the database's columns: `int`. */
const MAX_INT = 2_147_483_647;
/** For lists of rights, levels and similar words: more than there are of any, even with repetitions. */
export const MAX_CHOICES = 50;
/** In cents: a thousand million euros. */
export const MAX_CENTS = 100_000_000_000;

/**
 * What no text of a file may hold: control characters except tab and line ends (PostgreSQL's text holds no U+0000,
 * and the others are invisible), halves of surrogate pairs, which are no characters, and U+FFFD, which an earlier
 * wrong conversion leaves in the place of an umlaut.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd\ufffe\uffff\p{Surrogate}]/u;

/** Line breaks that word processors and mainframes write, and byte order marks in the middle of a file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const ODD_BREAKS = /[\u000b\u000c\u0085\u2028\u2029]/g;
const MARKS = /\ufeff/g;

const fit = z
  .string()
  .transform((text) => text.replace(ODD_BREAKS, '\n').replace(MARKS, ''))
  .superRefine((text, context) => {
    const once = decodedOnceMore(text);
    const [character] = UNFIT.exec(text) ?? [];
    if (once !== null)
      context.addIssue({
        code: 'custom',
        message: `was encoded twice (it should be ${shown(once)}); write the file as UTF-8 from its source anew`,
        input: text,
      });
    else if (character)
      context.addIssue({
        code: 'custom',
        message: `holds the character ${codePoint(character)}, which no text may hold`,
      });
  });

/** A name or similar text: one line, whatever line breaks and double blanks stand in it, in composed letters (NFC). */
export function line(max = MAX_LINE_LENGTH) {
  return fit
    .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
    .pipe(z.string().min(1, 'must not be empty').max(max, `must not be longer than ${max} characters`));
}

/** The same, with null for an empty one. */
export function lineOrNull(max = MAX_LINE_LENGTH) {
  return z.preprocess((text) => (typeof text === 'string' && text.trim() === '' ? null : text), line(max).nullable());
}

/** A text of several lines in composed letters. It may be empty. */
export const text = fit
  .transform((value) => value.normalize('NFC'))
  .pipe(z.string().max(MAX_TEXT_LENGTH, `must not be longer than ${MAX_TEXT_LENGTH} characters`));

/** A day in Europe/Berlin, such as `2026-08-01`. */
export const day = z.iso
  .date({ error: 'must be a day of the calendar such as 2026-08-01', abort: true })
  .refine(isWithinYears, `must be a day of the years ${YEARS.first} to ${YEARS.last}`);

export function isWithinYears(date: string): boolean {
  const year = Number(date.slice(0, 4));
  return year >= YEARS.first && year <= YEARS.last;
}

/** Such as `AUTHORITY:NW:10182`; the id may have any form that request/values/organisation-id.ts reads. */
export const organisation = z.string().transform((text, context): string => {
  const key = readOrganisationKey(text, DEFAULT_STATE);
  if (key !== null) return key;
  context.addIssue({ code: 'custom', message: 'must be an organisation such as AUTHORITY:NW:10182' });
  return z.NEVER;
});

export function integer(min: number, max = MAX_INT) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.int(message).min(min, message).max(max, message);
}
