import type { Caller, CallerKind } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import type { Queryable } from '../../../database/queryable';
import { plain } from '../../../test/plain-statement';
import { database, left, OPERATOR, of, SEEN, SETTINGS, seenBy, source } from '../../../test/sessions-of-two-cities';
import { until } from '../../../test/until';
import { Session } from './session';

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

describe('a write that ends with one statement', () => {
  const TRANSACTION = plain<{ id: string }>('select txid_current()::text as id');
  const FAILS = plain<{ id: string }>('select (1 / 0)::text as id');
  const became = async (id: string | undefined) =>
    (await source.query('select txid_status($1) as status', [id]))[0].status;
  const last = (statement: typeof TRANSACTION) => ({ statement, parameters: [] });
  const idIn = async (reader: Queryable) => (await reader.query(TRANSACTION))[0]?.id;

  test('reads before it, as the caller, in the same transaction, and is kept with it', async () => {
    let seen: unknown;
    let read: string | undefined;
    const [row] = await new Session(source, of('Stadt B')).writeLast(async (reader) => {
      [[seen], read] = await Promise.all([reader.query(SETTINGS), idIn(reader)]);
      return last(TRANSACTION);
    });
    expect(seen).toMatchObject({ kind: 'licensing', subject: 'of Stadt B', readOnly: 'off' });
    expect(row?.id).toBe(read);
    expect(await became(read)).toBe('committed');
    expect(await left()).toEqual(NOTHING_SET);
  });

  test('is not kept where it fails, where reading fails, and where there is none', async () => {
    const ids: (string | undefined)[] = [];
    const write = (then: () => Promise<ReturnType<typeof last> | undefined>) =>
      new Session(source, OPERATOR).writeLast(async (reader) => {
        ids.push(await idIn(reader));
        return then();
      });
    await expect(write(async () => last(FAILS))).rejects.toThrow(/division by zero/);
    await expect(write(() => Promise.reject(new Error('the reading failed')))).rejects.toThrow('the reading failed');
    expect(await write(async () => undefined)).toEqual([]);
    for (const id of ids) expect(await became(id)).toBe('aborted');
    expect(await left()).toEqual(NOTHING_SET);
  });

  test.each([
    ['where something is read before', async (reader: Queryable) => void (await reader.query(SEEN))],
    ['where nothing is', async () => undefined],
  ])(
    'is not done where the settings of the caller cannot be made, nor where the clocks differ, %s',
    async (_, read) => {
      /** A lock that would stay, even if the transaction were undone. */
      const LOCKS = plain<{ id: string }>('select pg_advisory_lock(4711)::text as id');
      const ending = (statement: typeof TRANSACTION) => async (reader: Queryable) => {
        await read(reader);
        return last(statement);
      };
      const decide = ending(LOCKS);
      const nul = new Session(source, { ...of('Stadt B'), subject: 'a NUL: \0' });
      await expect(nul.writeLast(decide)).rejects.toThrow(/invalid message format/);
      for (const [ms, said] of [
        [-60_000, /gateway or service is 60 s behind the database's \(maximum 30 s\), so nothing is written/],
        [60_000, /gateway or service is 60 s ahead of the database's \(maximum 30 s\), so nothing is written/],
      ] as const) {
        const other = new Session(source, OPERATOR, undefined, undefined, { instant: Date.now() + ms });
        await expect(other.writeLast(decide)).rejects.toMatchObject({
          code: '57P03',
          message: expect.stringMatching(said),
        });
      }
      expect(await database.query(`select from pg_locks where locktype = 'advisory' and objid = 4711`)).toEqual([]);
      const near = new Session(source, OPERATOR, undefined, undefined, { instant: Date.now() - 20_000 });
      const [row] = await near.writeLast(ending(TRANSACTION));
      expect(await became(row?.id)).toBe('committed');
      expect(await left()).toEqual(NOTHING_SET);
    },
  );
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

  test('work apart, on which others wait too, goes on', async () => {
    const leaving = new AbortController();
    const session = new Session(source, of('Stadt A'), undefined, undefined, { signal: leaving.signal });
    const apart = session.apart();
    leaving.abort();
    expect(await apart.query(SEEN)).toEqual([{ seen: 1 }]);
    await apart.end();
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
