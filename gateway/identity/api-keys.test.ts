import { setTimeout as wait } from 'node:timers/promises';
import pino from 'pino';
import { makeApiKey } from '../../caller/api-key';
import { subgraphUnavailable } from '../errors/errors';
import { API_KEYS_LIFETIME_MS, MAX_WAITING } from './api-key-set';
import { createAuthenticateApiKey } from './api-keys';

const NEVER = Date.parse('2999-01-01');

/** A gateway's view of a schools service that keeps these keys. */
function house(...made: { key: string; fact: object }[]) {
  const kept = new Map(made.map(({ key, fact }) => [key.split('_')[1] as string, fact]));
  const asked: string[] = [];
  const told: string[][] = [];
  const away = { schools: false };
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const callerOf = createAuthenticateApiKey(async (query, { of }) => {
    if (away.schools) throw subgraphUnavailable('schools');
    if (query.startsWith('mutation')) return told.push([...of]);
    asked.push(of as string);
    const version = [...kept.keys()].join();
    await wait(1);
    return { version, keys: version === of ? null : [...kept].map(([id, fact]) => `${id} ${JSON.stringify(fact)}`) };
  }, log);
  const codeOf = (key: string): Promise<unknown> =>
    callerOf(key).then(
      () => 'let in',
      (error) => error.extensions?.code,
    );
  const add = ({ key, fact }: { key: string; fact: object }) => kept.set(key.split('_')[1] as string, fact);
  return { kept, add, asked, told, away, logged, callerOf, codeOf };
}

function made(changes: object = {}) {
  const { key, hash } = makeApiKey();
  const usual = { hash, kind: 'lms', scopes: ['titles:read'], bound: ['AUTHORITY:NW:10182'], expiresAt: NEVER };
  return { key, fact: { ...usual, ...changes } };
}

test('a key makes the caller that is recorded for it', async () => {
  const good = made({ scopes: ['titles:read', 'prices:read'] });
  const { callerOf } = house(good);
  expect(await callerOf(good.key)).toEqual({
    kind: 'lms',
    subject: `api-key:${good.key.split('_')[1]}`,
    client: `api-key:${good.key.split('_')[1]}`,
    scopes: ['titles:read'],
    bound: ['AUTHORITY:NW:10182'],
  });
});

test('a wrong secret, an unknown id, a revoked key and a text that is not a key get the same answer', async () => {
  const [good, other] = [made(), made()];
  const { callerOf, kept } = house(good, other);
  const [, id] = good.key.split('_');
  kept.delete(other.key.split('_')[1] as string);
  const wrong = [
    `fsk_${id}_${'a'.repeat(43)}`,
    `fsk_${id}_${other.key.slice(-43)}`,
    made().key,
    other.key,
    `${good.key}a`,
    good.key.slice(0, -1),
    'fsk_',
    good.key.toUpperCase(),
  ];
  const answers = await Promise.all(wrong.map((key) => callerOf(key).catch((error) => error)));
  expect(new Set(answers.map(({ message }) => message)).size).toBe(1);
  expect(answers.map(({ extensions }) => extensions.code)).toEqual(wrong.map(() => 'UNAUTHENTICATED'));
});

test('the log says why a key was refused, by its id alone', async () => {
  const [good, expired] = [made(), made({ expiresAt: Date.now() - 1 })];
  const { codeOf, logged } = house(good, expired);
  const [, id] = good.key.split('_');
  for (const key of [`fsk_${id}_${'a'.repeat(43)}`, made().key, expired.key, 'fsk_']) await codeOf(key);
  expect(logged).toMatchObject([
    { audit: 'api key refused', keyId: id, reason: 'wrong secret' },
    { reason: 'unknown or revoked' },
    { keyId: expired.key.split('_')[1], reason: 'expired' },
    { keyId: null, reason: 'not an API key' },
  ]);
  expect(JSON.stringify(logged)).not.toContain(expired.key.slice(-43));
});

