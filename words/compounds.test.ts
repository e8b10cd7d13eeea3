import { heapUsed } from '../test/heap';
import { partOfForm, partsOf } from './compounds';
import { wordsOf } from './words';

test.each([
  ['vulkanausbruch', 'vulkan ausbruch'],
  ['arbeitsblätter', 'arbeit blatt'],
  ['schulbuch', 'schule buch'],
  ['hilfsmittel', 'hilfe mittel'],
  ['wörterbüchern', 'wort buch'],
  ['bundestagswahlen', 'bund tag wahl'],
  ['friedensvertrag', 'friede vertrag'],
  ['grundschullehrerinnen', 'grund schule lehrer'],
  ['staubecken', 'stau becken'],
  ['weltmuseen', 'welt museum'],
])('“%s” is made of “%s”', (word, parts) => {
  expect(partsOf(word).join(' ')).toBe(parts);
});

test.each(['vereinbart', 'auszugleichen', 'entscheidung', 'sekunde', 'malerei', 'schule', 'x', '1918', 'filmxyz', ''])(
  '“%s” is no compound',
  (word) => {
    expect(partsOf(word)).toEqual([]);
  },
);

test('a very long word is not split', () => {
  expect(partsOf('schule'.repeat(1_000))).toEqual([]);
});

test('a form leads to the listed part', () => {
  expect(['büchern', 'schulen', 'museen', 'qwertz'].map(partOfForm)).toEqual(['buch', 'schule', 'museum', null]);
});

describe('a compound with one unknown part', () => {
  test.each([
    ['abgrenzungsrentabilismus', ['abgrenzung', 'rentabilismus']],
    ['polymerisationsreaktionen', ['polymerisation', 'reaktion']],
    ['quizzeritätsregel', ['quizzerität', 'regel']],
    ['zapfiristokprodukte', ['zapfiristok', 'produkt']],
    ['rumulierapparate', ['rumulier', 'apparat']],
    ['wasserverfransungen', ['wasser', 'verfransung']],
  ])('%s is split into %j', (word, parts) => {
    expect(partsOf(word)).toEqual(parts);
  });

  test.each([
    ['a known part at its end is short', 'zapfiristoktanz'],
    ['it begins like a verb', 'auszuschreiben'],
    ['it ends like a Latin word', 'konzentration'],
    ['its ending makes an adjective', 'wirkungsmäßig'],
    ['its ending makes a noun of the word before it', 'motorisierung'],
    ['it has letters of another alphabet', 'ζαπφιproduktion'],
  ])('is not split where %s', (_, word) => {
    expect(partsOf(word)).toEqual([]);
  });
});

test('a cached word does not keep the text in memory from which it was cut', async () => {
  const [count, length] = [2_000, 10_000];
  partsOf('schulbuch'); // Makes the forms of parts before measuring, because they stay in memory, too.
  const before = await heapUsed();
  for (let at = 0; at < count; at += 1) {
    const number = [...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const [, word] = wordsOf(`${'und '.repeat(length / 4)} zzverfahrenstechnik${number}`).slice(-2);
    partsOf(word as string);
  }
  expect(await heapUsed()).toBeLessThan(before + (count * length) / 10);
});
