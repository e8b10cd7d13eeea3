/** Reports contain the figures that follow from all uses by COUNTER's rules, in the form that COUNTER describes. */
import fc from 'fast-check';
import { contradictionsIn, figuresIn, monthOf, recount, rounded } from '../../test/counter-recount';
import { readCounterSchema } from '../../test/counter-schema';
import { type Asked, type CounterWorld, createCounterWorld, monthBefore, type Use } from '../../test/counter-world';
import { REPORTS } from './report-definitions';

const KINDS: Readonly<Record<string, string>> = {
  FILM: 'VIDEO',
  'OTHER FILM': 'VIDEO',
  SONG: 'AUDIO',
  PICTURE: 'IMAGE',
  EXERCISE: 'INTERACTIVE',
  PROGRAM: 'PROGRAM',
  SHEET: 'DOCUMENT',
};
const TITLES = Object.keys(KINDS);
const DATA_TYPE: Readonly<Record<string, string>> = {
  FILM: 'Audiovisual',
  'OTHER FILM': 'Audiovisual',
  SONG: 'Sound',
  PICTURE: 'Image',
  EXERCISE: 'Interactive_Resource',
  PROGRAM: 'Interactive_Resource',
  SHEET: 'Multimedia',
};
const SCHOOLS = { Schule: 'Stadt', 'Zweite Schule': 'Stadt', 'Andere Schule': 'Andere Stadt' } as const;
const ACTIONS = ['STREAM', 'STREAM', 'DOWNLOAD', 'VIEW', 'NOT_LICENSED', 'LIMIT_EXCEEDED'] as const;
const MONTHS = [monthBefore(3), monthBefore(2), monthBefore(1)];
const [FIRST, , LAST] = MONTHS.map((month) => month.toFormat('yyyy-MM')) as [string, string, string];

const validate = readCounterSchema();
let world: CounterWorld;
let keys: Readonly<Record<'city' | 'centre' | 'state' | 'operator', string>>;
let uses: readonly Use[];

/** Uses close to each other, so that there are double clicks and several uses in a session, also around midnight. */
const use = fc.record({
  school: fc.constantFrom(...(Object.keys(SCHOOLS) as (keyof typeof SCHOOLS)[])),
  title: fc.constantFrom(...TITLES),
  action: fc.constantFrom(...ACTIONS),
  month: fc.nat(2),
  day: fc.constantFrom(0, 27, 27),
  seconds: fc.oneof(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 36_000, max: 36_060 })),
  session: fc.constantFrom('a', 'b', 'c'),
});

beforeAll(async () => {
  world = await createCounterWorld({
    organisations: { Stadt: 'AUTHORITY', 'Andere Stadt': 'AUTHORITY', Zentrum: 'MEDIA_CENTRE' },
    schools: Object.fromEntries(
      Object.entries(SCHOOLS).map(([school, authority]) => [
        school,
        { belongsTo: [{ to: authority }, { to: 'Zentrum' }] },
      ]),
    ),
    titles: Object.fromEntries([...TITLES, 'NEVER USED'].map((title) => [title, {}])),
  });
  for (const [title, kind] of Object.entries(KINDS))
    await world.database.query('update licences.title set kind = $2 where id = $1', [world.title(title), kind]);
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`Uses are drawn by seed ${seed}.`);
  uses = fc
    .sample(fc.array(use, { minLength: 1_500, maxLength: 1_500 }), { numRuns: 1, seed })[0]
    ?.map(({ month, day, seconds, ...one }) => ({
      ...one,
      at: (MONTHS[month] as (typeof MONTHS)[number]).plus({ days: day }).toMillis() + seconds * 1_000,
    })) as Use[];
  await world.record(uses);
  keys = {
    city: await world.keyFor('reporting', world.customer('AUTHORITY', 'Stadt')),
    centre: await world.keyFor('reporting', world.customer('MEDIA_CENTRE', 'Zentrum')),
    state: await world.keyFor('reporting', 'STATE:NW'),
    operator: await world.keyFor('operator'),
  };
});
afterAll(() => world?.close());

async function report(
  id: string,
  key: keyof typeof keys,
  customer: string,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Asked> {
  const parameters = { api_key: keys[key], customer_id: customer, begin_date: FIRST, end_date: LAST, ...more };
  const asked = await world.ask(`/reports/${id.toLowerCase()}`, parameters, headers);
  expect([asked.status, asked.text.slice(0, asked.status === 200 ? 0 : 1_000)]).toEqual([200, '']);
  if (asked.body) {
    expect(contradictionsIn(asked.body)).toEqual([]);
    if (validate) expect(validate(`/r51/reports/${id.toLowerCase()}`, 200, asked.body)).toEqual([]);
  }
  return asked;
}

const inReport = (of: readonly Use[]) => of.filter((one) => monthOf(one) >= FIRST && monthOf(one) <= LAST);
const METRICS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  REPORTS.map(({ id, metrics }) => [id, metrics]),
);

describe.each([
  ['a school', 'city', ['Schule'], (): string => world.customer('SCHOOL', 'Schule'), 1],
  ['an authority', 'city', ['Schule', 'Zweite Schule'], (): string => world.customer('AUTHORITY', 'Stadt'), 1],
  ['a media centre', 'centre', Object.keys(SCHOOLS), (): string => world.customer('MEDIA_CENTRE', 'Zentrum'), 5],
  ['a state', 'state', Object.keys(SCHOOLS), (): string => 'STATE:NW', 5],
  ['a school, to its state', 'state', ['Schule'], (): string => world.customer('SCHOOL', 'Schule'), 5],
  ['a state, to the operator', 'operator', Object.keys(SCHOOLS), (): string => 'STATE:NW', 1],
] as const)('%s', (_, key, schools, customer, base) => {
  const own = (): readonly Use[] =>
    inReport(uses.filter(({ school }) => (schools as readonly string[]).includes(school)));

  test.each(['IR', 'IR_M1'])('has in %s the figures of its uses, title by title', async (id) => {
    const expected = rounded(
      recount(own(), METRICS[id] ?? [], ({ title }) => title),
      base,
    );
    const found = figuresIn((await report(id, key, customer())).body);
    // A title is left out if only one of its two metrics is not 0 after rounding.
    if (id === 'IR_M1' && base > 1) expect(expected).toMatchObject(found);
    else expect(found).toEqual(expected);
    expect(Object.keys(found).length).toBeGreaterThan(10);
  });

  test.each(['PR', 'PR_P1'])('has in %s the figures of its uses, by data type', async (id) => {
    const expected = recount(own(), METRICS[id] ?? [], ({ title }) => DATA_TYPE[title] as string);
    expect(figuresIn((await report(id, key, customer())).body)).toEqual(rounded(expected, base));
  });

  test('has totals of the whole period', async () => {
    const whole = () => FIRST;
    const byTitle = recount(own(), METRICS.IR ?? [], ({ title }) => title, whole);
    const { body } = await report('IR', key, customer(), { granularity: 'Totals' });
    expect(figuresIn(body)).toEqual(rounded(byTitle, base));
    const byType = recount(own(), METRICS.PR ?? [], ({ title }) => DATA_TYPE[title] as string, whole);
    expect(figuresIn((await report('PR', key, customer(), { granularity: 'Totals' })).body)).toEqual(
      rounded(byType, base),
    );
  });

  test('reads in the header where figures are rounded', async () => {
    const { Report_Header } = (await report('PR', key, customer())).body;
    const note = { Code: 0, Message: 'Figures are rounded to multiples of 5', Data: expect.any(String) };
    expect(Report_Header.Exceptions).toEqual(base === 5 ? [note] : undefined);
  });
});
