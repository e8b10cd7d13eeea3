/** The arithmetic of COUNTER's audit, the effect of filters, every exception, and that no log contains a key. */
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createLog } from '../../telemetry/log';
import { createMetrics } from '../../telemetry/metrics';
import { createTracing } from '../../telemetry/tracing';
import { contradictionsIn, figuresIn } from '../../test/counter-recount';
import { readCounterSchema } from '../../test/counter-schema';
import { type CounterWorld, createCounterWorld, monthBefore, type Use } from '../../test/counter-world';

const HUNDRED = Array.from({ length: 100 }, (_, at) => `Title ${String(at).padStart(3, '0')}`);
const MONTH = monthBefore(1).toFormat('yyyy-MM');
/** At ten on the last day of the last month: recent enough that the uses of a session still count together. */
const TEN = monthBefore(0).minus({ hours: 14 });
const SCHOOLS = ['Double', 'Licence', 'Limit', 'Hundred', 'Filtered'] as const;

const validate = readCounterSchema();
const exporter = new InMemorySpanExporter();
const lines: string[] = [];
let world: CounterWorld;
let key: string;

beforeAll(async () => {
  const metrics = createMetrics();
  const tracing = createTracing({ processor: new SimpleSpanProcessor(exporter), ratio: 1 });
  world = await createCounterWorld(
    {
      organisations: { City: 'AUTHORITY' },
      schools: Object.fromEntries(SCHOOLS.map((school) => [school, { belongsTo: [{ to: 'City' }] }])),
      titles: Object.fromEntries([...HUNDRED, 'FILM', 'SONG', 'OPEN SONG'].map((title) => [title, {}])),
    },
    {
      telemetry: (part) => ({ tracer: tracing.tracer(part), metrics }),
      log: createLog('debug', { write: (line: string) => void lines.push(line) }),
    },
  );
  await world.database.query("update licences.title set kind = 'AUDIO' where name like '%SONG'");
  await world.database.query("update licences.title set year = 2001 where name = 'SONG'");
  key = await world.keyFor('reporting', world.customer('AUTHORITY', 'City'));
  await world.record(audit());
  await world.database.query(
    `update usage.monthly_sum set access_type = 'OPEN' where title_id = ${world.title('OPEN SONG')}`,
  );
});
afterAll(() => world?.close());

function audit(): Use[] {
  const use = (school: (typeof SCHOOLS)[number], title: string, seconds: number, session: string, more = {}): Use => ({
    school,
    title,
    action: 'STREAM',
    at: TEN.plus({ seconds }).toMillis(),
    session,
    ...more,
  });
  const denied = (school: 'Licence' | 'Limit', action: Use['action']) =>
    Array.from({ length: 50 }, (_, at) => use(school, 'FILM', 60 * at, 'a', { action }));
  return [
    // 30 sessions, each with two clicks: 15 within 30 seconds, 15 outside of them.
    ...Array.from({ length: 30 }, (_, at) => [
      use('Double', 'FILM', 0, `session ${at}`),
      use('Double', 'FILM', at < 15 ? 10 + at : 31 + at, `session ${at}`),
    ]).flat(),
    ...denied('Licence', 'NOT_LICENSED'),
    ...denied('Limit', 'LIMIT_EXCEEDED'),
    ...HUNDRED.map((title, at) => use('Hundred', title, at, 'lesson')),
    use('Filtered', 'FILM', 0, 'a'),
    use('Filtered', 'FILM', 0, 'b', { action: 'NOT_LICENSED' }),
    use('Filtered', 'SONG', 0, 'a'),
    use('Filtered', 'OPEN SONG', 0, 'a', { action: 'VIEW' }),
  ];
}

async function ask(id: string, school: (typeof SCHOOLS)[number], more: Record<string, string> = {}) {
  const path = `/reports/${id.toLowerCase()}`;
  const parameters = {
    api_key: key,
    customer_id: world.customer('SCHOOL', school),
    begin_date: MONTH,
    end_date: MONTH,
  };
  const { status, body } = await world.ask(path, { ...parameters, ...more });
  expect(validate ? validate(`/r51${path}`, status, body) : []).toEqual([]);
  if (status === 200) expect(contradictionsIn(body)).toEqual([]);
  return { status, body };
}

