import { randomUUID } from 'node:crypto';
import { codes, type Event, film, id, LMS, otherFilm, record, use, world, written } from '../../../test/recorded-uses';
import { statementsOf } from '../../../test/statements';
import { callerOf } from '../../../test/usage-world';

describe('recording', () => {
  test('a use stands under its school and authority, and in the sum of its month', async () => {
    expect(await record([use(), use({ audience: 'PUPIL' }), use()])).toEqual({ recorded: 3, alreadyKnown: 0 });
    const event = {
      authority: `AUTHORITY:${id('CITY')}`,
      school: `SCHOOL:${id('CITY_SCHOOL')}`,
      title: film,
      action: 'STREAM',
    };
    expect(await written()).toEqual({
      events: [
        { ...event, audience: 'PUPIL' },
        { ...event, audience: 'TEACHER' },
        { ...event, audience: 'TEACHER' },
      ],
      sums: [
        { month: '2025-03', title: film, action: 'STREAM', audience: 'PUPIL', uses: 1 },
        { month: '2025-03', title: film, action: 'STREAM', audience: 'TEACHER', uses: 2 },
      ],
    });
  });

  test('a use that an open licence allowed counts as open, and no other', async () => {
    await world.query(
      `update licences.title set open_licence = 'CC-BY-4.0', rights = '{STREAM}',
                         playout = tstzrange('2025-03-01', '2025-04-01') where id = $1`,
      [otherFilm],
    );
    const uses: [Partial<Event>, string][] = [
      [{}, 'OPEN'],
      [{ action: 'VIEW' }, 'OPEN'],
      [{ audience: 'PUPIL' }, 'OPEN'],
      [{ right: 'LENDING' }, 'CONTROLLED'],
      [{ action: 'NOT_LICENSED' }, 'CONTROLLED'],
      [{ usedAt: '2025-02-10T08:00:00Z' }, 'CONTROLLED'],
    ];
    const events = uses.map(([differing, expected]) => ({ event: use({ title: otherFilm, ...differing }), expected }));
    await record(events.map(({ event }) => event));
    const rows = await world.query<{ id: string; type: string }>(
      'select event_id as id, access_type as type from usage.event',
    );
    for (const { event, expected } of events) expect(rows.find(({ id: of }) => of === event.id)?.type).toBe(expected);
  });

  test('an empty batch is no mistake', async () => {
    expect(await record([])).toEqual({ recorded: 0, alreadyKnown: 0 });
  });

  test('a batch that is sent again changes nothing', async () => {
    const batch = [use(), use({ action: 'DOWNLOAD' }), use({ school: id('OTHER_CITY_SCHOOL') })];
    await record(batch);
    const before = await written();
    expect(await record(batch.map((event) => ({ ...event, id: event.id.toUpperCase() })))).toEqual({
      recorded: 0,
      alreadyKnown: 3,
    });
    expect(await record([...batch, use()])).toEqual({ recorded: 1, alreadyKnown: 3 });
    expect(before.sums.reduce((sum, { uses }) => sum + uses, 0)).toBe(3);
    expect((await written()).sums.reduce((sum, { uses }) => sum + uses, 0)).toBe(4);
  });

  test('a use that stands twice in a batch counts once', async () => {
    const twice = use();
    expect(await record([twice, twice])).toEqual({ recorded: 1, alreadyKnown: 1 });
    expect((await written()).events).toHaveLength(1);
  });

  test('two batches with the same uses at the same time count once', async () => {
    const batch = Array.from({ length: 200 }, () => use());
    const answers = await Promise.all([record(batch), record(batch.toReversed()), record(batch)]);
    expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(200);
    expect((await written()).sums).toMatchObject([{ uses: 200 }]);
  });

  test('the same uses from two clients at the same time count once, for one of them', async () => {
    const clients = ['moodle', 'itslearning'].map((client) => ({ ...LMS, client }));
    for (let round = 0; round < 5; round += 1) {
      const batch = Array.from({ length: 100 }, () => use());
      const answers = await Promise.all(clients.flatMap((client) => [record(batch, client), record(batch, client)]));
      expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(100);
      expect(answers.reduce((sum, { alreadyKnown }) => sum + alreadyKnown, 0)).toBe(300);
    }
    expect((await written()).sums.reduce((sum, { uses }) => sum + uses, 0)).toBe(500);
  });

  test('an id names a use of one school: another school may have the same', async () => {
    const mine = use();
    await record([mine]);
    expect(await record([use({ id: mine.id, school: id('OTHER_CITY_SCHOOL') })])).toEqual({
      recorded: 1,
      alreadyKnown: 0,
    });
  });

  test('a use of a school is the same use, however the id of the school is written', async () => {
    const mine = use();
    const number = mine.school.slice('NW:'.length);
    await record([mine]);
    const again = [`NW_${number}`, `DE-NW-${number}`, number].map((school) => ({ ...mine, school }));
    expect(await record(again)).toEqual({ recorded: 0, alreadyKnown: 3 });
  });

  test('it is recorded under the authority that the school had then, if the school is in reach now', async () => {
    await record([use({ school: id('MOVED_SCHOOL'), usedAt: '2025-01-31T22:59:59Z' })]);
    await record([use({ school: id('MOVED_SCHOOL'), usedAt: '2025-01-31T23:00:00Z' })]);
    expect((await written()).events).toMatchObject([
      { authority: `AUTHORITY:${id('TOWN')}` },
      { authority: `AUTHORITY:${id('CITY')}` },
    ]);
    expect(await codes([use({ school: id('MOVED_SCHOOL') })], callerOf('lms', `AUTHORITY:${id('TOWN')}`))).toEqual([
      'FORBIDDEN',
    ]);
  });

  test('a repeat is known even if the membership at the time of use was corrected since', async () => {
    const event = use({ school: id('MOVED_SCHOOL'), usedAt: '2025-01-15T08:00:00Z' });
    await record([event]);
    await world.query(`update usage.event set authority_id = authority_id + 1000;`);
    await world.query(`update usage.event_key set authority_id = authority_id + 1000;`);
    expect(await record([event])).toEqual({ recorded: 0, alreadyKnown: 1 });
  });

  test('months begin at midnight in Berlin', async () => {
    await record([use({ usedAt: '2025-01-31T22:59:59.999Z' }), use({ usedAt: '2025-01-31T23:00:00Z' })]);
    expect((await written()).sums).toMatchObject([{ month: '2025-01' }, { month: '2025-02' }]);
    const partitions = await world.query(
      `select tableoid::regclass::text as partition from usage.event order by used_at`,
    );
    expect(partitions).toEqual([{ partition: 'usage.event_2025_01' }, { partition: 'usage.event_2025_02' }]);
  });

  test('new months are made by several senders at once', async () => {
    const days = ['2024-03-20', '2024-04-20', '2024-05-20', '2024-06-20'];
    const batches = days.map((_, shift) => days.map((__, i) => use({ usedAt: `${days[(i + shift) % 4]}T08:00:00Z` })));
    const answers = await Promise.all(batches.map((batch) => record(batch)));
    expect(answers).toEqual(days.map(() => ({ recorded: 4, alreadyKnown: 0 })));
  });
});

test('a sender that keeps whole seconds sends the same use again', async () => {
  const before = use({ usedAt: '2025-03-10T08:00:00.987Z' });
  await record([before]);
  const cut = { ...before, usedAt: '2025-03-10T08:00:00Z' };
  expect(await record([cut])).toEqual({ recorded: 0, alreadyKnown: 1 });
  const [fresh, twice] = [use({ usedAt: '2025-03-10T08:00:00.987Z' }), {}];
  expect(await record([fresh, { ...fresh, ...twice, usedAt: '2025-03-10T08:00:00Z' }])).toEqual({
    recorded: 1,
    alreadyKnown: 1,
  });
});

test('a batch takes the same statements, however many events of it are refused', async () => {
  const statementsFor = async (events: Event[]) =>
    (await statementsOf(() => record(events, LMS, { uncounted: true }))).counts;
  await record([use()]);
  const good = Array.from({ length: 200 }, () => use());
  const bad = good.map((event, at) => ({ ...event, id: randomUUID(), title: at % 2 ? '999999' : film }));
  expect(await statementsFor(good)).toEqual({ usage: 1 });
  expect(await statementsFor(bad)).toEqual({ usage: 1 });
});
