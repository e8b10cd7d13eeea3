import pino from 'pino';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { type Relay, startRelay } from '../../../test/relay';
import { until } from '../../../test/until';
import { InvalidatedCache } from './invalidated-cache';
import { type InvalidationFeed, openInvalidationFeed } from './invalidation-feed';

const CHANNEL = 'freischalter_licences';
const log = pino({ level: 'silent' });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function watch(url = database.urlOf('licences'), channel = CHANNEL): InvalidationFeed {
  const changes = openInvalidationFeed(url, channel, log);
  stops.push(() => changes.stop());
  return changes;
}

async function relay(options = {}): Promise<Relay> {
  const between = await startRelay(database.urlOf('licences'), options);
  stops.push(() => between.stop());
  return between;
}

/** With a value that was just read. */
async function keeping(changes: InvalidationFeed, names: readonly string[] = ['1']): Promise<InvalidatedCache<string>> {
  await until('the generation is known', () => changes.generation() !== null);
  const kept = new InvalidatedCache<string>(changes, 10, () => 1, 'test');
  kept.keep('key', 'before', changes.generation(), names);
  expect(kept.get('key')).toBe('before');
  return kept;
}

/** Of everything, as after a change of very many rows. */
const change = () => database.query("notify freischalter_licences, ''");

/** Nothing ever changes. */
const STEADY = { generation: () => 1, changedSince: () => false };

/** The processes of the database that serve the service's role: here the listening ones alone. */
async function listeners(): Promise<number[]> {
  const rows = await database.query<{ pid: number }>(
    "select pid from pg_stat_activity where usename = 'freischalter_licences' and datname = current_database()",
  );
  return rows.map(({ pid }) => pid);
}

describe('what is kept', () => {
  test('is not used after a change on another connection', async () => {
    const kept = await keeping(watch());
    await change();
    await until('the change is seen', () => kept.get('key') === undefined);
  });

  test('is not used after a change of what it was made of, and is used after others', async () => {
    const changes = watch();
    const kept = await keeping(changes, ['7', '8']);
    kept.keep('other', 'made of another', changes.generation(), ['9']);
    await database.query("notify freischalter_licences, '8 17'");
    await until('the change is seen', () => kept.get('key') === undefined);
    expect(kept.get('other')).toBe('made of another');
  });

  test('ends, all of it, with more changes than are remembered by name', async () => {
    const changes = watch();
    const kept = await keeping(changes, ['none of them']);
    for (let batch = 0; batch < 30; batch += 1) {
      const names = Array.from({ length: 1_000 }, (_, at) => batch * 1_000 + at);
      await database.query(`notify freischalter_licences, '${names.join(' ')}'`);
    }
    await until('they are seen', () => kept.get('key') === undefined);
  });

  test('ends before the process that made the change goes on', async () => {
    const changes = watch();
    for (let times = 0; times < 20; times += 1) {
      const kept = await keeping(changes);
      await change();
      await changes.caughtUp();
      expect(kept.get('key')).toBeUndefined();
      expect(changes.generation()).not.toBeNull();
    }
  });

  test('is nothing that was read before a change and kept after it', async () => {
    const changes = watch();
    const kept = await keeping(changes);
    const readGeneration = changes.generation();
    await change();
    await until('the change is seen', () => changes.generation() !== null && changes.generation() !== readGeneration);
    kept.keep('key', 'read before', readGeneration, ['1']);
    expect(kept.get('key')).toBeUndefined();
    kept.keep('key', 'read after', changes.generation(), ['1']);
    expect(kept.get('key')).toBe('read after');
  });

  test('stands in part where some of what it was made of changed: those are named', async () => {
    const changes = watch();
    const kept = await keeping(changes, ['7', '8', '9']);
    await database.query("notify freischalter_licences, '8 17'");
    await until('the change is seen', () => kept.get('key') === undefined);
    expect(kept.outdated('key')).toEqual({ value: 'before', changed: new Set(['8']) });
    await database.query("notify freischalter_licences, '7 9'");
    await until('nothing of it stands', () => kept.outdated('key') === undefined);
    expect(kept.outdated('another')).toBeUndefined();
  });

  test('stands in no part after a change of everything, nor where notifications were lost', async () => {
    const changes = watch();
    const kept = await keeping(changes, ['7', '8']);
    await change();
    await until('the change is seen', () => kept.get('key') === undefined);
    expect(kept.outdated('key')).toBeUndefined();
    const again = await keeping(changes, ['7', '8']);
    await database.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [await listeners()]);
    await until('the loss is seen', () => changes.generation() === null);
    expect(again.outdated('key')).toBeUndefined();
    await until('it listens again', () => changes.generation() !== null);
    expect([again.get('key'), again.outdated('key')]).toEqual([undefined, undefined]);
  });

  test('goes in the order of its last use, where there is no room for all of it', () => {
    const kept = new InvalidatedCache<string>(STEADY, 6, ({ length }) => length, 'test');
    for (const value of ['aa', 'bb', 'cc']) kept.keep(value, value, 1, []);
    kept.get('aa');
    kept.keep('dddd', 'dddd', 1, []);
    expect(['aa', 'bb', 'cc', 'dddd'].map((key) => kept.get(key))).toEqual(['aa', undefined, undefined, 'dddd']);
    kept.keep('too large', 'too large', 1, []);
    expect(kept.get('too large')).toBeUndefined();
  });

  test('takes its room once, however often it is kept anew', () => {
    const kept = new InvalidatedCache<string>(STEADY, 4, ({ length }) => length, 'test');
    kept.keep('other', 'xx', 1, []);
    for (let times = 0; times < 5; times += 1) kept.keep('same', 'yy', 1, []);
    expect(kept.get('other')).toBe('xx');
  });
});