async function figures(...asked: Parameters<typeof ask>): Promise<Record<string, number>> {
  const found = figuresIn((await ask(...asked)).body);
  return Object.fromEntries(Object.entries(found).map(([name, count]) => [name.replace(` ${MONTH}`, ''), count]));
}

describe('the audit', () => {
  test('15 double clicks within 30 seconds and 15 outside give 45 in total and 30 unique', async () => {
    const expected = { total: 45, unique: 30 };
    expect(await figures('IR_M1', 'Double')).toEqual({
      'FILM Total_Item_Requests': expected.total,
      'FILM Unique_Item_Requests': expected.unique,
    });
    expect(await figures('PR', 'Double')).toEqual({
      'Audiovisual Total_Item_Investigations': expected.total,
      'Audiovisual Total_Item_Requests': expected.total,
      'Audiovisual Unique_Item_Investigations': expected.unique,
      'Audiovisual Unique_Item_Requests': expected.unique,
    });
  });

  test('50 forced denials give 50, and only in IR', async () => {
    expect(await figures('IR', 'Licence')).toEqual({ 'FILM No_License': 50 });
    expect(await figures('IR', 'Limit')).toEqual({ 'FILM Limit_Exceeded': 50 });
    for (const id of ['PR', 'PR_P1', 'IR_M1']) {
      const { body } = await ask(id, 'Licence');
      expect([body.Report_Items, body.Report_Header.Exceptions[0].Code]).toEqual([[], 3030]);
    }
  });

  test('100 titles once each give 100 of each metric', async () => {
    const sums: Record<string, number> = {};
    for (const [name, count] of Object.entries(await figures('IR', 'Hundred'))) {
      const metric = name.slice('Title 000 '.length);
      sums[metric] = (sums[metric] ?? 0) + count;
    }
    const each = {
      Total_Item_Investigations: 100,
      Total_Item_Requests: 100,
      Unique_Item_Investigations: 100,
      Unique_Item_Requests: 100,
    };
    expect(sums).toEqual(each);
    const platform = Object.fromEntries(
      Object.entries(each).map(([metric, count]) => [`Audiovisual ${metric}`, count]),
    );
    expect(await figures('PR', 'Hundred')).toEqual(platform);
  });
});

describe('filters', () => {
  const titlesIn = async (more: Record<string, string>) =>
    [...new Set(Object.keys(await figures('IR', 'Filtered', more)).map((name) => name.replace(/ \w+$/, '')))].sort();
  test.each<[Record<string, string>, string[]]>([
    [{}, ['FILM', 'OPEN SONG', 'SONG']],
    [{ data_type: 'Sound' }, ['OPEN SONG', 'SONG']],
    [{ data_type: 'Sound|Audiovisual' }, ['FILM', 'OPEN SONG', 'SONG']],
    [{ data_type: 'Article' }, []],
    [{ access_type: 'Open' }, ['OPEN SONG']],
    [{ access_type: 'Controlled|Free_To_Read' }, ['FILM', 'SONG']],
    [{ access_type: 'Free_To_Read' }, []],
    [{ access_method: 'TDM' }, []],
    [{ access_method: 'TDM|Regular' }, ['FILM', 'OPEN SONG', 'SONG']],
    [{ yop: '1999-2001' }, ['SONG']],
    [{ yop: '0001' }, ['FILM', 'OPEN SONG']],
    [{ metric_type: 'No_License' }, ['FILM']],
    [{ metric_type: 'Total_Item_Requests|Unique_Item_Requests' }, ['FILM', 'SONG']],
    [{ item_id: 'Freischalter:999999' }, []],
    [{ attributes_to_show: 'Access_Type' }, ['FILM Controlled', 'OPEN SONG Open', 'SONG Controlled']],
    [{ data_type: 'Sound', access_type: 'Open', yop: '2001' }, []],
  ])('%j leave %j', async (more, titles) => {
    expect(await titlesIn(more)).toEqual(titles);
  });

  test('one title is selected by its id', async () => {
    expect(await titlesIn({ item_id: `Freischalter:${world.title('SONG')}` })).toEqual(['SONG']);
  });

  test('a platform is filtered by data type and metric', async () => {
    const one = { data_type: 'Sound', metric_type: 'Total_Item_Requests|Unique_Item_Requests' };
    expect(await figures('PR', 'Filtered', one)).toEqual({
      'Sound Total_Item_Requests': 1,
      'Sound Unique_Item_Requests': 1,
    });
  });

  test('a filter that leaves nothing gives 3030 and an empty list', async () => {
    const { body } = await ask('IR', 'Filtered', { data_type: 'Article' });
    expect(body.Report_Items).toEqual([]);
    expect(body.Report_Header.Exceptions).toEqual([{ Code: 3030, Message: 'No Usage Available for Requested Dates' }]);
  });
});

