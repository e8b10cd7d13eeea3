/** Lists that are refused: they are older than what is on record, or so short that they seem to be cut off. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownerTransaction } from '../../../database/queryable';
import { DATA, DAY, database, fingerprint, folder, reconcile, testWithData } from '../../../test/reconciled-lists';
import type { SampleSchool } from '../../../test/sample-school-file';
import { ImportError } from '../../import-file/import-error';
import { officialList } from './official-list';
import { reconcileSchools } from './reconcile';
import { changedNothing } from './school-list-report';

test('a list as of a day before its last import is refused, and nothing changes; the same list again changes nothing either', async () => {
  const [before, after] = [{ 100001: {} }, { 100001: { Traegernummer: '83150' }, 100002: {} }];
  await reconcile(before, DAY('2026-01-01'));
  await reconcile(after, DAY('2026-03-01'));
  const found = await fingerprint();
  for (const list of [before, after]) {
    const older = reconcile(list, DAY('2026-02-01'));
    await expect(older).rejects.toThrow(ImportError);
    await expect(older).rejects.toThrow(
      'this list is as of 2026-02-01, before the last import of the official list, which was as of 2026-03-01 (imported on ',
    );
  }
  expect(changedNothing(await reconcile(after, DAY('2026-03-01')))).toBe(true);
  expect(await fingerprint()).toEqual(found);
});

/** All timers except the date. */
const REAL_TIMERS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

test('the remedy for an older list helps: where the last import was as of a future day, it is only a later day', async () => {
  const past = 'import with --as-of on a later day, or without it as of now';
  const future = 'import with --as-of on a later day';
  await reconcile({ 100001: {} }, DAY('2026-01-01'));
  await expect(reconcile({ 100001: {} }, DAY('2025-01-01'))).rejects.toThrow(past);
  await reconcile({ 100001: {} }, DAY('2999-01-01'));
  const helps = new RegExp(`${future}$`);
  await expect(reconcile({ 100001: {} }, DAY('2026-02-01'))).rejects.toThrow(helps);
  // The clock of the database decides what the future is, and not the clock of this process.
  jest.useFakeTimers({ now: DAY('3000-01-01'), doNotFake: [...REAL_TIMERS] });
  await expect(reconcile({ 100001: {} }, DAY('2026-02-01'))).rejects.toThrow(helps);
  jest.useRealTimers();
});

test('a list may be older than the import of another list', async () => {
  await reconcile({ 100001: {} }, DAY('2026-03-01'));
  const other = await reconcile({ 100002: {} }, DAY('2026-01-01'), { source: 'demo' });
  expect(other.schools).toMatchObject({ added: 1, closed: 0 });
});

test('a list older than a change on record is refused, and nothing changes', async () => {
  await reconcile({ 100001: {} }, DAY('2026-01-01'));
  await reconcile({ 100001: { Traegernummer: '83150' } }, DAY('2026-03-01'), { source: 'demo' });
  const before = await fingerprint();
  const older = reconcile({ 100001: { Traegernummer: '13420' } }, DAY('2026-02-01'));
  await expect(older).rejects.toThrow(ImportError);
  await expect(older).rejects.toThrow(
    'line 3: the school 100001 has a change of AUTHORITY on record as of 2026-03-01, later than this list (2026-02-01)',
  );
  expect(await fingerprint()).toEqual(before);
});

