import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { transformFileSync } from '@swc/core';

/** Keeps some of the heap alive, makes ten times as much garbage that lives long enough to grow old, and says how much it grew. */
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
  return Number(execFileSync(process.execPath, ['-e', before + CHURN], { encoding: 'utf8' }));
}

test('a process that runs until it is stopped lets its heap grow less than Node by itself would', () => {
  const { code } = transformFileSync(path.join(__dirname, 'heap.ts'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    swcrc: false,
  });
  expect(growth(`${code}; exports.boundHeapGrowth();`)).toBeLessThan(growth(''));
});