describe('while changes cannot be seen, nothing is kept', () => {
  test('because the connection was ended: what was read before is not used afterwards', async () => {
    const changes = watch();
    const kept = await keeping(changes);
    const readGeneration = changes.generation();
    await database.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [await listeners()]);
    await until('the loss is seen', () => changes.generation() === null);
    kept.keep('key', 'read meanwhile', changes.generation(), ['1']);
    expect(kept.get('key')).toBeUndefined();
    await until('it listens again', () => changes.generation() !== null);
    kept.keep('key', 'read before', readGeneration, ['1']);
    expect(kept.get('key')).toBeUndefined();
    const again = await keeping(changes);
    await change();
    await until('a change is seen again', () => again.get('key') === undefined);
  });

  test('because the network fell silent and left the connection open', async () => {
    const network = await relay();
    const changes = watch(network.url);
    const kept = await keeping(changes);
    const readGeneration = changes.generation();
    network.fallSilent();
    await change();
    await until('the silence is noticed', () => changes.generation() === null);
    expect(kept.get('key')).toBeUndefined();
    network.passAgain();
    await until('it listens again', () => changes.generation() !== null);
    kept.keep('key', 'read before', readGeneration, ['1']);
    expect(kept.get('key')).toBeUndefined();
  });

  test('because the database process does not run', async () => {
    const changes = watch();
    const kept = await keeping(changes);
    const [pid] = (await listeners()) as [number];
    process.kill(pid, 'SIGSTOP');
    try {
      await change();
      await until('the silence is noticed', () => changes.generation() === null);
      expect(kept.get('key')).toBeUndefined();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until('it listens again', () => changes.generation() !== null);
    expect(kept.get('key')).toBeUndefined();
  });

  test('because a pooler stands before the database, whose notifications go astray', async () => {
    const pooler = await relay({ pooler: true });
    const refused: unknown[] = [];
    const told = ({ err }: { err: unknown }) => refused.push(err);
    const changes = openInvalidationFeed(pooler.url, CHANNEL, { warn: told, debug: told } as unknown as typeof log);
    stops.push(() => changes.stop());
    await until('it was refused twice', () => refused.length > 1);
    expect(changes.generation()).toBeNull();
    expect(String(refused[0])).toMatch(/pooler/);
  });

  test('because the database cannot be reached yet', async () => {
    const closed = await startRelay(database.urlOf('licences'));
    await closed.stop();
    expect(watch(closed.url).generation()).toBeNull();
  });
});

describe('stopping', () => {
  const goneWithin = (changes: InvalidationFeed) => changes.stop().then(() => expect(changes.generation()).toBeNull());

  test('ends the connection, and no other one is opened', async () => {
    const changes = watch();
    await keeping(changes);
    await goneWithin(changes);
    await until('the database knows of none', async () => (await listeners()).length === 0);
  });

  test('while it connects', async () => {
    await goneWithin(watch());
    await until('the database knows of none', async () => (await listeners()).length === 0);
  });

  test('while the network is silent', async () => {
    const network = await relay();
    const changes = watch(network.url);
    await keeping(changes);
    network.fallSilent();
    await goneWithin(changes);
  });

  test('after the connection was lost', async () => {
    const changes = watch();
    await keeping(changes);
    await database.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [await listeners()]);
    await until('the loss is seen', () => changes.generation() === null);
    await goneWithin(changes);
    await until('the database knows of none', async () => (await listeners()).length === 0);
  });
});