describe('a list that lacks schools', () => {
  const schools = (count: number, first = 0, fields: SampleSchool = {}) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [100_000 + first + index, fields]));

  test.each([
    ['one in a hundred of many', 900, 891],
    ['five of a few', 40, 35],
  ])('%s: they are closed', async (_what, listed, left) => {
    await reconcile(schools(listed), DAY('2026-01-01'));
    const { closed } = (await reconcile(schools(left), DAY('2026-02-01'))).schools;
    expect(closed).toBe(listed - left);
  });

  test('more losses are refused with the names of the schools, and accepted where exactly this number is confirmed', async () => {
    await reconcile(schools(40), DAY('2026-01-01'));
    const before = await fingerprint();
    const cut = (confirmedLosses?: number) =>
      reconcile(schools(34), DAY('2026-02-01'), confirmedLosses === undefined ? {} : { confirmedLosses });
    await expect(cut()).rejects.toThrow(ImportError);
    await expect(cut()).rejects.toThrow(
      [
        'this list lacks 6 of the 40 schools that are open and were not announced as closing, and would close them; import all of the list, or, where they have closed, add --confirm-losses 6',
        'would close 100034 Städt. Gemeinschaftsgrundschule (Schulträger 10182, 10182)',
        'would close 100035',
      ].join('\n'),
    );
    for (const wrong of [0, 5, 7])
      await expect(cut(wrong)).rejects.toThrow(
        `--confirm-losses ${wrong} is another number; look at them, and give --confirm-losses 6`,
      );
    expect(await fingerprint()).toEqual(before);
    expect((await cut(6)).schools).toMatchObject({ closed: 6, unchanged: 34 });
  });

  test('a list that loses the only open school of an authority is refused; one in which all of its schools moved is not', async () => {
    const private_ = { Traegernummer: '83150' };
    await reconcile({ ...schools(20), 200000: private_ }, DAY('2026-01-01'));
    await expect(reconcile(schools(20), DAY('2026-02-01'))).rejects.toThrow(
      'authorities that it lacks with all of their open schools: 1; import all of the list, or, where they have closed, add --confirm-losses 1',
    );
    const moved = await reconcile({ ...schools(20), 200000: {} }, DAY('2026-02-01'));
    expect(moved.schools).toMatchObject({ movedAuthority: 1, closed: 0 });
  });

  test('schools that are closed, were announced as closing this school year, or came from another list, are not losses', async () => {
    const closed = { Schulbetriebsschluessel: '9', Schulbetriebsdatum: '31.07.2025' };
    const closing = { Schulbetriebsschluessel: '0', Schulbetriebsdatum: '31.07.2026', Traegernummer: '83150' };
    const later = { Schulbetriebsschluessel: '2', Schulbetriebsdatum: '31.07.2028' };
    const all = { ...schools(30), ...schools(50, 100, closed), ...schools(50, 200, closing) };
    await reconcile({ ...all, ...schools(6, 300, later) }, DAY('2026-01-01'));
    await reconcile(schools(1000, 1000), DAY('2026-01-01'), { source: 'demo' });
    const left = { ...schools(30), ...schools(1, 300, later) };
    expect((await reconcile(left, DAY('2026-02-01'))).schools.closed).toBe(105);
    await reconcile({ ...schools(30), ...schools(6, 300, later) }, DAY('2026-03-01'));
    await expect(reconcile(schools(30), DAY('2026-04-01'))).rejects.toThrow('lacks 6 of the 36 schools');
  });

  testWithData('the real list of the next year is accepted; cut by 8 %, it is refused', async () => {
    const take = (file: string, day: string) =>
      ownerTransaction(database.ownerUrl, (db) =>
        reconcileSchools(db, officialList({ schools: file }, DAY(day)), { asOf: DAY(day) }),
      );
    const [y2021, y2022] = ['nrw-schuldaten-2021.csv', 'nrw-schuldaten-2022.csv'].map((name) => path.join(DATA, name));
    await take(y2021 as string, '2021-09-01');
    expect((await take(y2022 as string, '2022-06-15')).schools).toMatchObject({ added: 14, closed: 35 });
    const lines = readFileSync(y2022 as string, 'utf8').split('\n');
    const cut = path.join(folder, 'cut.csv');
    writeFileSync(cut, lines.slice(0, Math.floor(lines.length * 0.92)).join('\n'));
    await expect(take(cut, '2022-07-15')).rejects.toThrow(/this list lacks 4\d\d of the 5,\d{3} schools/);
  });
});