test('the refusal of an expired key says that it has expired, but only to a holder of its secret', async () => {
  const old = made({ expiresAt: Date.now() - 1 });
  const { callerOf } = house(old);
  await expect(callerOf(old.key)).rejects.toThrow(/expired/);
  await expect(callerOf(`${old.key.slice(0, 21)}${'a'.repeat(43)}`)).rejects.toThrow(/not valid/);
  const broken = made({ expiresAt: 'some day' });
  await expect(house(broken).callerOf(broken.key)).rejects.toThrow(/expired/);
});

test('a key whose organisations do not fit its kind is refused', async () => {
  for (const changes of [{ kind: 'admin' }, { bound: [] }, { bound: ['STATE:NW'] }, { kind: 'operator' }]) {
    const odd = made(changes);
    expect(await house(odd).codeOf(odd.key)).toBe('UNAUTHENTICATED');
  }
});

test('a secret never leaves the gateway', async () => {
  const good = made();
  const { callerOf, asked, told } = house(good);
  await callerOf(good.key);
  expect(JSON.stringify([asked, told])).not.toContain(good.key.slice(-43));
});

test('a revoked key is refused within a second, and the keys are asked for twice a second at most', async () => {
  const good = made();
  const { codeOf, kept, asked } = house(good);
  expect(await Promise.all(Array.from({ length: 50 }, () => codeOf(good.key)))).toEqual(Array(50).fill('let in'));
  expect(asked).toHaveLength(1);
  kept.clear();
  await wait(API_KEYS_LIFETIME_MS + 20);
  expect(await codeOf(good.key)).toBe('UNAUTHENTICATED');
});

test('a key that was just made is found, also right after another one was not', async () => {
  const { codeOf, add } = house();
  for (const key of [made(), made()]) {
    expect(await codeOf(made().key)).toBe('UNAUTHENTICATED');
    add(key);
    expect(await codeOf(key.key)).toBe('let in');
  }
});

test('later questions only ask for another version', async () => {
  const good = made();
  const { codeOf, asked } = house(good);
  await codeOf(good.key);
  await codeOf(made().key);
  expect(asked).toEqual(['', good.key.split('_')[1]]);
});

test('while the schools service is away, the answer says so, and is neither yes nor no', async () => {
  const good = made();
  const { codeOf, away } = house(good);
  away.schools = true;
  expect(await codeOf(good.key)).toBe('SUBGRAPH_UNAVAILABLE');
  expect(await codeOf(made().key)).toBe('SUBGRAPH_UNAVAILABLE');
  away.schools = false;
  expect(await codeOf(good.key)).toBe('let in');
});

test('during a flood of made-up keys every new good key is accepted, for a handful of questions', async () => {
  const good = Array.from({ length: 40 }, () => made());
  const { codeOf, asked } = house(...good);
  const flood = Array.from({ length: 5 * MAX_WAITING }, () => made().key);
  const answers = await Promise.all([...flood, ...good.map(({ key }) => key)].map(codeOf));
  expect(answers.splice(flood.length)).toEqual(good.map(() => 'let in'));
  expect(new Set(answers)).toEqual(new Set(['UNAUTHENTICATED']));
  expect(asked.length).toBeLessThanOrEqual(2);
});

test('unknown keys beyond those that may wait are refused by the current set, and take no memory', async () => {
  const good = made();
  const { codeOf, asked } = house(good);
  const madeUp = Array.from({ length: 2 * MAX_WAITING }, () => made().key);
  expect(await codeOf(good.key)).toBe('let in');
  // The set is fresh for half a second only, however long it takes to try so many.
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  let answered = 0;
  const flood = madeUp.map((key) => codeOf(key).then(() => (answered += 1)));
  expect(await codeOf(good.key)).toBe('let in');
  expect([answered, asked.length]).toEqual([MAX_WAITING, 1]);
  clock.mockRestore();
  await Promise.all(flood);
  expect(asked).toHaveLength(2);
});

test('the first use of a key is reported at once, and later ones not with every request', async () => {
  const [one, other] = [made(), made()];
  const { callerOf, told } = house(one, other);
  for (const { key } of [one, one, other, one]) await callerOf(key);
  expect(told).toEqual([[one.key.split('_')[1]]]);
});
