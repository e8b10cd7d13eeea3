import { unauthenticated } from '../errors/errors';
import { createTestIssuer } from '../test-supergraph/tokens';
import { createAuthenticate } from './authenticate';
import {
  createSignatureChecks,
  FAILURES_A_SECOND,
  FAILURES_OF_A_SUBJECT,
  FAILURES_OF_AN_ADDRESS,
} from './signature-checks';

/** The clock stands still until the test moves it. */
function startChecks() {
  let second = 0;
  let checked = 0;
  const within = createSignatureChecks(() => second * 1_000);
  return {
    async try(subject: string, address: string, good: boolean): Promise<string> {
      try {
        await within({ subject, address }, async () => {
          checked += 1;
          if (!good) throw unauthenticated('forged');
        });
        return 'good';
      } catch (error) {
        return String((error as { extensions: { code: string } }).extensions.code);
      }
    },
    nextSecond() {
      second += 1;
    },
    get checked() {
      return checked;
    },
  };
}

test('of a flood of forged tokens from one address a bounded number is checked in each second', async () => {
  const checks = startChecks();
  const told = await Promise.all(Array.from({ length: 2_000 }, (_, at) => checks.try(`made up ${at}`, 'evil', false)));
  expect(told.filter((code) => code === 'UNAUTHENTICATED').length).toBe(checks.checked);
  expect(checks.checked).toBeLessThan(FAILURES_OF_AN_ADDRESS + 8);
  expect(await checks.try('made up', 'evil', false)).toBe('RATE_LIMITED');
  expect(await checks.try('new', 'another', true)).toBe('good');
  checks.nextSecond();
  expect(await checks.try('made up', 'evil', false)).toBe('UNAUTHENTICATED');
});

test('from many addresses together, no more are checked than the bound for all', async () => {
  const checks = startChecks();
  for (let at = 0; at < 1_000; at += 1) await checks.try(`made up ${at}`, `evil ${at}`, false);
  expect(checks.checked).toBe(FAILURES_A_SECOND);
});

test('good tokens count nothing, however many are new at once', async () => {
  const checks = startChecks();
  const told = await Promise.all(Array.from({ length: 3_000 }, (_, at) => checks.try(`${at}`, 'proxy', true)));
  expect(new Set(told)).toEqual(new Set(['good']));
});

test('a caller that showed a good token before is let in with a new one, even if its own address sends a flood', async () => {
  const checks = startChecks();
  await checks.try('lms', 'proxy', true);
  for (let at = 0; at < 1_000; at += 1) await checks.try(`made up ${at}`, 'proxy', false);
  expect(await checks.try('lms', 'proxy', true)).toBe('good');
});

test('tokens that are forged in the name of one subject shut out only new tokens of this subject', async () => {
  const checks = startChecks();
  await checks.try('lms', 'proxy', true);
  await checks.try('other', 'proxy', true);
  const before = checks.checked;
  for (let at = 0; at < 1_000; at += 1) await checks.try('lms', 'evil', false);
  expect(checks.checked - before).toBe(FAILURES_OF_A_SUBJECT);
  expect(await checks.try('other', 'proxy', true)).toBe('good');
});

describe('at the gateway', () => {
  test('a token that was verified stays valid in any flood, and refusals that need no signature check do not count', async () => {
    const issuer = await createTestIssuer();
    const stranger = await createTestIssuer();
    const callerOfToken = createAuthenticate([issuer.configuration]);
    const good = `Bearer ${await issuer.token('lms', ['SCHOOL:NW:100000'])}`;
    const first = await callerOfToken(good, 'proxy');
    const expired = `Bearer ${await issuer.token('lms', ['SCHOOL:NW:100000'], { exp: 1 })}`;
    const codeOf = (token: string) =>
      Promise.resolve(callerOfToken(token, 'proxy')).then(
        () => 'good',
        ({ extensions }) => extensions.code,
      );
    for (let at = 0; at < 2 * FAILURES_OF_AN_ADDRESS; at += 1) expect(await codeOf(expired)).toBe('UNAUTHENTICATED');
    const forged = await stranger.token('lms', ['SCHOOL:NW:100000'], { sub: 'nobody' });
    const told = await Promise.all(Array.from({ length: 600 }, () => codeOf(`Bearer ${forged}`)));
    expect(told).toContain('RATE_LIMITED');
    expect(await callerOfToken(good, 'proxy')).toBe(first);
  });
});
