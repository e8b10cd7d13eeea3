/** The limits of a title, in the catalogue and in answers. An import refuses more. */

/** The same limit as for searches, so that each title is found by its own name. */
export const NAME = { maxLength: 500, maxWords: 100 };
/** Klassenstufen, from before the first to the thirteenth. */
export const GRADES = { first: 0, last: 13 };
/** The range of age ratings (FSK). */
export const AGES = { first: 0, last: 18 };
/** The length in characters. */
export const MAX_DESCRIPTION = 10_000;
export const SUBJECTS = { maxItems: 50, maxLength: 100 };
export const KEYWORDS = { maxItems: 100, maxLength: 100 };
/** The largest number of a film's sequences, and of accompanying materials. */
export const PARTS = { maxItems: 200 };
export const MATERIALS = { maxItems: 100 };
/** The length of texts in parts and materials. */
export const MAX_LABEL = 500;
/** The length of an address. */
export const MAX_URL = 2_000;
export const LANGUAGES = { maxItems: 20, maxLength: 20 };
/** The limit for one title. There are fewer codes, but sources repeat them. */
export const CODES = { maxItems: 200, maxLength: 200 };
/** The limit for unknown codes. More are discarded, and longer ones are cut. */
export const UNKNOWN_CODES = { maxItems: 50, maxLength: 100 };
/** The length of names and addresses of our own vocabularies. */
export const MAX_TERM = 100;
