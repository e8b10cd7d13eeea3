/** The list of bots, from its import to the uses that it leaves out. */
import { randomUUID } from 'node:crypto';
import { run } from '../../../test/import-records';
import { type Event, LMS, RESULTS, use, world, written } from '../../../test/recorded-uses';
import { statementsOf } from '../../../test/statements';
import { Changes } from '../../import-file/changes';
import { bots } from './import-bots';

const LIST = [
  { pattern: 'bot', last_changed: '2017-08-08' },
  { pattern: '^.?$', last_changed: '2017-08-08', description: 'nothing, or next to nothing' },
  { pattern: '[^a]fish', last_changed: '2017-08-08', url: 'https://fish.example' },
  { pattern: '^java\\/\\d{1,2}.\\d', last_changed: '2024-04-22' },
  { pattern: 'API[\\+\\s]scraper', last_changed: '2019-11-19' },
];
const importList = (records: readonly unknown[], changes?: Changes) => run(world.ownerUrl, bots, records, changes);
const stored = () =>
  world.query('select pattern, last_changed::text from usage.bot_pattern order by last_changed, pattern');
beforeEach(() => world.query('truncate usage.bot_pattern'));

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const by = (userAgent?: string | null) => ({ ...use(), userAgent });

async function outcomes(events: Event[]): Promise<string[]> {
  const { data, error } = await world.ask(LMS, RESULTS, { events });
  if (error) throw new Error(error);
  return data.recordUsage.results.map(({ outcome }: { outcome: string }) => outcome);
}

describe('the list', () => {
  test('is what the last file says', async () => {
    expect((await importList(LIST)).tallies).toEqual({ patterns: { added: 5, changed: 0, unchanged: 0 } });
    const next = [
      LIST[0],
      { ...LIST[1], last_changed: '2026-10-01' },
      { pattern: 'crawl', last_changed: '2026-11-01' },
    ];
    const changes = new Changes(10);
    expect((await importList(next, changes)).tallies).toEqual({ patterns: { added: 1, changed: 4, unchanged: 1 } });
    expect(changes.lines()).toContain('  pattern ^.?$: last_changed: 2017-08-08 → 2026-10-01');
    expect(changes.lines()).toContain('  pattern [^a]fish: pattern: [^a]fish → nothing');
    expect(await stored()).toEqual([
      { pattern: 'bot', last_changed: '2017-08-08' },
      { pattern: '^.?$', last_changed: '2026-10-01' },
      { pattern: 'crawl', last_changed: '2026-11-01' },
    ]);
    expect((await importList(next)).tallies).toEqual({ patterns: { added: 0, changed: 0, unchanged: 3 } });
  });

  test.each([
    ['no expression', { pattern: 'bot(' }, 'invalid regular expression: parentheses () not balanced'],
    ['an expression that ends what stands around it', { pattern: ')|(bot' }, 'parentheses () not balanced'],
    ['one that refers back', { pattern: '(a+)\\1' }, 'pattern: must not refer back to a part of itself, as by \\1'],
    ['one that is too long', { pattern: 'b'.repeat(301) }, 'pattern: must not be longer than 300 characters'],
    ['nothing', { pattern: '' }, 'pattern: must not be empty'],
    ['no day', { pattern: 'bot', last_changed: '2026-02-30' }, 'last_changed: must be a day of the calendar'],
    ['one twice', LIST[1], 'pattern: “^.?$” stands in line 2 already'],
  ])('with %s is refused as a whole, with its line', async (_, wrong, reason) => {
    await importList(LIST.slice(0, 1));
    const record = { last_changed: '2026-01-01', ...wrong };
    await expect(importList([...LIST, record])).rejects.toThrow(new RegExp(`line 6: .*${escaped(reason)}`));
    expect(await stored()).toHaveLength(1);
  });

  test('with more patterns than are looked for is refused', async () => {
    const many = Array.from({ length: 2_001 }, (_, nr) => ({ pattern: `bot ${nr}`, last_changed: '2026-01-01' }));
    await expect(importList(many)).rejects.toThrow('line 2001: more than 2000 patterns; join some of them by |');
    await importList(many.slice(1));
    expect(await outcomes([by('bot 7'), by('bot x')])).toEqual(['LEFT_OUT', 'RECORDED']);
  });
});

const escaped = (text: string) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

describe('uses', () => {
  beforeEach(() => importList(LIST));

  test('of bots are left out, whatever the case of letters, and nothing else', async () => {
    const agents = [
      'GoogleBot/2.1',
      'Java/17.0',
      'api+scraper',
      'a Catfish',
      'x',
      '',
      BROWSER,
      'afish',
      'java/x',
      null,
    ];
    const expected = agents.map((_, index) => (index < 6 ? 'LEFT_OUT' : 'RECORDED'));
    expect(await outcomes([...agents.map(by), by()])).toEqual([...expected, 'RECORDED']);
    expect((await written()).events).toHaveLength(5);
    expect((await written()).sums).toMatchObject([{ uses: 5 }]);
  });

  test('that are left out are no refusals, and are left out again when they are sent again', async () => {
    const left = { ...by('bot'), id: randomUUID() };
    for (const _ of ['once', 'again']) {
      const { data } = await world.ask(LMS, RESULTS.replace('refused', 'refused leftOut'), {
        events: [left, left, use()],
      });
      expect(data.recordUsage).toMatchObject({ recorded: 1, leftOut: 2, refused: 0 });
      expect(data.recordUsage.results[0]).toEqual({
        index: 0,
        id: left.id,
        outcome: 'LEFT_OUT',
        code: null,
        message: null,
      });
    }
  });

  test('of a foreign school are forbidden, and it is not told whether they are a bot’s', async () => {
    const foreign = { ...by('bot'), school: 'NW:999999' };
    expect(await outcomes([foreign])).toEqual(['REFUSED']);
  });

  test('keep nothing of the user agent', async () => {
    await outcomes([by(BROWSER)]);
    const texts = await world.query<{ row: string }>(
      `select event::text as row from usage.event union all select sum::text from usage.monthly_sum sum
       union all select key::text from usage.event_key key union all select coverage::text from usage.coverage`,
    );
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.filter(({ row }) => /Firefox|Mozilla/.test(row))).toEqual([]);
  });

  test('are recorded where there is no list', async () => {
    await world.query('truncate usage.bot_pattern');
    expect(await outcomes([by('bot')])).toEqual(['RECORDED']);
  });

  test('take one statement more where there are user agents, and one for the schools of bots, however many', async () => {
    const statementsFor = async (events: Event[]) => {
      const { counts } = await statementsOf(() => world.ask(LMS, RESULTS, { events }, { uncounted: true }));
      return counts.usage;
    };
    await outcomes([by()]);
    expect(await statementsFor([by(), by()])).toBe(1);
    expect(await statementsFor([by(BROWSER), by('other')])).toBe(2);
    expect(await statementsFor([by(BROWSER), by('bot'), by('bot')])).toBe(3);
  });
});

test('an expression that would take a backtracking matcher for ever takes next to no time', async () => {
  await importList([
    { pattern: '(a+)+$', last_changed: '2026-01-01' },
    { pattern: '(a|aa)+$', last_changed: '2026-01-01' },
    { pattern: '(.*a){20}$', last_changed: '2026-01-01' },
    { pattern: '^(([a-z])+.)+[A-Z]([a-z])+$', last_changed: '2026-01-01' },
  ]);
  expect(await outcomes([by(`${'a'.repeat(499)}!`)])).toEqual(['RECORDED']);
});
