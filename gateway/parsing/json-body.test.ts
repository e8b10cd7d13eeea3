import fc from 'fast-check';
import { checkJson } from './json-body';

const TOO_DEEP = /^Body is nested too deep: more than 32 levels of lists and objects/;
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test('a body may be 32 lists and objects deep', () => {
  expect(() => checkJson(nested(32))).not.toThrow();
  expect(() => checkJson(nested(33))).toThrow(TOO_DEEP);
  expect(() => checkJson('{"a":'.repeat(33))).toThrow(TOO_DEEP);
  expect(() => checkJson('[],'.repeat(100))).not.toThrow();
});

test('brackets within strings do not count, however quotation marks are escaped', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(5), (text, levels) => {
      const value = JSON.stringify(`${text}${'['.repeat(40)}"${'\\'.repeat(levels)}`);
      expect(() => checkJson(`{"query":${value},"variables":${nested(31)}}`)).not.toThrow();
      expect(() => checkJson(`{"query":${value},"variables":${nested(32)}}`)).toThrow(TOO_DEEP);
    }),
  );
});

test.each(['"', '"\\', '"\\"', '', ']]]]', '"a" "'])('a text that ends early is read to its end: %s', (text) => {
  expect(() => checkJson(text)).not.toThrow();
});

describe('names of members', () => {
  const TOO_MANY = /^Too many different member names in the body \(maximum 1000\)/;
  const objectOf = (names: number, blanks = '') =>
    `{${Array.from({ length: names }, (_, at) => `"name \\"${at}"${blanks}: "a: ${'b'.repeat(20)}"`).join(',')}}`;

  test.each(['', ' ', '\n\t\r '])(
    'a long body may have a thousand different ones, however they are written',
    (blanks) => {
      expect(() => checkJson(`[${objectOf(1_000, blanks)}]`)).not.toThrow();
      expect(() => checkJson(`[${objectOf(1_001, blanks)}]`)).toThrow(TOO_MANY);
    },
  );

  test('one that comes a hundred thousand times counts once, and string values do not count', () => {
    expect(() => checkJson(`[${Array(100_000).fill('{"id":"a"}').join()}]`)).not.toThrow();
    expect(() => checkJson(JSON.stringify(Array.from({ length: 50_000 }, (_, at) => `id ${at}`)))).not.toThrow();
  });
});
