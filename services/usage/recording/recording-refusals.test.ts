/** Events and senders that are refused. */
import { randomUUID } from 'node:crypto';
import { codes, id, LMS, otherFilm, RESULTS, record, use, world, written } from '../../../test/recorded-uses';
import { callerOf, FORBIDDEN, OPERATOR } from '../../../test/usage-world';

describe('an event that cannot be recorded is refused by itself, and the others are recorded', () => {
  const sameId = randomUUID();
  test.each([
    [
      'a school that is the id of none',
      { school: 'NW-100000' },
      'NOT_A_SCHOOL_ID',
      'school: not the id of a school. Write NW:199007, NW_199007, DE-NW-199007, or 199007 alone for NW.',
    ],
    ['an id that is no UUID', { id: 'one' }, 'NOT_A_UUID', 'id: not a UUID. Make one for each use.'],
    [
      'a title that does not exist',
      { title: '999999' },
      'UNKNOWN_TITLE',
      'title: there is no such title. Send the id that title or titles gave.',
    ],
    [
      'a title id of another form',
      { title: 'Der Wald' },
      'UNKNOWN_TITLE',
      'title: there is no such title. Send the id that title or titles gave.',
    ],
    [
      'a time to come',
      { usedAt: '2025-03-15T12:05:01Z' },
      'IN_FUTURE',
      'usedAt: lies in the future. Send a use once it happened; check the clock and the time zone.',
    ],
    [
      'a time long gone',
      { usedAt: '2024-02-09T11:59:59Z' },
      'TOO_OLD',
      'usedAt: more than 400 days ago. Leave such events out.',
    ],
    [
      'a time at which the school had no authority',
      { school: 'NEW_SCHOOL', usedAt: '2025-01-01T08:00:00Z' },
      'NO_AUTHORITY',
      'usedAt: the school had no school authority, district and state at that time. Check the time.',
    ],
    [
      'a time after the school was closed',
      { school: 'CLOSED_SCHOOL', usedAt: '2025-02-28T23:00:00Z' },
      'SCHOOL_CLOSED',
      'usedAt: the school was not in operation at that time. Check the time, or leave such events out.',
    ],
    [
      'a time before the school was opened',
      { school: 'CLOSED_SCHOOL', usedAt: '2025-01-31T22:59:59Z' },
      'SCHOOL_CLOSED',
      'usedAt: the school was not in operation at that time. Check the time, or leave such events out.',
    ],
    [
      'an id with two contents',
      { id: sameId, action: 'DOWNLOAD' },
      'OTHER_CONTENT',
      'id: the same id was sent with other content. A use is never changed; give a new use a new UUID.',
    ],
  ])('%s', async (_, changes, code, message) => {
    const [first, wrong, last] = [use({ id: sameId }), use(changes), use()];
    const school = wrong.school.endsWith('_SCHOOL') ? id(wrong.school) : wrong.school;
    const { data } = await world.ask(LMS, RESULTS, { events: [first, { ...wrong, school }, last] });
    expect(data.recordUsage).toEqual({
      results: [
        { index: 0, id: sameId, outcome: 'RECORDED', code: null, message: null },
        { index: 1, id: wrong.id, outcome: 'REFUSED', code, message },
        { index: 2, id: last.id, outcome: 'RECORDED', code: null, message: null },
      ],
      recorded: 2,
      alreadyKnown: 0,
      refused: 1,
    });
    expect((await written()).events).toHaveLength(2);
    expect((await written()).sums).toMatchObject([{ uses: 2 }]);
  });

  test.each([
    ['action', { action: 'VIEW' }],
    ['audience', { audience: 'PUPIL' }],
    ['time', { usedAt: '2025-03-10T08:00:01Z' }],
    ['time, at which the school had another authority', { usedAt: '2025-01-10T08:00:00Z' }],
  ])('an id that was recorded before with another %s', async (_, changes) => {
    const before = use({ school: id('MOVED_SCHOOL') });
    await record([before]);
    expect(await codes([use(), { ...before, ...changes }, before])).toEqual([null, 'OTHER_CONTENT', 'OTHER_CONTENT']);
    expect(await codes([{ ...before, ...changes }])).toEqual(['OTHER_CONTENT']);
    expect((await written()).events).toHaveLength(2);
  });

  test('an id that was recorded before with another title', async () => {
    const before = use();
    await record([before]);
    expect(await codes([{ ...before, title: otherFilm }])).toEqual(['OTHER_CONTENT']);
  });

  test('a school in whose time it lay is open until its end', async () => {
    expect(await codes([use({ school: id('CLOSED_SCHOOL'), usedAt: '2025-02-28T22:59:59Z' })])).toEqual([null]);
  });

  test('what was recorded before the school was closed, for a time after its end, is known', async () => {
    const event = use({ school: id('CITY_SCHOOL') });
    await record([event]);
    await world.query(`update schools.school set operating = '(,2025-03-01)'`);
    expect(await record([event])).toEqual({ recorded: 0, alreadyKnown: 1 });
    expect(await codes([use()])).toEqual(['SCHOOL_CLOSED']);
    await world.query(
      `update schools.school s set operating = '(,)' where s.id <> (select id from schools.organisation where name = 'CLOSED_SCHOOL')`,
    );
  });

  test('more than 10,000 events are refused as a whole; 10,000 are taken', async () => {
    const many = Array.from({ length: 10_001 }, () => use());
    expect(await record(many)).toBe(
      'BAD_USER_INPUT: recordUsage(events): 10001 items (maximum 10000). Send fewer, or several requests.',
    );
    expect(await record(many.slice(1))).toEqual({ recorded: 10_000, alreadyKnown: 0 });
  });

  test('the clock of a sender may go five minutes before ours', async () => {
    expect(await record([use({ usedAt: '2025-03-15T12:04:59Z' })])).toEqual({ recorded: 1, alreadyKnown: 0 });
  });
});

