/**
 * Other spellings of a German word: Flüsse and Fluesse, Straße and Strasse, Fotografie and Photographie, Schifffahrt and
 * (until 1996) Schiffahrt.
 */

const UMLAUTS = { ae: 'ä', oe: 'ö', ue: 'ü' } as const;
/** An f in words of Greek origin that may also be written with ph. */
const WITH_PH = /(?<=del)f(?=in)|(?<=\b|ortho|geo|bio)f(?=oto|ant|on)|(?<=gra)f|(?<=telegra)f/g;
/** Shorter words are not compounds in which one of three equal consonants was dropped. */
const SHORTEST_COMPOUND = 7;
const TWO_CONSONANTS = /([bcdfghklmnprstz])\1(?=[aeiouyäöü])/g;

type Respelling = (word: string) => string;

const RESPELLINGS: readonly Respelling[] = [
  (word) => word.replaceAll(/ae|oe|ue/g, (letters) => UMLAUTS[letters as keyof typeof UMLAUTS]),
  (word) => word.replaceAll(/[äöü]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter] as string),
  (word) => word.replaceAll('ph', 'f'),
  (word) => word.replaceAll(WITH_PH, 'ph'),
];

/**
 * @param word as `wordsOf` cuts it
 * @returns each spelling once, the word itself first: by each rule alone, and each of these with ß and with ss. Some are not
 *   words, and find nothing
 */
export function spellingsOf(word: string): readonly string[] {
  const once = [word, ...RESPELLINGS.map((respelled) => respelled(word))];
  const old = word.length > SHORTEST_COMPOUND ? word.replaceAll(TWO_CONSONANTS, '$1$1$1') : word;
  const withSz = [...once.map((one) => one.replaceAll('ß', 'ss')), ...once.map((one) => one.replaceAll('ss', 'ß'))];
  return [...new Set([...once, ...withSz, old])];
}
