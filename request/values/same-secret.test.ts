import { isSameSecret } from './same-secret';

test.each<[unknown, string, boolean]>([
  ['secret', 'secret', true],
  ['secreT', 'secret', false],
  ['secre', 'secret', false],
  ['', 'secret', false],
  ['ſecret', 'secret', false],
  ['ų', 's', false],
  [undefined, 'secret', false],
  [['secret'], 'secret', false],
])('“%s” for “%s”: %s', (sent, secret, isSame) => {
  expect(isSameSecret(sent, secret)).toBe(isSame);
});
