import { withWholeCompounds } from './elliptical';
import { wordsOf } from './words';

test.each([
  ['Reihen- und Parallelschaltung', 'reihenschaltung und parallelschaltung'],
  ['Die Sonnen- und Mondfinsternis', 'die sonnenfinsternis und mondfinsternis'],
  ['Haus-, Nutz- und Wildtiere', 'haustiere nutztiere und wildtiere'],
  ['Erst-/Zweitstimme', 'erststimme zweitstimme'],
  ['Tier- oder Pflanzenzelle', 'tierzelle oder pflanzenzelle'],
  ['Kindergärten und -krippen', 'kindergärten und kinderkrippen'],
  ['Blutkreislauf und -druck', 'blutkreislauf und blutdruck'],
])('%s is %s', (text, words) => {
  expect(wordsOf(withWholeCompounds(text)).join(' ')).toBe(words);
});

test.each([
  ['a compound that is not known', 'Blu- und Zapfiristok'],
  ['a word that is no compound', 'Ein- und Auffallen'],
  ['a hyphen within a word', 'Ost-West und Haustiere'],
  ['a hyphen before the first word', '-krippen und Kinder'],
  ['a hyphen without “und” or a comma before it', 'Kindergärten -krippen'],
])('%s is left unchanged', (_, text) => {
  expect(withWholeCompounds(text)).toBe(text);
});

test('a long text of compounds without an end is left unchanged', () => {
  const text = 'ab- und '.repeat(60);
  expect(withWholeCompounds(text)).toBe(text);
});
