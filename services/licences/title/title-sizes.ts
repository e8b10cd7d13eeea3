/** How much a title holds, in the catalogue and in answers: an import refuses more. */

/** In characters. */
export const MAXIMUM_DESCRIPTION = 10_000;
export const SUBJECTS = { maxItems: 50, maxLength: 100 };
export const KEYWORDS = { maxItems: 100, maxLength: 100 };
