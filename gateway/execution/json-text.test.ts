import fc from 'fast-check';
import { quoted } from './json-text';

/** Each code unit by itself, so that there are single surrogates too. */
const units = fc.oneof(
  fc.constantFrom(0x22, 0x5c, 0x1f, 0x20, 0x7f, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0x2028, 0xffff),
  fc.integer({ min: 0, max: 0xff }),
  fc.integer({ min: 0, max: 0xffff }),
);
const texts = fc.array(units, { maxLength: 120 }).map((codes) => String.fromCharCode(...codes));

test('every text is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.oneof(texts, fc.string({ unit: 'binary', maxLength: 90 }), fc.string()), (text) => {
      expect(quoted(text)).toBe(JSON.stringify(text));
    }),
    { numRuns: 5_000 },
  );
});

test('so is every character, in a short text and in a long one', () => {
  const around = 'x'.repeat(60);
  for (let code = 0; code <= 0xffff; code += 1) {
    const one = String.fromCharCode(code);
    if (quoted(one) !== JSON.stringify(one)) throw new Error(`${code} alone`);
    const long = around + one;
    if (quoted(long) !== JSON.stringify(long)) throw new Error(`${code} at the end of a long text`);
  }
});
