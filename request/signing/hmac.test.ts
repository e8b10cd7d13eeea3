import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hmacSha256 } from './hmac';

const expected = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64url');

test('is what createHmac makes, for any key and any texts, one after another', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 3_000 }));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.array(texts, { maxLength: 10 }), (key, all) => {
      const hmac = hmacSha256(key);
      for (const text of all) expect(hmac(text)).toBe(expected(key, text));
    }),
    { numRuns: 500 },
  );
});

test.each([0, 1, 63, 64, 65, 128])('takes a key of %i characters', (length) => {
  const key = 'k'.repeat(length);
  expect(hmacSha256(key)('text')).toBe(expected(key, 'text'));
});

test('a text that is longer than any before is whole, and a short one after it is alone', () => {
  const hmac = hmacSha256('key');
  for (const text of ['short', 'ü'.repeat(100_000), 'short', '€'.repeat(1_344), '€'.repeat(1_345), '']) {
    expect(hmac(text)).toBe(expected('key', text));
  }
});

test.each([
  ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  [
    'key',
    'The quick brown fox jumps over the lazy dog',
    'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
  ],
])('is that of RFC 4231 and others: %s', (key, text, hex) => {
  expect(Buffer.from(hmacSha256(key)(text), 'base64url').toString('hex')).toBe(hex);
});
