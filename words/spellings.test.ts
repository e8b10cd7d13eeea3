import { spellingsOf } from './spellings';

test.each([
  ['fluesse', 'flüsse'],
  ['flüsse', 'fluesse'],
  ['straße', 'strasse'],
  ['strasse', 'straße'],
  ['photosynthese', 'fotosynthese'],
  ['fotosynthese', 'photosynthese'],
  ['grafik', 'graphik'],
  ['delfine', 'delphine'],
  ['schiffahrt', 'schifffahrt'],
  ['stilleben', 'stillleben'],
  ['grösse', 'größe'],
])('“%s” may be written “%s”', (word, other) => {
  expect(spellingsOf(word)).toContain(other);
});

test('the word itself comes first, and is the only one where it has one spelling', () => {
  expect(spellingsOf('vulkan')).toEqual(['vulkan']);
  expect(spellingsOf('film')).toEqual(['film']);
  expect(spellingsOf('schüler')[0]).toBe('schüler');
  expect(spellingsOf('1918')).toEqual(['1918']);
});
