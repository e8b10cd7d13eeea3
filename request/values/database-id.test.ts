import { isDatabaseId } from './database-id';

test.each([
  ['1', true],
  ['10', true],
  ['999999999999999999', true],
  ['1000000000000000000', false],
  ['0', false],
  ['01', false],
  ['-1', false],
  ['1.5', false],
  ['1e3', false],
  ['a1', false],
  ['1a', false],
  ['1\n', false],
  ['１', false],
  ['', false],
])('the id of a row: “%s” is %s', (text, expected) => {
  expect(isDatabaseId(text)).toBe(expected);
});