describe('without a report', () => {
  const next = monthBefore(-1).toFormat('yyyy-MM');
  const now = monthBefore(0).toFormat('yyyy-MM');
  test.each<[Record<string, string>, number, number, string]>([
    [{ begin_date: '' }, 400, 1030, 'Insufficient Information to Process Request'],
    [{ end_date: '' }, 400, 1030, 'Insufficient Information to Process Request'],
    [{ customer_id: '' }, 400, 1030, 'Insufficient Information to Process Request'],
    [{ api_key: '' }, 400, 1030, 'Insufficient Information to Process Request'],
    [{ api_key: 'fsk_0' }, 401, 2020, 'APIKey Invalid'],
    [{ requestor_id: 'me' }, 401, 2000, 'Requestor Not Authorized to Access Service'],
    [{ customer_id: 'STATE:NW' }, 403, 2010, 'Requestor is Not Authorized to Access Usage for Institution'],
    [{ customer_id: '0000000000000000' }, 403, 2011, 'Global Reports Not Supported'],
    [{ begin_date: now, end_date: next }, 400, 3020, 'Invalid Date Arguments'],
    [{ begin_date: MONTH, end_date: '2024-01' }, 400, 3020, 'Invalid Date Arguments'],
    [{ begin_date: 'soon' }, 400, 3020, 'Invalid Date Arguments'],
  ])('%j gives %i, %i: %s', async (more, status, code, message) => {
    for (const id of ['PR', 'IR_M1']) {
      const answer = await ask(id, 'Double', more);
      expect([answer.status, answer.body.Code, answer.body.Message]).toEqual([status, code, message]);
    }
  });

  test('because its figures are not available, the exception is 1000', async () => {
    await world.database.query('alter table usage.monthly_sum rename to gone');
    try {
      const { status, body } = await ask('PR', 'Double');
      expect([status, body]).toEqual([503, { Code: 1000, Message: 'Service Not Available' }]);
    } finally {
      await world.database.query('alter table usage.gone rename to monthly_sum');
    }
  });
});

test('no log and no span contains a key, or the address with which it was sent', async () => {
  await ask('PR', 'Double');
  await ask('PR', 'Double', { api_key: `${key}x` });
  await ask('PR', 'Double', { customer_id: 'AUTHORITY:NW:forbidden' });
  const spans = exporter.getFinishedSpans();
  expect(spans.filter(({ name }) => name === 'GET /r51/reports/pr').length).toBeGreaterThan(1);
  const told = lines.join('') + JSON.stringify(spans.map(({ name, attributes, events }) => [name, attributes, events]));
  expect(told).toContain('/r51/reports/pr');
  for (const secret of [key, key.slice(-43), 'api_key', 'customer_id', 'begin_date', 'AUTHORITY:NW:forbidden'])
    expect(told).not.toContain(secret);
});
