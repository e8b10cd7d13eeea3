import fc from 'fast-check';
import { checkJsonDepth } from './value-depth';

const TOO_DEEP = /^The body is nested too deep: more than 32 lists and objects within each other/;
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test('a body may be 32 lists and objects deep', () => {
  expect(() => checkJsonDepth(nested(32))).not.toThrow();
  expect(() => checkJsonDepth(nested(33))).toThrow(TOO_DEEP);
  expect(() => checkJsonDepth('{"a":'.repeat(33))).toThrow(TOO_DEEP);
  expect(() => checkJsonDepth('[],'.repeat(100))).not.toThrow();
});

test('brackets in texts do not count, however their quotation marks are escaped', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(5), (text, levels) => {
      const value = JSON.stringify(`${text}${'['.repeat(40)}"${'\\'.repeat(levels)}`);
      expect(() => checkJsonDepth(`{"query":${value},"variables":${nested(31)}}`)).not.toThrow();
      expect(() => checkJsonDepth(`{"query":${value},"variables":${nested(32)}}`)).toThrow(TOO_DEEP);
    }),
  );
});

test.each(['"', '"\\', '"\\"', '', ']]]]', '"a" "'])('a text that ends early is read to its end: %s', (text) => {
  expect(() => checkJsonDepth(text)).not.toThrow();
});
