import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { PROJECT_ROOT } from '../../environment';

/** Keeps 60 MB, makes garbage of 600 MB that lives long enough to grow old, and says by how much the heap grew at most. */
const CHURN = `
  const live = Array.from({ length: 600_000 }, (_, at) => ({ at, both: [at, at + 1] }));
  const base = process.memoryUsage().heapUsed;
  const ring = new Array(200_000);
  let most = 0;
  for (let at = 0; at < 6_000_000; at += 1) {
    ring[at % ring.length] = { at, both: [at, live.length] };
    if (at % 50_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
  }
  console.log(JSON.stringify(most / base));`;

function growth(before: string): number {
  return Number(execFileSync(process.execPath, ['-e', before + CHURN], { cwd: PROJECT_ROOT, encoding: 'utf8' }));
}

test('a process that runs until it is stopped lets its heap grow less than Node by itself would', () => {
  const file = path.join(PROJECT_ROOT, 'dist', 'commands', 'start', 'heap.js');
  expect(growth(`require(${JSON.stringify(file)}).boundHeapGrowth();`)).toBeLessThan(growth(''));
});
