import { formsOf } from './word-forms';

test.each([
  ['vulkane', 'vulkan'],
  ['vulkanen', 'vulkans'],
  ['katzen', 'katze'],
  ['tage', 'tag'],
  ['fotos', 'foto'],
  ['wald', 'wälder'],
  ['wäldern', 'wald'],
  ['baum', 'bäume'],
  ['bäumen', 'baum'],
  ['haus', 'häuser'],
  ['häuser', 'haus'],
  ['vater', 'väter'],
  ['mütter', 'mutter'],
  ['garten', 'gärten'],
  ['flüsse', 'fluss'],
])('somebody who searches for “%s” finds “%s”', (word, other) => {
  expect(formsOf(word)).toContain(other);
});

test.each([
  ['schüler', 'schule'],
  ['schule', 'schüler'],
])('“%s” is not “%s”', (word, other) => {
  expect(formsOf(word)).not.toContain(other);
});

test('what is no German word has one form', () => {
  for (const word of ['1918', 'a4', 'é', 'œuvre', 'हिन्दी']) expect(formsOf(word)).toEqual([]);
});

test('a word has so many forms at the most, and is none of them itself', () => {
  for (const word of ['wäldern', 'wald', 'garten', 'überraschungen', 'häuserblocks']) {
    expect(formsOf(word).length).toBeLessThanOrEqual(20);
    expect(formsOf(word)).not.toContain(word);
  }
});
