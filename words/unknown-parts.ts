/**
 * Where an unknown part of a compound may begin and end. German says it in its endings: what follows “-ungs”, “-heits” or “-ions”
 * begins a word, and what begins with “ver-” or “be-” and ends in “-ung” is a noun.
 */

const GERMAN = /^[a-zäöüß]+$/;
const VOWEL_SOON = /^.{0,2}[aeiouyäöü]/;

/** After these ends of words another word begins: Präsentations-, Näherungs-, Reziprozitäts-, Rasier-. */
const BOUNDARY = /(?<=..)(ung|heit|keit|schaft|ion|tät|ling|tum)s$/;
const STEM_OF_VERB = /(?<=..)ier$/;
/** What begins so, with hardly anything after it, is the beginning of a verb: Auszu-rechnen, Wieder-belebung, Überf-liegen. */
const BEGINS_VERB =
  /^(ab|an|auf|aus|bei|dar|durch|ein|einander|empor|fest|fort|gegen|her|heraus|hin|hinaus|hinter|mit|nach|nieder|über|um|un|unter|ver|vor|voraus|weg|weiter|wider|wieder|zer|zu|zurück|zusammen|be|ent|er|ge|miss|inter|para|trans|super|kom|kon|prä|pro|re).{0,3}$|(ver|ent|zer|zu|ab|auf|aus|ein|über|unter|wieder|zurück|zusammen|einander)$/;
/** A shorter known word stands at the end of others by chance: tanz in Akzeptanz, daten in Kandidaten. So does a longer one that ends like these: Koordi-nation. */
const SHORTEST_AFTER_UNKNOWN = 6;
const SHORTEST_AFTER_BOUNDARY = 4;
/** Not -ende: Definier-ende. */
const SHORTEST_AFTER_VERB = 5;
const ENDS_OTHERS = /^.{0,3}(tion|sion|ment|ität|ismus|ieren|phrase)$|^nische$/;

const NOUN =
  /^((?:ab|an|auf|aus|be|ein|ent|er|ge|miss|rück|über|um|unter|ver|vor|wieder|zer|zu).{3,}(?:ung|nahme))(?:en|n)?$/;
/** After a boundary these make an adjective of what is before it, and are no part: wirkungs-los. */
const MAKES_ADJECTIVE = /^(los|voll|frei|fähig|mäßig|reich|arm|wert|würdig|weise|halber|gemäß|bedingt)/;
const SHORTEST_NOUN_AFTER_BOUNDARY = 5;
/** They make a noun of the word before them: Motor-isierung. */
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

/** @param before the part of the word before it, with the letter that joins them */
export function mayBeLast(before: string, last: string): boolean {
  if (BOUNDARY.test(before))
    return last.length >= SHORTEST_NOUN_AFTER_BOUNDARY && GERMAN.test(last) && !MAKES_ADJECTIVE.test(last);
  const noun = NOUN.exec(last)?.[1];
  return noun !== undefined && !MADE_OF_BEFORE.test(noun);
}

/** @param last one that {@link mayBeLast} */
export function singularOf(last: string): string {
  return NOUN.exec(last)?.[1] ?? last;
}

export function withoutLinking(first: string): string {
  return BOUNDARY.test(first) ? first.slice(0, -1) : first;
}
