import type { DataSource } from 'typeorm';
import { type Caller, type CallerKind, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { Cancellation } from '../../../request/cancellation';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { plain } from '../../../test/plain-statement';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { until } from '../../../test/until';
import { connectionShares } from './connection-shares';
import { Session } from './session';

let database: TestDatabase;
let world: SeededWorld;
/** Of a single connection, so that each session gets what the one before has left. */
let source: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: { 'Schule A': { belongsTo: [{ to: 'Stadt A' }] }, 'Schule B': { belongsTo: [{ to: 'Stadt B' }] } },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: {
      Lizenz: { owner: 'Stadt A', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { Freischaltung: { licence: 'Lizenz', holder: 'Schule A', from: '2026-01-01' } },
  });
  source = await connect(database.urlOf('schools'), { poolSize: 1, waitMs: 1_000, applicationName: 'session test' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const OPERATOR: Caller = { kind: 'operator', subject: 'test', scopes: SCOPES_OF_KIND.operator, bound: [] };
const of = (city: string): Caller => {
  return { kind: 'licensing', subject: `of ${city}`, scopes: [], bound: [`AUTHORITY:${world.organisation(city)}`] };
};
const SEEN = plain<{ seen: number }>('select count(*)::int as seen from schools.entitlement');
const SETTINGS =
  plain<any>(`select current_setting('app.kind', true) as kind, current_setting('app.subject', true) as subject,
  current_setting('app.bound', true) as bound, current_setting('transaction_read_only') as "readOnly"`);

async function seenBy(caller: Caller): Promise<number | undefined> {
  const session = new Session(source, caller);
  try {
    const [row] = await session.query(SEEN);
    return row?.seen;
  } finally {
    await session.end();
  }
}

/** What is set on the connection outside any session. */
async function left(): Promise<{ kind: string | null; subject: string | null; bound: string | null }> {
  const [row] = await source.query(SETTINGS.text);
  return row;
}
const NOTHING_SET = { kind: '', subject: '', bound: '', readOnly: 'off' };
const pidOf = async () => (await source.query('select pg_backend_pid() as pid'))[0].pid as number;

describe('the settings of a caller', () => {
  test('hold for every statement of its session, and for no other session on the same connection', async () => {
    expect(await seenBy(of('Stadt A'))).toBe(1);
    expect(await seenBy(of('Stadt B'))).toBe(0);
    expect(await seenBy(OPERATOR)).toBe(1);
    const session = new Session(source, of('Stadt B'));
    const counts = await Promise.all([session.query(SEEN), session.query(SEEN), session.query(SETTINGS)]);
    expect(counts.slice(0, 2)).toEqual([[{ seen: 0 }], [{ seen: 0 }]]);
    expect(counts[2]).toEqual([expect.objectContaining({ kind: 'licensing', readOnly: 'on' })]);
    await session.end();
    expect(await left()).toEqual(NOTHING_SET);
  });

  test('are each one’s own where many ask at once', async () => {
    const many = await connect(database.urlOf('schools'), { poolSize: 3, applicationName: 'session test' });
    try {
      const callers = Array.from({ length: 60 }, (_, at) => of(at % 2 ? 'Stadt A' : 'Stadt B'));
      const counts = await Promise.all(
        callers.map(async (caller) => {
          const session = new Session(many, caller);
          const rows = await Promise.all([session.query(SEEN), session.query(SETTINGS)]);
          void session.end();
          return [rows[0][0]?.seen, rows[1][0].subject];
        }),
      );
      expect(counts).toEqual(callers.map(({ subject }) => [subject === 'of Stadt A' ? 1 : 0, subject]));
    } finally {
      await many.destroy();
    }
  });

  test('end with a transaction that fails, be it the first statement or a later one', async () => {
    for (const statements of [[plain('select 1/0')], [SEEN, plain('select nothing'), SEEN]]) {
      const session = new Session(source, of('Stadt A'));
      const answers = await Promise.allSettled(statements.map((statement) => session.query<unknown>(statement)));
      expect(answers.map(({ status }) => status)).toContain('rejected');
      await session.end();
      expect(await left()).toEqual(NOTHING_SET);
      expect(await seenBy(of('Stadt B'))).toBe(0);
    }
  });

  test('end with a write, kept or not, and with one that fails', async () => {
    const write = (caller: Caller, keep: boolean, fails = false) =>
      new Session(source, caller).write(async (db) => {
        await db.query(SETTINGS);
        if (fails) throw new Error('the work failed');
      }, keep);
    await write(of('Stadt A'), true);
    expect(await left()).toEqual(NOTHING_SET);
    await write(of('Stadt A'), false);
    expect(await left()).toEqual(NOTHING_SET);
    await expect(write(of('Stadt A'), true, true)).rejects.toThrow('the work failed');
    expect(await left()).toEqual(NOTHING_SET);
  });

  test('are there before anything is answered: where they cannot be set, nothing is', async () => {
    const session = new Session(source, { ...of('Stadt A'), subject: 'a NUL: \0' });
    await expect(session.query(SEEN)).rejects.toThrow();
    await session.end();
    expect(await seenBy(of('Stadt B'))).toBe(0);
  });

  test('cannot be broken out of by a subject', async () => {
    const subject = `'; set local app.kind = 'operator'; --`;
    const session = new Session(source, { ...of('Stadt B'), subject });
    expect(await session.query(SETTINGS)).toEqual([expect.objectContaining({ kind: 'licensing', subject })]);
    await session.end();
  });
});

describe('a transaction', () => {
  test('of reads is one snapshot, and changes nothing', async () => {
    const session = new Session(source, OPERATOR);
    await session.query(SEEN);
    await expect(session.query(plain("update schools.entitlement set created_by = 'x'"))).rejects.toThrow(
      /read-only|denied/,
    );
    await session.end();
  });

  test('does not do what comes after its end', async () => {
    let late: Promise<unknown> | undefined;
    await new Session(source, OPERATOR).write(async (db) => {
      setImmediate(() => {
        late = db.query(plain('select 1'));
        late.catch(() => undefined);
      });
    });
    await until('it was asked', () => late !== undefined);
    await expect(late).rejects.toThrow('The transaction has ended.');
  });

  test('that was begun before one that fails gives the connection back in order', async () => {
    const sessions = Array.from({ length: 20 }, (_, at) => ({ at, session: new Session(source, of('Stadt A')) }));
    const answers = await Promise.all(
      sessions.map(async ({ at, session }) => {
        const answer = await session.query(at % 3 ? SEEN : plain<{ seen: number }>('select 1/0')).catch(() => 'failed');
        void session.end();
        return answer;
      }),
    );
    expect(answers).toEqual(sessions.map(({ at }) => (at % 3 ? [{ seen: 1 }] : 'failed')));
  });
});

describe('where nobody waits any more', () => {
  const running = () =>
    database.query(
      "select pid from pg_stat_activity where application_name = 'session test' and state = 'active' and query ~ 'pg_sleep'",
    );

  test('the statement is cancelled, and its connection is not used again', async () => {
    const before = await pidOf();
    const leaving = new AbortController();
    const session = new Session(source, of('Stadt A'), undefined, undefined, { signal: leaving.signal });
    const answer = session.query(plain('select pg_sleep(600)')).catch(({ code }) => code);
    await until('it runs', async () => (await running()).length === 1);
    leaving.abort();
    expect(await answer).toBe('57014');
    await session.end();
    await until('it runs no more', async () => (await running()).length === 0);
    expect(await pidOf()).not.toBe(before);
  });

  test('nothing is begun', async () => {
    const session = new Session(source, OPERATOR, undefined, undefined, { signal: AbortSignal.abort() });
    await expect(session.query(SEEN)).rejects.toThrow();
    await session.end();
    expect(await seenBy(of('Stadt A'))).toBe(1);
  });

  test.each<[CallerKind, string]>([
    ['lms', '5s'],
    ['licensing', '10s'],
    ['reporting', '10s'],
    ['operator', '10s'],
  ])('a statement of %s may take %s, and no longer than is left until the deadline', async (kind, longest) => {
    const shownBy = async (deadline?: number) => {
      const session = new Session(source, { ...of('Stadt A'), kind }, undefined, undefined, { deadline });
      const [row] = await session.query(
        plain<{ ms: number }>("select setting::int as ms from pg_settings where name = 'statement_timeout'"),
      );
      await session.end();
      return row?.ms ?? 0;
    };
    const inMs = Number.parseInt(longest, 10) * 1_000;
    expect(await shownBy()).toBe(inMs);
    expect(await shownBy(Date.now() + 600_000)).toBe(inMs);
    expect(await shownBy(Date.now() + inMs - 1_000)).toBeLessThanOrEqual(inMs - 1_000);
  });

  test('the database gives up at the deadline', async () => {
    const usual = await source.query('show statement_timeout');
    const session = new Session(source, OPERATOR, undefined, undefined, { deadline: Date.now() + 200 });
    await expect(session.query(plain('select pg_sleep(600)'))).rejects.toMatchObject({ code: '57014' });
    await session.end();
    expect(await left()).toEqual(NOTHING_SET);
    expect(await source.query('show statement_timeout')).toEqual(usual);
  });
});

describe('a connection', () => {
  test('that is lost under a statement is replaced', async () => {
    const session = new Session(source, OPERATOR);
    const answer = session.query(plain('select pg_terminate_backend(pg_backend_pid())')).catch((error) => error.code);
    expect(await answer).toMatch(/57P01|ECONNRESET/);
    await session.end();
    expect(await seenBy(of('Stadt A'))).toBe(1);
  });

  test('is waited for so long and no longer', async () => {
    const holding = new Session(source, OPERATOR);
    await holding.query(SEEN);
    const waiting = new Session(source, OPERATOR);
    await expect(waiting.query(SEEN)).rejects.toMatchObject({ code: '53300' });
    await holding.end();
    expect(await seenBy(of('Stadt A'))).toBe(1);
  });
});

describe('connections are shared by callers', () => {
  let shared: DataSource;
  const POOL = 9;
  beforeAll(async () => {
    shared = await connect(database.urlOf('schools'), { poolSize: POOL, applicationName: 'session test' });
  });
  afterAll(() => shared?.destroy());

  const statementsOf = (subject: string) =>
    database.query(
      `select pid from pg_stat_activity where application_name = 'session test' and state = 'active'
       and query like '%' || $1 || '%' and pid <> pg_backend_pid()`,
      [subject],
    );

  /** @returns what ends them */
  async function slowStatements(caller: Caller, count: number, held: number): Promise<() => Promise<void>> {
    const leaving = new Cancellation();
    const sessions = Array.from(
      { length: count },
      () => new Session(shared, caller, undefined, undefined, { signal: leaving }),
    );
    const answers = sessions.map((session) => session.query(plain(`select pg_sleep(600) /* ${caller.subject} */`)));
    const ended = Promise.allSettled(answers);
    await until(`${held} run`, async () => (await statementsOf(caller.subject)).length === held);
    return async () => {
      leaving.abort(new Error('left'));
      await ended;
      await Promise.all(sessions.map((session) => session.end()));
      await until('none runs', async () => (await statementsOf(caller.subject)).length === 0);
    };
  }

  async function asks(caller: Caller): Promise<number | undefined> {
    const session = new Session(shared, caller);
    const [row] = await session.query(SEEN);
    await session.end();
    return row?.seen;
  }

  test('one caller’s slow statements hold about a third of them at the most, and others are answered meanwhile', async () => {
    const end = await slowStatements({ ...of('Stadt B'), subject: 'attacker' }, 100, 3);
    for (let turn = 0; turn < 20; turn += 1) expect(await asks(of('Stadt A'))).toBe(1);
    expect(await statementsOf('attacker')).toHaveLength(3);
    await end();
    expect(await asks({ ...of('Stadt B'), subject: 'attacker' })).toBe(0);
  });

  test('many subjects of one organisation hold half of them, and leave room for another organisation', async () => {
    const ends = [];
    for (const held of [3, 1]) {
      ends.push(await slowStatements({ ...of('Stadt B'), subject: `attacker ${ends.length}` }, 50, held));
    }
    for (let turn = 0; turn < 20; turn += 1) expect(await asks(of('Stadt A'))).toBe(1);
    for (const end of ends) await end();
  });

  test('whose client leaves while it waits for one holds none', async () => {
    const end = await slowStatements({ ...of('Stadt B'), subject: 'attacker' }, 4, 3);
    const leaving = new AbortController();
    const left = new Session(shared, { ...of('Stadt B'), subject: 'attacker' }, undefined, undefined, {
      signal: leaving.signal,
    });
    const answer = left.query(SEEN).catch((error: Error) => error.message);
    setTimeout(() => leaving.abort(new Error('left')), 50);
    expect(await answer).toBe('left');
    await left.end().catch(() => undefined);
    await end();
    expect(await asks(of('Stadt A'))).toBe(1);
  });

  test('all are given back, also by those that fail', async () => {
    for (let turn = 0; turn < 3 * POOL; turn += 1) {
      const session = new Session(shared, of('Stadt A'));
      await expect(session.query(plain('select 1/0'))).rejects.toThrow();
      await session.end();
      await new Session(shared, of('Stadt A')).write((db) => db.query(plain('select 1')));
    }
    expect(connectionShares(shared)).toMatchObject({ active: 0, waiting: 0 });
  });
});
