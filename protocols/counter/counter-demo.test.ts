/** Every report over the demo data has the form that COUNTER describes, is consistent, and agrees with the events. */
import { SHOWCASE } from '../../demo/showcase';
import { contradictionsIn, figuresIn, recount } from '../../test/counter-recount';
import { readCounterSchema } from '../../test/counter-schema';
import { monthBefore, openCounterApi, type Use } from '../../test/counter-world';
import { createDemoDatabase } from '../../test/demo-database';
import { REPORTS } from './report-definitions';

const AUTHORITY = `AUTHORITY:${SHOWCASE.authority}`;
const SCHOOL = `SCHOOL:${SHOWCASE.school}`;
const YEAR = { begin_date: monthBefore(12).toFormat('yyyy-MM'), end_date: monthBefore(1).toFormat('yyyy-MM') };

const validate = readCounterSchema();
let api: Awaited<ReturnType<typeof openCounterApi>>;
const keys: Record<string, string> = {};
let centre: string;

beforeAll(async () => {
  const database = await createDemoDatabase();
  api = await openCounterApi(database, { kept: true });
  const [row] = await database.query<{ key: string }>(
    `select o.key from usage.monthly_sum s join schools.organisation o on o.id = s.media_centre_id
     group by o.key order by count(*) desc limit 1`,
  );
  centre = row?.key as string;
  for (const customer of [AUTHORITY, centre, 'STATE:NW']) keys[customer] = await api.keyFor('reporting', customer);
});
afterAll(() => api?.close());

const WAYS: readonly Record<string, string>[] = [
  {},
  { granularity: 'Totals' },
  { attributes_to_show: 'Access_Method' },
  { attributes_to_show: 'YOP|Access_Type|Access_Method', metric_type: 'Total_Item_Requests|Unique_Item_Requests' },
  { data_type: 'Audiovisual|Sound', format: 'json', platform: 'Freischalter', begin_date: '2020-01' },
];

describe.each([
  ['a school', (): string => SCHOOL, (): string => AUTHORITY, WAYS],
  ['an authority', (): string => AUTHORITY, (): string => AUTHORITY, WAYS.slice(3)],
  ['a media centre', (): string => centre, (): string => centre, WAYS.slice(0, 2)],
  // All titles of the demo: each report takes seconds.
  ['a state', (): string => 'STATE:NW', (): string => 'STATE:NW', WAYS.slice(0, 1)],
] as const)('of %s', (_, customer, by, ways) => {
  test.each(REPORTS.map(({ id }) => id))('%s', async (id) => {
    const path = `/reports/${id.toLowerCase()}`;
    const asked = { api_key: keys[by()] as string, customer_id: customer(), ...YEAR };
    for (const way of ways) {
      const { status, body, text } = await api.ask(path, { ...asked, ...way });
      expect([status, text.slice(0, status === 200 ? 0 : 500)]).toEqual([200, '']);
      expect(validate ? validate(`/r51${path}`, 200, body) : []).toEqual([]);
      expect(contradictionsIn(body)).toEqual([]);
      expect(body.Report_Items).not.toEqual([]);
      const table = await api.ask(path, { ...asked, ...way, format: 'tsv' });
      expect(linesIn(table.text)).toEqual(linesOf(body));
    }
  });
});

test('the reports of a school agree with its events, counted one by one', async () => {
  const rows = await api.database.query<Use & { client: string; audience: string }>(
    `select e.school_id || e.client || e.audience || e.access_type as school, e.title_id::text as title, action,
       extract(epoch from used_at)::float8 * 1000 as at, encode(session, 'hex') as session
     from usage.event e join schools.organisation o on o.id = e.school_id where o.key = $1
       and used_at >= $2 and used_at < $3`,
    [SCHOOL, monthBefore(12).toISO(), monthBefore(0).toISO()],
  );
  expect(rows.length).toBeGreaterThan(100);
  const metrics = REPORTS.find(({ id }) => id === 'IR')?.metrics ?? [];
  const expected = recount(
    rows,
    metrics,
    ({ title }) => title,
    undefined,
    ({ session }) => session !== null,
  );
  const { body } = await api.ask('/reports/ir', { api_key: keys[AUTHORITY] as string, customer_id: SCHOOL, ...YEAR });
  for (const item of body.Report_Items[0].Items) item.Item = item.Item_ID.Proprietary.replace('Freischalter:', '');
  expect(figuresIn(body)).toEqual(expected);
});

/** The number of lines of figures in a table, and their sum: of the months, or of the totals where there are no months. */
function linesIn(table: string): [number, number] {
  const lines = table.trimEnd().split('\n').slice(14);
  const heads = lines[0]?.split('\t') ?? [];
  const total = heads.indexOf('Reporting_Period_Total');
  const from = heads.length > total + 1 ? total + 1 : total;
  const figures = lines.slice(1).flatMap((line) => line.split('\t').slice(from).map(Number));
  return [lines.length - 1, figures.reduce((sum, figure) => sum + figure, 0)];
}

function linesOf(report: any): [number, number] {
  const figures = Object.entries(figuresIn(report));
  // A figure's name ends in its month. Without the month it names the line.
  const lines = new Set(figures.map(([name]) => name.replace(/ \d{4}-\d{2}$/, '')));
  return [lines.size, figures.reduce((sum, [, figure]) => sum + figure, 0)];
}
