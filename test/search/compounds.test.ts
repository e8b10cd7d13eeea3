/**
 * Compares the splitter with what people say compounds are made of. Each list was written before the splitter was
 * adapted to it. Its header says how many heads were right at that time, which is the rate for unseen material.
 */
import { SHORT_PARTS } from '../../words/compound-parts';
import { partsOf } from '../../words/compounds';
import { formsOf } from '../../words/word-forms';
import { linesOf } from './judged-queries';

const SHORT = new Set(
  SHORT_PARTS.trim()
    .split(/\s+/)
    .map((part) => part.replace('-', '')),
);

const COMPOUNDS: readonly [file: string, floor: number][] = [
  ['compounds.tsv', 0.99],
  ['compounds-serlo.tsv', 0.99],
  ['compounds-subjects.tsv', 0.96],
  ['compounds-curricula.tsv', 0.98],
  ['compounds-nature.tsv', 0.94],
  ['compounds-unseen.tsv', 0.89],
];
const NO_COMPOUNDS = [
  'no-compounds.txt',
  'no-compounds-serlo.txt',
  'no-compounds-subjects.txt',
  'no-compounds-curricula.txt',
  'no-compounds-nature.txt',
  'no-compounds-unseen.txt',
];

/** The share of the words whose last part is the head that people name. */
function rightHeads(file: string): { share: number; wrong: string[] } {
  const lines = linesOf(file);
  const wrong = lines.flatMap((line) => {
    const [word = '', divisions = ''] = line.split('\t');
    const heads = divisions.split('|').map((division) => division.trim().split(' ').at(-1) as string);
    const found = partsOf(word).at(-1);
    const isRight = found !== undefined && heads.some((head) => head === found || formsOf(head).includes(found));
    return isRight ? [] : [`${word}: ${partsOf(word).join(' ')}`];
  });
  return { share: 1 - wrong.length / lines.length, wrong };
}

test.each(COMPOUNDS)('in %s at least as many compounds as required have the right head', (file, floor) => {
  const { share, wrong } = rightHeads(file);
  console.log(`${file}: ${(100 * share).toFixed(1)} % right; not: ${wrong.join(', ')}`);
  expect(share).toBeGreaterThanOrEqual(floor);
});

test.each(NO_COMPOUNDS)('in %s no word is split', (file) => {
  expect(linesOf(file).filter((word) => partsOf(word).length > 0)).toEqual([]);
});

test('no part is shorter than four letters, except those in the list of short parts', () => {
  const files = [...COMPOUNDS.map(([file]) => file), ...NO_COMPOUNDS];
  const parts = files.flatMap(linesOf).flatMap((line) => partsOf(line.split('\t')[0] as string));
  expect(parts.filter((part) => part.length < 4 && !SHORT.has(part))).toEqual([]);
});
