/**
 * Decides where an unknown part of a compound may begin and end, by German prefixes and endings: a word begins after
 * “-ungs”, “-heits” or “-ions”, and what begins with “ver-” or “be-” and ends in “-ung” is a noun.
 */

const GERMAN = /^[a-zäöüß]+$/;
const VOWEL_SOON = /^.{0,2}[aeiouyäöü]/;

/** Another word begins after these endings: Präsentations-, Näherungs-, Reziprozitäts-, Rasier-. */
const BOUNDARY = /(?<=..)(ung|heit|keit|schaft|ion|tät|ling|tum)s$/;
const STEM_OF_VERB = /(?<=..)ier$/;
/** A prefix with few letters or none after it is the beginning of a verb: Auszu-rechnen, Wieder-belebung, Überf-liegen. */
const BEGINS_VERB =
  /^(ab|an|auf|aus|bei|dar|durch|ein|einander|empor|fest|fort|gegen|her|heraus|hin|hinaus|hinter|mit|nach|nieder|über|um|un|unter|ver|vor|voraus|weg|weiter|wider|wieder|zer|zu|zurück|zusammen|be|ent|er|ge|miss|inter|para|trans|super|kom|kon|prä|pro|re).{0,3}$|(ver|ent|zer|zu|ab|auf|aus|ein|über|unter|wieder|zurück|zusammen|einander)$/;
/**
 * Shorter known words occur at the end of other words by chance: tanz in Akzeptanz, daten in Kandidaten. So do the longer
 * ones of ENDS_OTHERS: Koordi-nation.
 */
const SHORTEST_AFTER_UNKNOWN = 6;
const SHORTEST_AFTER_BOUNDARY = 4;
/** Excludes “ende”: Definier-ende. */
const SHORTEST_AFTER_VERB = 5;
const ENDS_OTHERS = /^.{0,3}(tion|sion|ment|ität|ismus|ieren|phrase)$|^nische$/;

const NOUN =
  /^((?:ab|an|auf|aus|be|ein|ent|er|ge|miss|rück|über|um|unter|ver|vor|wieder|zer|zu).{3,}(?:ung|nahme))(?:en|n)?$/;
/** Endings that make an adjective of the word before a boundary, and are not parts: wirkungs-los. */
const MAKES_ADJECTIVE = /^(los|voll|frei|fähig|mäßig|reich|arm|wert|würdig|weise|halber|gemäß|bedingt)/;
const SHORTEST_NOUN_AFTER_BOUNDARY = 5;
/** An ending that makes a noun of the word before it, and is not a part: Motor-isierung. */
const MADE_OF_BEFORE = /ierung$/;

export function mayBeFirst(first: string): boolean {
  return GERMAN.test(first) && VOWEL_SOON.test(first) && !BEGINS_VERB.test(first);
}

/** @param last as it is listed */
export function mayFollowUnknown(first: string, last: string, isAdjective: boolean): boolean {
  if (BOUNDARY.test(first)) return last.length >= SHORTEST_AFTER_BOUNDARY;
  if (STEM_OF_VERB.test(first)) return last.length >= SHORTEST_AFTER_VERB && !isAdjective;
  return last.length >= SHORTEST_AFTER_UNKNOWN && !isAdjective && !ENDS_OTHERS.test(last);
}

/** @param before the part of the word before `last`, with the letters that join them */
export function mayBeLast(before: string, last: string): boolean {
  if (BOUNDARY.test(before))
    return last.length >= SHORTEST_NOUN_AFTER_BOUNDARY && GERMAN.test(last) && !MAKES_ADJECTIVE.test(last);
  const noun = NOUN.exec(last)?.[1];
  return noun !== undefined && !MADE_OF_BEFORE.test(noun);
}

/** @param last a part for which {@link mayBeLast} is true */
export function singularOf(last: string): string {
  return NOUN.exec(last)?.[1] ?? last;
}

export function withoutLinking(first: string): string {
  return BOUNDARY.test(first) ? first.slice(0, -1) : first;
}
