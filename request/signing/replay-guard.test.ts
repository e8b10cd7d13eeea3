import { createReplayGuard } from './replay-guard';

const LIFETIME = 10_000;
const START = 1_800_000_000_000;

test('a nonce is taken once', () => {
  const seen = createReplayGuard(LIFETIME);
  expect(seen.take('a', START, START)).toBe(true);
  expect(seen.take('a', START, START)).toBe(false);
  expect(seen.take('b', START, START)).toBe(true);
});

test('a nonce is refused for as long as its request is good, whichever clock runs ahead', () => {
  for (const skew of [-LIFETIME, -1, 0, 1, LIFETIME]) {
    const seen = createReplayGuard(LIFETIME);
    const signedAt = START + skew;
    expect(seen.take('a', signedAt, START)).toBe(true);
    for (let now = START; now <= signedAt + LIFETIME; now += 500) {
      seen.take(`other at ${now}`, now, now);
      expect(seen.take('a', signedAt, now)).toBe(false);
    }
  }
});

test('what no request can repeat any more is forgotten', () => {
  const seen = createReplayGuard(LIFETIME);
  for (let index = 0; index < 1_000; index += 1) {
    const now = START + index * 100;
    seen.take(`nonce ${index}`, now, now);
  }
  expect(seen.size).toBeLessThanOrEqual((3 * LIFETIME) / 100);
});

test('where too many are kept, no request is taken until some are forgotten', () => {
  const seen = createReplayGuard(LIFETIME, 2);
  expect(['a', 'b', 'c'].map((nonce) => seen.take(nonce, START, START))).toEqual([true, true, false]);
  const later = START + 3 * LIFETIME;
  expect(seen.take('d', later, later)).toBe(true);
});
