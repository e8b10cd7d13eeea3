import { createHash } from 'node:crypto';
import { API_KEY_SUBJECT, hashOfApiKey, idOfApiKey, isApiKeyId, makeApiKey } from './api-key';

const ID = '0123456789abcdef';
const SECRET = `${'A'.repeat(41)}-_`;

test('a new key contains its id, what is stored of it is a hash, and no two keys are the same', () => {
  const { key, id, hash } = makeApiKey();
  expect(idOfApiKey(key)).toBe(id);
  expect(isApiKeyId(id)).toBe(true);
  expect(hash).toBe(createHash('sha256').update(key).digest('hex'));
  expect(hashOfApiKey(key)).toBe(hash);
  const other = makeApiKey();
  expect([other.id === id, other.key.slice(-43) === key.slice(-43)]).toEqual([false, false]);
});

test.each([
  [`fsk_${ID}_${SECRET}`, ID],
  [`fsk_${ID}_${SECRET}A`, null],
  [`fsk_${ID}_${SECRET.slice(1)}`, null],
  [`fsk_${ID}_${SECRET.slice(1)}+`, null],
  [`fsk_${ID}0_${SECRET}`, null],
  [`fsk_${ID.slice(1)}_${SECRET}`, null],
  [`fsk_${ID.toUpperCase()}_${SECRET}`, null],
  [`xfsk_${ID}_${SECRET}`, null],
  [`fsk_${ID}_${SECRET}\n`, null],
  ['', null],
])('the id of the key “%s” is %s', (key, id) => {
  expect(idOfApiKey(key)).toBe(id);
});

test.each([
  [ID, true],
  [`${ID}0`, false],
  [`0${ID}`, false],
  [ID.slice(1), false],
  [ID.toUpperCase(), false],
  ['', false],
])('the id of a key: “%s” is %s', (text, expected) => {
  expect(isApiKeyId(text)).toBe(expected);
});

test('the subject of an API key differs from any token’s', () => {
  expect(API_KEY_SUBJECT).toBe('api-key:');
});
