/** Each kind of answer equals its file in fixtures/ byte by byte, and these files have the form that COUNTER describes. */
import { likeFixture, readFixture } from '../../test/counter-fixture';
import { readCounterSchema } from '../../test/counter-schema';
import { type CounterWorld, createCounterWorld, monthBefore, type Use } from '../../test/counter-world';

/** Names as catalogues have them, and as attackers would write them. */
const TITLES = {
  '=HYPERLINK("http://evil.example","Film")': {},
  'Ein Film, zwei "Fassungen"': {},
  'Mit\tTab und\r\nZeile': {},
  '-1+1': {},
  'Ungenutztes Bild': {},
};
const [FORMULA, QUOTED, BROKEN, MINUS] = Object.keys(TITLES) as [string, string, string, string];
const validate = readCounterSchema();
let world: CounterWorld;
let key: string;
let roundedKey: string;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await createCounterWorld({
    organisations: { 'Stadt Köln': 'AUTHORITY' },
    schools: {
      'Schule am Fluß': { belongsTo: [{ to: 'Stadt Köln' }] },
      'Schule am Berg': { belongsTo: [{ to: 'Stadt Köln' }] },
      'Schule ohne alles': { belongsTo: [{ to: 'Stadt Köln' }] },
    },
    titles: TITLES,
  });
  const title = (name: string) => world.title(name);
  await world.database.query('update licences.title set kind = $2, year = $3 where id = $1', [
    title(QUOTED),
    'AUDIO',
    2015,
  ]);
  await world.database.query('update licences.title set kind = $2 where id = $1', [title(BROKEN), 'DOCUMENT']);
  ids = Object.fromEntries(Object.keys(TITLES).map((name, at) => [`T${at + 1}`, title(name)]));
  const uses: Use[] = [];
  /** Each use is in an hour of its own, so that it counts by itself. */
  const add = (school: string, of: string, action: Use['action'], month: number, count: number) => {
    for (let time = 0; time < count; time += 1) {
      const at = monthBefore(month).plus({ days: 2, hours: uses.length }).toMillis();
      uses.push({ school, title: of, action, at, session: null });
    }
  };
  add('Schule am Fluß', FORMULA, 'STREAM', 3, 3);
  add('Schule am Fluß', FORMULA, 'VIEW', 1, 2);
  add('Schule am Fluß', FORMULA, 'DOWNLOAD', 1, 4);
  add('Schule am Berg', QUOTED, 'STREAM', 2, 8);
  add('Schule am Berg', QUOTED, 'NOT_LICENSED', 2, 6);
  add('Schule am Berg', BROKEN, 'DOWNLOAD', 1, 13);
  add('Schule am Berg', BROKEN, 'LIMIT_EXCEEDED', 3, 1);
  add('Schule am Fluß', MINUS, 'VIEW', 2, 1);
  await world.record(uses);
  await world.database.query("update usage.monthly_sum set access_type = 'OPEN' where title_id = $1", [title(BROKEN)]);
  key = await world.keyFor('reporting', world.customer('AUTHORITY', 'Stadt Köln'));
  roundedKey = await world.keyFor('reporting', 'STATE:NW');
});
afterAll(() => world?.close());

const period = { begin_date: monthBefore(3).toFormat('yyyy-MM'), end_date: monthBefore(1).toFormat('yyyy-MM') };
const everything = {
  attributes_to_show: 'YOP|Access_Type|Access_Method',
  platform: 'Freischalter',
  author: 'x',
  yop: '0001-2026|soon',
  include_component_details: 'True',
  granularity: 'Week',
};

test.each<[string, string, string, Record<string, string>]>([
  ['status.json', '/status', '', {}],
  ['members.json', '/members', 'Stadt Köln', {}],
  ['reports.json', '/reports', 'Stadt Köln', {}],
  ...['PR', 'PR_P1', 'IR', 'IR_M1'].flatMap((id) => {
    const path = `/reports/${id.toLowerCase()}`;
    return [
      [`${id}.json`, path, 'Stadt Köln', period],
      [`${id}.tsv`, path, 'Stadt Köln', { ...period, format: 'tsv' }],
      [`${id}.csv`, path, 'Stadt Köln', { ...period, format: 'csv' }],
      [`${id}-rounded.json`, path, 'rounded', period],
      [`${id}-rounded.tsv`, path, 'rounded', { ...period, format: 'tsv' }],
      [`${id}-none.json`, path, 'Schule ohne alles', period],
    ] as [string, string, string, Record<string, string>][];
  }),
  ['PR-totals.json', '/reports/pr', 'Stadt Köln', { ...period, granularity: 'Totals' }],
  ['PR-totals.tsv', '/reports/pr', 'Stadt Köln', { ...period, granularity: 'Totals', format: 'tsv' }],
  ['IR-everything.json', '/reports/ir', 'Stadt Köln', { ...period, ...everything }],
  ['IR-everything.tsv', '/reports/ir', 'Stadt Köln', { ...period, ...everything, format: 'tsv' }],
  ['IR-not-yet.json', '/reports/ir', 'Stadt Köln', { ...period, end_date: monthBefore(0).toFormat('yyyy-MM') }],
  ['IR-gone.json', '/reports/ir', 'Stadt Köln', { begin_date: '2020-01', end_date: '2020-12' }],
])('%s', async (file, path, of, parameters) => {
  const level = of.startsWith('Schule') ? 'SCHOOL' : 'AUTHORITY';
  const customer = of === 'rounded' ? 'STATE:NW' : of && world.customer(level, of);
  const api_key = of === 'rounded' ? roundedKey : key;
  const asked = await world.ask(path, of ? { api_key, customer_id: customer, ...parameters } : {});
  expect(asked.status).toBe(200);
  if (validate && asked.body) expect(validate(`/r51${path}`, 200, asked.body)).toEqual([]);
  const indented = asked.body
    ? `${JSON.stringify(JSON.parse(likeFixture(asked.text, ids)), null, 2)}\n`
    : likeFixture(asked.text, ids);
  expect(indented).toBe(readFixture(file, indented));
});

test('tables have the media type that was requested, and a name under which browsers save them', async () => {
  for (const [accept, type, name] of [
    ['text/tab-separated-values', 'text/tab-separated-values', 'IR_M1.tsv'],
    ['text/html, text/csv;q=0.9, */*', 'text/csv', 'IR_M1.csv'],
  ] as const) {
    const parameters = { api_key: key, customer_id: world.customer('AUTHORITY', 'Stadt Köln'), ...period };
    const { headers, text } = await world.ask('/reports/ir_m1', parameters, { accept });
    expect(headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text.startsWith('\uFEFFReport_Name')).toBe(true);
    const lines = text.trimEnd().split('\n');
    if (type !== 'text/csv') expect(new Set(lines.map((line) => line.split('\t').length)).size).toBe(1);
    // No cell is a formula.
    expect(lines.filter((line) => /(^|[\t,])"?[=+@-]/.test(line))).toEqual([]);
  }
});