describe('who may record', () => {
  test('a school that is foreign and one that is unknown give the same answer', async () => {
    const schools = [id('TOWN_SCHOOL'), 'NW:999999', 'TOWN-SCHOOL'];
    expect(await codes([use(), ...schools.map((school) => use({ school }))])).toEqual([
      null,
      ...schools.map(() => 'FORBIDDEN'),
    ]);
    expect((await written()).events).toHaveLength(1);
  });

  test('a caller that may not write uses is refused', async () => {
    expect(await record([use()], callerOf('reporting', `AUTHORITY:${id('CITY')}`))).toBe(FORBIDDEN);
    expect(await record([use()], callerOf('licensing', `AUTHORITY:${id('CITY')}`))).toBe(FORBIDDEN);
  });

  test('a school, a state and the operator reach theirs', async () => {
    expect(await record([use()], callerOf('lms', `SCHOOL:${id('CITY_SCHOOL')}`))).toMatchObject({ recorded: 1 });
    expect(await record([use()], callerOf('lms', 'STATE:NW'))).toMatchObject({ recorded: 1 });
    expect(await record([use(), use({ school: id('TOWN_SCHOOL') })], OPERATOR)).toMatchObject({ recorded: 2 });
    expect(
      await codes([use({ school: id('OTHER_CITY_SCHOOL') })], callerOf('lms', `SCHOOL:${id('CITY_SCHOOL')}`)),
    ).toEqual(['FORBIDDEN']);
  });

  test('the check in this service alone stops a foreign school', async () => {
    const foreign = use({ school: id('TOWN_SCHOOL') });
    expect(await codes([foreign, use()], LMS, { asOwner: true })).toEqual(['FORBIDDEN', null]);
  });

  test('what the gateway refused is refused, whatever this service would find', async () => {
    const foreign = use({ school: id('TOWN_SCHOOL') });
    const refused = [`SCHOOL:${id('TOWN_SCHOOL')}`];
    expect(await codes([foreign, use()], OPERATOR, { asOwner: true, refused })).toEqual(['FORBIDDEN', null]);
    expect((await written()).events).toHaveLength(1);
  });

  test('the database alone stops a foreign school', async () => {
    const foreign = await record([use({ school: id('TOWN_SCHOOL') })], OPERATOR, { databaseCaller: LMS });
    expect(foreign).toMatch(/row-level security/);
    expect(
      await record([use()], OPERATOR, { databaseCaller: callerOf('licensing', `AUTHORITY:${id('CITY')}`) }),
    ).toMatch(/row-level security/);
    expect((await written()).events).toEqual([]);
    expect(await record([use()], OPERATOR, { databaseCaller: LMS })).toMatchObject({ recorded: 1 });
  });
});
