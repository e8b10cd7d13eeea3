/** Small batches of one caller that come at the same time are recorded together; each is answered as if it had come alone. */
import { type Event, id, LMS, record, use, world, written } from '../../../test/recorded-uses';
import { statementsOf } from '../../../test/statements';
import { callerOf } from '../../../test/usage-world';

const together = (batches: Event[][], caller = LMS) =>
  Promise.all(batches.map((batch) => record(batch, caller, { uncounted: true })));
const ONE = { recorded: 1, alreadyKnown: 0 };

/** Partitions are made, and ids of organisations known. */
beforeEach(() => record([use()]));

test('those that come while one is recorded share its statement', async () => {
  const { made, counts } = await statementsOf(() => together(Array.from({ length: 8 }, () => [use()])));
  expect(made).toEqual(Array.from({ length: 8 }, () => ONE));
  expect(counts).toEqual({ usage: 1 + 1 });
  expect((await written()).events).toHaveLength(9);
});

test('each is told of its own events, whatever the others sent', async () => {
  const known = use();
  await record([known]);
  const answers = await together([
    [use()],
    [known],
    [use({ school: id('TOWN_SCHOOL') }), use()],
    [use({ school: 'NW:000000' })],
    [use({ title: '999999' })],
    [use(), use()],
  ]);
  expect(answers).toEqual([
    ONE,
    { recorded: 0, alreadyKnown: 1 },
    ONE,
    { recorded: 0, alreadyKnown: 0 },
    { recorded: 0, alreadyKnown: 0 },
    { recorded: 2, alreadyKnown: 0 },
  ]);
});

test('an event that two of them hold is recorded by one, and known to the other', async () => {
  const twice = use();
  const answers = await together([[use()], [twice], [twice, use()], [{ ...twice, action: 'DOWNLOAD' }]]);
  expect(answers).toEqual([ONE, ONE, { recorded: 1, alreadyKnown: 1 }, { recorded: 0, alreadyKnown: 0 }]);
});

test('groups that are written at the same time, of the same schools in any order, are recorded whole', async () => {
  const schools = [id('CITY_SCHOOL'), id('OTHER_CITY_SCHOOL'), id('MOVED_SCHOOL')];
  const batches = Array.from({ length: 12 }, (_, batch) =>
    Array.from({ length: 150 }, (_, at) => use({ school: schools[(at * (batch + 1)) % 3] as string })),
  );
  const answers = await together(batches);
  expect(answers).toEqual(batches.map(() => ({ recorded: 150, alreadyKnown: 0 })));
  expect(await together(batches.toReversed())).toEqual(batches.map(() => ({ recorded: 0, alreadyKnown: 150 })));
  expect((await written()).events).toHaveLength(1 + 12 * 150);
});

test('what other callers send stays theirs, at the same time too', async () => {
  const town = callerOf('lms', `AUTHORITY:${id('TOWN')}`);
  const events = () => [[use()], [use({ school: id('TOWN_SCHOOL') })], [use()], [use({ school: id('TOWN_SCHOOL') })]];
  const NONE = { recorded: 0, alreadyKnown: 0 };
  const [city, ofTown] = await Promise.all([together(events()), together(events(), town)]);
  expect(city).toEqual([ONE, NONE, ONE, NONE]);
  expect(ofTown).toEqual([NONE, ONE, NONE, ONE]);
});

test('a caller whom the database knows as somebody else does not go with others', async () => {
  const databaseCaller = callerOf('lms', `AUTHORITY:${id('TOWN')}`);
  const answers = await Promise.all(
    [{}, { databaseCaller }, {}, { databaseCaller }].map((options) =>
      record([use()], LMS, { uncounted: true, ...options }),
    ),
  );
  const refused = expect.stringContaining('row-level security');
  expect(answers).toEqual([ONE, refused, ONE, refused]);
  expect(await world.query('select from usage.event')).toHaveLength(3);
});
