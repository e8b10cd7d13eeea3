import { badUserInput, forbidden } from './client-errors';

test('what is foreign and what does not exist are refused alike, with the code that clients know', () => {
  expect(forbidden()).toMatchObject({
    message: 'You may not see or change this, or it does not exist.',
    extensions: { code: 'FORBIDDEN' },
  });
  expect(badUserInput('first: 0 (minimum 1).')).toMatchObject({
    message: 'first: 0 (minimum 1).',
    extensions: { code: 'BAD_USER_INPUT' },
  });
});
