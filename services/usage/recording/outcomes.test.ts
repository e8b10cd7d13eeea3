import { randomUUID } from 'node:crypto';
import type { LastStatement, Session } from '../../subgraph/database/session';
import { Outcomes } from './outcomes';
import { recordUses } from './recording';
import type { Use } from './use';

const use = (): Use => ({
  id: randomUUID(),
  school: 'SCHOOL:NW:100000',
  title: '1',
  action: 'STREAM',
  usedAt: new Date(),
  audience: 'TEACHER',
  right: 'STREAM',
  session: null,
  userAgent: null,
});

describe('each use has exactly one outcome', () => {
  test('a use without an outcome was not recorded', () => {
    const [known, unknown] = [use(), use()];
    const outcomes = new Outcomes();
    outcomes.set(known, 'RECORDED');
    expect(outcomes.get(known)).toBe('RECORDED');
    expect(() => outcomes.get(unknown)).toThrow(`The use ${unknown.id} has no outcome.`);
  });

  test('a second outcome is an error, even the same one', () => {
    const one = use();
    const outcomes = new Outcomes();
    outcomes.set(one, 'FORBIDDEN');
    for (const second of ['RECORDED', 'FORBIDDEN'] as const) {
      expect(() => outcomes.set(one, second)).toThrow('has two outcomes');
    }
    expect(outcomes.get(one)).toBe('FORBIDDEN');
  });
});

describe('a use that the database does not name was not recorded', () => {
  const CALLER = { kind: 'lms', subject: 'lms', scopes: [], bound: [] } as const;
  const uses = [use(), use(), use()];
  /** @param rows that the database says for the three uses */
  const recorded = (rows: readonly object[]) => {
    const session = {
      writeLast: async (decide: (reader: never) => Promise<LastStatement<object> | undefined>) => {
        await decide(undefined as never);
        return rows;
      },
    } as unknown as Session;
    const sender = { caller: CALLER, client: 'moodle', isReported: true };
    return recordUses(session, sender, async () => ({ uses, sessions: uses.map(() => null) }));
  };
  const written = (uses: number) => ({ position: null, outcome: 'RECORDED', uses });
  const refused = (position: number) => ({ position, outcome: 'UNKNOWN_TITLE', uses: 1 });

  test('each has its outcome where the database names all', async () => {
    const outcomes = await recorded([written(2), refused(1)]);
    expect(uses.map((one) => outcomes.get(one))).toEqual(['RECORDED', 'UNKNOWN_TITLE', 'RECORDED']);
  });

  test.each([
    ['none', []],
    ['fewer', [written(1), refused(1)]],
    ['more', [written(3), refused(1)]],
    ['one twice', [written(1), refused(1), refused(1)]],
    ['one that was not sent', [written(2), refused(3)]],
  ])('it fails where it names %s', async (_, rows) => {
    await expect(recorded(rows)).rejects.toThrow();
  });
});
