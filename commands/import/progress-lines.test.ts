import { progressOn } from './progress-lines';

function output(isTTY: boolean) {
  let [text, now] = ['', 0];
  const lines = progressOn({ isTTY, write: (more: string) => (text += more) }, () => now);
  return { ...lines, at: (time: number) => (now = time), text: () => text };
}

test('a terminal shows one line that counts, with the speed', () => {
  const { report, end, at, text } = output(true);
  report('reading titles.ndjson');
  for (let count = 1; count <= 3000; count++) {
    at(count);
    report('records read', count);
  }
  end();
  const counted = text().split('\r\x1b[K');
  expect(counted[0]).toBe('reading titles.ndjson …\n');
  expect(counted.length).toBeLessThan(20);
  expect(counted.at(-1)).toBe('3,000 records read, 1,000 per second\n');
});

test('elsewhere a line is printed for each step, and every few seconds one with the progress', () => {
  const { report, end, at, text } = output(false);
  report('reading titles.ndjson');
  for (let count = 1; count <= 7; count++) {
    at(1_000 * count);
    report('records read', count);
  }
  report('comparing schools');
  end();
  expect(text()).toBe('reading titles.ndjson …\n6 records read, 1 per second\ncomparing schools …\n');
});
