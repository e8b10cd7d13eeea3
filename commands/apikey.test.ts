import { makeApiKey } from '../caller/api-key';
import { SCOPES_OF_KIND } from '../caller/caller';
import { readApiKeyOptions } from './apikey/apikey-options';

test('a key is requested with its kind, its organisations, its name and its days', () => {
  const words = ['create', 'lms', '--school', 'NW:1', '--school', 'NW:2', '--name', ' Moodle ', '--days', '365'];
  expect(readApiKeyOptions(words)).toEqual({
    action: 'create',
    kind: 'lms',
    name: 'Moodle',
    days: 365,
    bound: ['SCHOOL:NW:1', 'SCHOOL:NW:2'],
    scopes: SCOPES_OF_KIND.lms,
  });
  expect(readApiKeyOptions([...words, '--scope', 'titles:read'])).toMatchObject({ scopes: ['titles:read'] });
});

test('a key is revoked by its id, or by the whole key', () => {
  const { key, id } = makeApiKey();
  expect(readApiKeyOptions(['revoke', id])).toEqual({ action: 'revoke', id });
  expect(readApiKeyOptions(['revoke', key])).toEqual({ action: 'revoke', id });
});

test.each([
  ['', 'Write npm run apikey -- create, list or revoke.'],
  ['make', 'Write npm run apikey -- create, list or revoke.'],
  ['create', 'Name the kind of caller'],
  ['create teacher', 'Name the kind of caller'],
  ['create lms --name X --days 1', 'An API key for lms is bound to something.'],
  ['create lms --name X --days 1 --state NW', 'An API key for lms is not bound by --state.'],
  ['create lms --name X --school NW:1', 'State for how many days the key is valid, 1 to 400'],
  ['create lms --name X --days 401 --school NW:1', 'State for how many days the key is valid, 1 to 400'],
  ['create lms --days 1 --school NW:1', 'State the purpose of the key'],
  ['create lms --name X --days 1 --school NW:1 --scope prices:read', '--scope “prices:read” is none of lms.'],
  ['create lms --name X --days 1 --school NW-1', '--school “NW-1” is not an id. Write NW:199007'],
  ['create operator --name X --days 1 --school NW:1', 'It needs no such option.'],
  ['revoke', 'Give the id of a key'],
  ['revoke fsk_0123456789abcdef_short', 'Give the id of a key'],
  ['list all', 'Write npm run apikey -- create, list or revoke.'],
  ['list --all', 'Options: --name --days'],
])('“%s” is refused with the reason', (words, message) => {
  expect(() => readApiKeyOptions(words.split(' ').filter(Boolean))).toThrow(message);
});
