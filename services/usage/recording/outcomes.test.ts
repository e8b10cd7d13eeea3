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
  test('one of which nothing is known was not recorded', () => {
    const [told, forgotten] = [use(), use()];
    const outcomes = new Outcomes();
    outcomes.tell(told, 'RECORDED');
    expect(outcomes.of(told)).toBe('RECORDED');
    expect(() => outcomes.of(forgotten)).toThrow(`The use ${forgotten.id} has no outcome.`);
  });

  test('a second one is a mistake, even the same', () => {
    const one = use();
    const outcomes = new Outcomes();
    outcomes.tell(one, 'FORBIDDEN');
    for (const second of ['RECORDED', 'FORBIDDEN'] as const) {
      expect(() => outcomes.tell(one, second)).toThrow('has two outcomes');
    }
    expect(outcomes.of(one)).toBe('FORBIDDEN');
  });
});

describe('what the database does not name was not recorded', () => {
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

  test('all are told where it names all', async () => {
    const outcomes = await recorded([written(2), refused(1)]);
    expect(uses.map((one) => outcomes.of(one))).toEqual(['RECORDED', 'UNKNOWN_TITLE', 'RECORDED']);
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
