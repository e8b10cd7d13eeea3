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
])('somebody who searches for “%s” does not find “%s”', (word, other) => {
  expect(formsOf(word)).not.toContain(other);
});

test('a text that is not a German word has no other forms', () => {
  for (const word of ['1918', 'a4', 'é', 'œuvre', 'हिन्दी']) expect(formsOf(word)).toEqual([]);
});

test('a word has at most 20 other forms, and is not one of them', () => {
  for (const word of ['wäldern', 'wald', 'garten', 'überraschungen', 'häuserblocks']) {
    expect(formsOf(word).length).toBeLessThanOrEqual(20);
    expect(formsOf(word)).not.toContain(word);
  }
});
