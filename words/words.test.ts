import fc from 'fast-check';
import { wordsOf } from './words';

test.each([
  ['L’imparfait', 'l imparfait'],
  ['„Faustspiel“ erklärt', 'faustspiel erklärt'],
  ['»Kabale und Liebe«', 'kabale und liebe'],
  ['1949–1990', '1949 1990'],
  ['1914-1918', '1914 1918'],
  ['Mensch–Umwelt', 'mensch umwelt'],
  ['COVID-19', 'covid 19'],
  ['Industrie 4.0', 'industrie 4 0'],
  ['Ost/West', 'ost west'],
  ['planet-schule.de', 'planet schule de'],
  ['Was ist was?', 'was ist was'],
  ['Scho\u0308ne Gru\u0308ße', 'schöne grüße'],
  ['SCHÖNE GRÜẞE', 'schöne grüße'],
  ['Donau\u00addampf\u200dschiff', 'donaudampfschiff'],
  ['ΟΔΥΣ', 'οδυσ'],
  ['हिन्दी', 'हिन्दी'],
  ['snake_case & C++', 'snake case c'],
  ['… – ?', ''],
])('“%s” is cut into “%s”', (text, words) => {
  expect(wordsOf(text).join(' ')).toBe(words);
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme-composite' }),
);

test('a text is cut into the same words composed and decomposed, and its words are not cut any further', () => {
  fc.assert(
    fc.property(text, (given) => {
      const words = wordsOf(given);
      expect(wordsOf(given.normalize('NFC'))).toEqual(words);
      expect(wordsOf(given.normalize('NFD'))).toEqual(words);
      expect(wordsOf(words.join(' '))).toEqual(words);
    }),
    { numRuns: 2_000 },
  );
});

test('a word consists of letters and digits, and none is too long for an index', () => {
  fc.assert(
    fc.property(
      fc.oneof(text, fc.string({ unit: fc.constantFrom('a', 'ß', '𝔸', '\u0301'), maxLength: 500 })),
      (given) => {
        for (const word of wordsOf(given)) {
          expect(word).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u);
          expect(Buffer.byteLength(word)).toBeLessThanOrEqual(400);
        }
      },
    ),
  );
});
