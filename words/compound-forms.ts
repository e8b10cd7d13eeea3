/** The forms that the listed parts have in compounds: “bücher” and “büchern” of “buch”. */
import { PARTS, SHORT_PARTS } from './compound-parts';
import { FIRST_PARTS, LAST_ADJECTIVES, MORE_PARTS, WHOLE_WORDS } from './more-compound-parts';
import { withUmlaut } from './word-forms';

/** Endings of a part before another part: Arbeit-s-blatt, Land-es-haupt-stadt, Blume-n-topf, Fried-ens-vertrag. */
export const LINKING = ['', 's', 'es', 'n', 'en', 'er', 'e', 'ns', 'ens'];
/** The same for parts that end in e, after the e is dropped: Schul-buch, Hilf-s-mittel. */
const LINKING_WITHOUT_E = ['', 's'];
/** Shorter parts drop their e only where it is listed: “ent” of “Ente” begins other words. */
const SHORTEST_WITHOUT_E = 5;
/** Endings of the last part: Bilder, Wäldern, Lehrerinnen. */
const ENDINGS = ['', 's', 'es', 'e', 'en', 'n', 'er', 'ern'];
const ENDINGS_OF_PERSONS = ['in', 'innen'];
const PERSON = /(er|or|ent|ant|ist|oge|nom)$/;
const ENDINGS_AFTER_UMLAUT = ['', 'e', 'er', 'en', 'ern', 'n', 's'];
const LINKING_AFTER_UMLAUT = ['', 'e', 'er'];
const ENDINGS_OF_ADJECTIVES = ['', 'e', 'em', 'en', 'er', 'es'];
/** Diminutive endings. A shorter part may have these letters after it by chance: Körper-chen, but not Wo-chen. */
const DIMINUTIVES = ['chen', 'lein'];
const SHORTEST_DIMINUTIVE = 4;
const ENDINGS_AFTER_NIS = ['se', 'sen', 'ses'];
/** Greek and Latin words, whose plural replaces the ending: Kriterien, Museen, Viren, Themen, Medien. */
const LATIN = /^(.{3,})(um|a|us|on)$/;

/** Material, Materialien; Mineral, Mineralien. */
const LATIN_ADJECTIVE = /...(al|il)$/;

export interface CompoundForms {
  /** Parts, by the forms that they have before another part. */
  readonly beforeOthers: ReadonlyMap<string, string>;
  /** Parts, by the forms that they have at the end. */
  readonly atTheEnd: ReadonlyMap<string, string>;
  /** Parts that may only stand at the end. */
  readonly adjectives: ReadonlySet<string>;
  /** Words that are never split. */
  readonly known: ReadonlySet<string>;
  /** The number of letters of the longest form. */
  readonly longest: number;
}

let made: CompoundForms | undefined;

/** Made when the first word is split, because this takes 60 ms and most processes split no words. */
export function compoundForms(): CompoundForms {
  made ??= makeForms();
  return made;
}

function makeForms(): CompoundForms {
  const beforeOthers = new Map<string, string>();
  const atTheEnd = new Map<string, string>();
  const known = new Set<string>();
  const adjectives = new Set(listedIn(LAST_ADJECTIVES));
  for (const listed of listedIn(SHORT_PARTS, PARTS, FIRST_PARTS, MORE_PARTS)) {
    if (listed.endsWith('-')) put(beforeOthers, listed.slice(0, -1), ['']);
    else {
      known.add(listed);
      putForms(beforeOthers, atTheEnd, listed);
    }
  }
  for (const listed of adjectives) put(atTheEnd, listed, ENDINGS_OF_ADJECTIVES);
  for (const listed of listedIn(WHOLE_WORDS))
    for (const ending of [...ENDINGS_OF_ADJECTIVES, 's']) known.add(listed + ending);
  let longest = 0;
  for (const forms of [beforeOthers, atTheEnd])
    for (const form of forms.keys()) longest = Math.max(longest, form.length);
  return { beforeOthers, atTheEnd, adjectives, known, longest };
}

function listedIn(...lists: string[]): string[] {
  return lists.join(' ').trim().split(/\s+/);
}

function putForms(beforeOthers: Map<string, string>, atTheEnd: Map<string, string>, listed: string): void {
  const stem = listed.length >= SHORTEST_WITHOUT_E && listed.endsWith('e') ? listed.slice(0, -1) : null;
  const mutated = withUmlaut(listed);
  const latin = LATIN.exec(listed)?.[1];
  put(beforeOthers, listed, LINKING);
  put(atTheEnd, listed, ENDINGS);
  if (stem) put(beforeOthers, listed, LINKING_WITHOUT_E, stem);
  if (PERSON.test(listed)) put(atTheEnd, listed, ENDINGS_OF_PERSONS, stem ?? listed);
  if (LATIN_ADJECTIVE.test(listed)) put(atTheEnd, listed, ['ien']);
  if (listed.length >= SHORTEST_DIMINUTIVE) put(atTheEnd, listed, DIMINUTIVES, mutated ?? listed);
  if (listed.endsWith('nis')) put(atTheEnd, listed, ENDINGS_AFTER_NIS);
  if (latin) for (const forms of [beforeOthers, atTheEnd]) put(forms, listed, ['en'], latin);
  if (mutated) {
    put(beforeOthers, listed, LINKING_AFTER_UMLAUT, mutated);
    put(atTheEnd, listed, ENDINGS_AFTER_UMLAUT, mutated);
  }
}

/** A listed word stands for itself, even where it is also the form of another part. */
function put(forms: Map<string, string>, part: string, endings: readonly string[], stem = part): void {
  for (const ending of endings) {
    const form = stem + ending;
    if (form === part || !forms.has(form)) forms.set(form, part);
  }
}
