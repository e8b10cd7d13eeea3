/** How else a German word may be written: Flüsse and Fluesse, Straße and Strasse. */

const UMLAUTS = { ae: 'ä', oe: 'ö', ue: 'ü' } as const;

/** @param word as `wordsOf` cuts it. @returns each spelling once, the word itself first; some are no words, and find nothing */
export function spellingsOf(word: string): readonly string[] {
  const umlauted = word.replaceAll(/ae|oe|ue/g, (letters) => UMLAUTS[letters as keyof typeof UMLAUTS]);
  const apart = word.replaceAll(/[äöü]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter] as string);
  const withoutSz = [word, umlauted, apart].map((one) => one.replaceAll('ß', 'ss'));
  return [
    ...new Set([word, umlauted, apart, ...withoutSz, ...[word, umlauted].map((one) => one.replaceAll('ss', 'ß'))]),
  ];
}
