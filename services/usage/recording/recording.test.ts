import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import { callerOf, createUsageWorld, FORBIDDEN, OPERATOR, type UsageWorld } from '../../../test/usage-world';

const RESULTS = `mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) {
  results { index id outcome code message } recorded alreadyKnown refused } }`;
const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';

let world: UsageWorld;
/** The id of a school, organisation or title of the world. */
let id: (name: string) => string;
let film: string;
let otherFilm: string;
/** Bound to the CITY. */
let LMS: Caller;

beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE' },
    schools: {
      CITY_SCHOOL: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      OTHER_CITY_SCHOOL: { belongsTo: [{ to: 'CITY' }] },
      MOVED_SCHOOL: {
        belongsTo: [
          { to: 'TOWN', until: '2025-02-01' },
          { to: 'CITY', from: '2025-02-01' },
        ],
      },
      NEW_SCHOOL: { belongsTo: [{ to: 'CITY', from: '2025-02-01' }] },
      TOWN_SCHOOL: { belongsTo: [{ to: 'TOWN' }] },
      CLOSED_SCHOOL: { belongsTo: [{ to: 'CITY' }], operating: { from: '2025-02-01', until: '2025-03-01' } },
    },
    titles: { FILM: {}, OTHER_FILM: {} },
  });
  id = seeded.organisation;
  film = seeded.title('FILM');
  otherFilm = seeded.title('OTHER_FILM');
  LMS = callerOf('lms', `AUTHORITY:${id('CITY')}`);
});
afterAll(() => world.close());
beforeEach(() => world.forgetUses());

interface Event {
  readonly id: string;
  readonly school: string;
  readonly title: string;
  readonly action: string;
  readonly usedAt: string;
  readonly audience?: string;
}

function use(changes: Partial<Event> = {}): Event {
  const usual = {
    id: randomUUID(),
    school: id('CITY_SCHOOL'),
    title: film,
    action: 'STREAM',
    usedAt: '2025-03-10T08:00:00Z',
  };
  return { ...usual, ...changes };
}

async function record(events: Event[], caller: Caller = LMS, options = {}) {
  const { data, error } = await world.ask(caller, RECORD, { events }, options);
  return error ?? data.recordUsage;
}

/** Why each event was refused; null where it was not. */
async function codes(events: Event[], caller: Caller = LMS, options = {}): Promise<(string | null)[]> {
  const { data } = await world.ask(caller, RESULTS, { events }, options);
  return data.recordUsage.results.map(({ code }: { code: string | null }) => code);
}

async function written() {
  const events = await world.query(
    `select o.key as authority, school.key as school, e.title_id as title, e.action, e.audience
     from usage.event e join directory.organisation o on o.id = e.authority_id
     join directory.organisation school on school.id = e.school_id order by e.used_at, 2, 3, 4, 5`,
  );
  const sums = await world.query<{ uses: number }>(
    `select to_char(month, 'YYYY-MM') as month, title_id as title, action, audience, uses::int
     from usage.monthly_sum
     cross join lateral (values ('STREAM', streams), ('DOWNLOAD', downloads), ('VIEW', views)) as figure (action, uses)
     where uses > 0 order by 1, 2, 3, 4`,
  );
  return { events, sums };
}

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
  const statementsOf = async (events: Event[]) => {
    const before = world.statements.length;
    await record(events);
    return world.statements.length - before;
  };
  const good = Array.from({ length: 200 }, () => use());
  const bad = good.map((event, at) => ({ ...event, id: randomUUID(), title: at % 2 ? '999999' : film }));
  expect(await statementsOf(bad)).toBe(await statementsOf(good));
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
