import { setTimeout as wait } from 'node:timers/promises';
import { makeApiKey } from '../../caller/api-key';
import { DIRECTORY_LIFETIME_MS } from '../authorisation/directory';
import { subgraphUnavailable } from '../errors';
import { createCallerOfApiKey, STRANGERS_A_SECOND } from './api-keys';

const NEVER = '2999-01-01T00:00:00.000Z';

/** A gateway's view of a schools service that keeps these keys. */
function house(...made: { key: string; fact: object }[]) {
  const kept = new Map(made.map(({ key, fact }) => [key.split('_')[1] as string, fact]));
  const looked: string[][] = [];
  const told: string[][] = [];
  const away = { schools: false };
  const callerOf = createCallerOfApiKey(async (query, { of }) => {
    if (away.schools) throw subgraphUnavailable('schools');
    (query.startsWith('mutation') ? told : looked).push([...of]);
    return of.map((id) => kept.get(id) ?? null);
  });
  const codeOf = (key: string): Promise<unknown> =>
    callerOf(key).then(
      () => 'let in',
      (error) => error.extensions?.code,
    );
  return { kept, looked, told, away, callerOf, codeOf };
}

function made(changes: object = {}) {
  const { key, hash } = makeApiKey();
  const usual = { hash, kind: 'lms', scopes: ['titles:read'], bound: ['AUTHORITY:NW:10182'], expiresAt: NEVER };
  return { key, fact: { ...usual, ...changes } };
}

test('a key makes the caller that was written down for it', async () => {
  const good = made({ scopes: ['titles:read', 'prices:read'] });
  const { callerOf } = house(good);
  expect(await callerOf(good.key)).toEqual({
    kind: 'lms',
    subject: `api-key:${good.key.split('_')[1]}`,
    scopes: ['titles:read'],
    bound: ['AUTHORITY:NW:10182'],
  });
});

test('a wrong secret, an unknown id, a revoked key and a text that is none get the same answer', async () => {
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

test('an expired key is told that it is, and only to whoever has it', async () => {
  const old = made({ expiresAt: new Date(Date.now() - 1).toISOString() });
  const { callerOf } = house(old);
  await expect(callerOf(old.key)).rejects.toThrow(/expired/);
  await expect(callerOf(`${old.key.slice(0, 21)}${'a'.repeat(43)}`)).rejects.toThrow(/not valid/);
  const broken = made({ expiresAt: 'some day' });
  await expect(house(broken).callerOf(broken.key)).rejects.toThrow(/expired/);
});

test('a key whose bounds do not fit its kind lets nobody in', async () => {
  for (const changes of [{ kind: 'admin' }, { bound: [] }, { bound: ['STATE:NW'] }, { kind: 'operator' }]) {
    const odd = made(changes);
    expect(await house(odd).codeOf(odd.key)).toBe('UNAUTHENTICATED');
  }
});

test('a secret never leaves the gateway', async () => {
  const good = made();
  const { callerOf, looked, told } = house(good);
  await callerOf(good.key);
  expect(JSON.stringify([looked, told])).not.toContain(good.key.slice(-43));
});

test('a revoked key is refused within a second, a key is looked up twice a second at most', async () => {
  const good = made();
  const { codeOf, kept, looked } = house(good);
  expect(await Promise.all(Array.from({ length: 50 }, () => codeOf(good.key)))).toEqual(Array(50).fill('let in'));
  expect(looked).toHaveLength(1);
  kept.clear();
  await wait(DIRECTORY_LIFETIME_MS + 20);
  expect(await codeOf(good.key)).toBe('UNAUTHENTICATED');
  expect(looked).toHaveLength(2);
});

test('while the schools service is away that is said, and neither yes nor no', async () => {
  const good = made();
  const { codeOf, away } = house(good);
  away.schools = true;
  expect(await codeOf(good.key)).toBe('SUBGRAPH_UNAVAILABLE');
  expect(await codeOf(made().key)).toBe('SUBGRAPH_UNAVAILABLE');
  away.schools = false;
  expect(await codeOf(good.key)).toBe('let in');
});

test('a flood of made-up keys is not looked up, is not called wrong, and does not shut out a key that is known', async () => {
  const good = made();
  const { codeOf, looked } = house(good);
  expect(await codeOf(good.key)).toBe('let in');
  await wait(DIRECTORY_LIFETIME_MS + 20);
  const flood = Array.from({ length: 10 * STRANGERS_A_SECOND }, () => made().key);
  const [mine, ...answers] = await Promise.all([good.key, ...flood].map(codeOf));
  expect(mine).toBe('let in');
  expect(new Set(answers)).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
  // The second may change in the middle of the flood.
  expect(looked.flat().length).toBeLessThanOrEqual(2 * STRANGERS_A_SECOND + 2);
});

test('which keys are in use is told at once, and then not with every request', async () => {
  const [one, other] = [made(), made()];
  const { callerOf, told } = house(one, other);
  for (const { key } of [one, one, other, one]) await callerOf(key);
  expect(told).toEqual([[one.key.split('_')[1]]]);
});
