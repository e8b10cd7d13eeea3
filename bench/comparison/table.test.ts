import type { NotRun, Row } from './comparison';
import { comparisonTable } from './table';

const spread = (median: number) => ({ median, p25: median - 0.5, p75: median + 0.5 });

test('ratios stand under their peer, with the target beside them', () => {
  const rows: (Row | NotRun)[] = [
    {
      name: 'stock',
      perSecond: spread(100),
      cpuMs: spread(4),
      ratios: { stock: spread(1) },
      cpuRatios: {},
      targets: {},
    },
    {
      name: 'ours',
      perSecond: spread(700),
      cpuMs: spread(0.6),
      ratios: { stock: spread(7) },
      cpuRatios: { stock: spread(6.7) },
      targets: { stock: 6.5 },
    },
    { name: 'slow', perSecond: spread(90), ratios: { stock: spread(0.9) }, cpuRatios: {}, targets: { stock: 6.5 } },
    { name: 'hive', notRun: 'it is not installed' },
  ];
  expect(comparisonTable('medium', ['stock', 'hive'], rows).split('\n')).toEqual([
    'medium',
    '            requests/s           × stock  CPU ms each       CPU × stock',
    '  stock  100 (100–101)  1.00 (0.50–1.50)         4.00                 –',
    '  ours   700 (700–701)  7.00 (6.50–7.50)         0.60  6.70 (6.20–7.20)  target 6.5x stock: reached',
    '  slow      90 (90–91)  0.90 (0.40–1.40)            –                 –  target 6.5x stock: missed, 0.90x',
    '  hive   not run: it is not installed',
  ]);
});
