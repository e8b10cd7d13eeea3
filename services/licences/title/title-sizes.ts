/** How much a title holds, in the catalogue and in answers: an import refuses more. */

/** As many as a search may have, so that each title is found by its own name. */
export const NAME = { maxLength: 500, maxWords: 100 };
/** Klassenstufen: from before the first to the thirteenth. */
export const GRADES = { first: 0, last: 13 };
/** For an age rating (FSK). */
export const AGES = { first: 0, last: 18 };
/** In characters. */
export const MAX_DESCRIPTION = 10_000;
export const SUBJECTS = { maxItems: 50, maxLength: 100 };
export const KEYWORDS = { maxItems: 100, maxLength: 100 };
/** Sequences of a film, and accompanying material. */
export const PARTS = { maxItems: 200 };
export const MATERIALS = { maxItems: 100 };
/** For texts in parts and materials. */
export const MAX_LABEL = 500;
/** For an address. */
export const MAX_URL = 2_000;
export const LANGUAGES = { maxItems: 20, maxLength: 20 };
/** For one title; there are fewer codes, but sources repeat them. */
export const CODES = { maxItems: 200, maxLength: 200 };
/** For unknown codes: more are not kept, and longer ones are cut. */
export const UNKNOWN_CODES = { maxItems: 50, maxLength: 100 };
/** Of the names and addresses of our own vocabularies. */
export const MAX_TERM = 100;
