/** What sessions do with the connections of their pool. */
import type { DataSource } from 'typeorm';
import type { Caller } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { Cancellation } from '../../../request/cancellation';
import { plain } from '../../../test/plain-statement';
import { database, OPERATOR, of, SEEN, seenBy, source } from '../../../test/sessions-of-two-cities';
import { until } from '../../../test/until';
import { connectionShares } from './connection-shares';
import { Session } from './session';

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
