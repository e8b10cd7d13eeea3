/** Exports through the gateway: all rows of a list, whatever the size of a page, as the list itself shows them. */
import { type CounterWorld, createCounterWorld, monthBefore, type Use } from '../../test/counter-world';
import { tokenOf } from '../../test/system';
import { MAX_EXPORTS_AT_ONCE } from './export-routes';

const TITLES = Array.from({ length: 7 }, (_, at) => `Film ${at}`);
const FORMULA = '=HYPERLINK("http://x")';
const MONTH = monthBefore(1);

let world: CounterWorld;
let city: string;
beforeAll(async () => {
  world = await createCounterWorld({
    organisations: { Stadt: 'AUTHORITY', 'Andere Stadt': 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] }, Fremde: { belongsTo: [{ to: 'Andere Stadt' }] } },
    titles: Object.fromEntries(TITLES.map((title) => [title, {}])),
  });
  await world.database.query('update licences.title set name = $2 where id = $1', [world.title('Film 3'), FORMULA]);
  await world.database.query('update licences.title set name = $2 where id = $1', [
    world.title('Film 4'),
    'Nur; "so",\nja',
  ]);
  const at = MONTH.plus({ days: 3, hours: 10 }).toMillis();
  await world.record(
    TITLES.flatMap((title, count) =>
      Array.from(
        { length: count + 1 },
        (_, nr): Use => ({ school: 'Schule', title, action: 'STREAM', at: at + nr * 60_000, session: 's' }),
      ),
    ),
  );
  city = await tokenOf('reporting', `AUTHORITY:${world.customer('AUTHORITY', 'Stadt').slice('AUTHORITY:'.length)}`);
});
afterAll(() => world?.close());

const REPORT = `query Report($month: String!, $first: Int!, $after: String) {
  usageReport(from: $month, until: $month, groupBy: [TITLE]) {
    rows(first: $first, after: $after, order: { by: REQUESTS, direction: DESC }) {
      edges { node { period group1 { id name } figures { requests } groups { group } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;
const month = MONTH.toFormat('yyyy-MM');

async function send(form: string, sent: object | null, token: string | null = city, query = '') {
  const response = await fetch(`${world.system.url}/export.${form}${query}`, {
    ...(sent && { method: 'POST', body: JSON.stringify(sent) }),
    headers: {
      ...(sent && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
  });
  const text = Buffer.from(await response.arrayBuffer()).toString();
  return { status: response.status, headers: response.headers, text };
}
const exported = (form: string, first: number, query = '') =>
  send(form, { query: REPORT, variables: { month, first } }, city, query);

const ROWS = TITLES.map((_, count) => count + 1).reverse();

test.each([1, 3, 7, 1_000])('all rows are exported in their order, with pages of %i', async (first) => {
  const { status, headers, text } = await exported('ndjson', first);
  expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map((row) => row['figures.requests'])).toEqual(ROWS);
  expect(rows[0]).toEqual({
    period: month,
    'group1.id': world.title('Film 6'),
    'group1.name': 'Film 6',
    'figures.requests': 7,
    'groups.group': ['TITLE'],
  });
});

test('a JSON list has the same rows as NDJSON', async () => {
  const [list, lines] = [await exported('json', 2), await exported('ndjson', 1_000)];
  expect(JSON.parse(list.text)).toEqual(
    lines.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
});

test('a table has a byte order mark and named columns; no cell is a formula, and no cell ends a row', async () => {
  const { headers, text } = await exported('csv', 2);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toBe('attachment; filename="export.csv"');
  const id = (title: string) => world.title(title);
  expect(text).toBe(
    [
      '\uFEFFperiod,group1.id,group1.name,figures.requests,groups.group',
      `${month},${id('Film 6')},Film 6,7,TITLE`,
      `${month},${id('Film 5')},Film 5,6,TITLE`,
      `${month},${id('Film 4')},"Nur; ""so"",\nja",5,TITLE`,
      `${month},${id('Film 3')},"'=HYPERLINK(""http://x"")",4,TITLE`,
      `${month},${id('Film 2')},Film 2,3,TITLE`,
      `${month},${id('Film 1')},Film 1,2,TITLE`,
      `${month},${id('Film 0')},Film 0,1,TITLE`,
      '',
    ].join('\r\n'),
  );
});

test('with a decimal comma, semicolons separate cells', async () => {
  const { text } = await exported('csv', 2, '?decimal=comma');
  expect(text.split('\r\n')[1]).toBe(`${month};${world.title('Film 6')};Film 6;7;TITLE`);
});

test('the operation can be sent in the address', async () => {
  const parameters = new URLSearchParams({ query: REPORT, variables: JSON.stringify({ month, first: 3 }) });
  const { text } = await send('ndjson', null, city, `?${parameters}`);
  expect(text).toBe((await exported('ndjson', 3)).text);
});

test('an empty list is a table without rows', async () => {
  const empty = { query: REPORT, variables: { month: '2024-01', first: 10 } };
  expect((await send('csv', empty)).text).toBe('\uFEFFperiod,group1.id,group1.name,figures.requests,groups.group\r\n');
  expect((await send('json', empty)).text).toBe('[]\n');
  expect((await send('ndjson', empty)).text).toBe('');
});

test('fields of fragments and with aliases are columns, too', async () => {
  const query = `query ($month: String!, $after: String) {
    report: usageReport(from: $month, until: $month) { ...Rows }
  }
  fragment Rows on UsageReport { rows(first: 10, after: $after) { edges { node { ...Row } } pageInfo { hasNextPage endCursor } } }
  fragment Row on UsageRow { monat: period ... on UsageRow { figures { abrufe: requests } } figures { total } }`;
  const { text } = await send('ndjson', { query, variables: { month } });
  expect(JSON.parse(text)).toEqual({ monat: month, 'figures.abrufe': 28, 'figures.total': 28 });
});

const LIST = 'rows(first: 1, after: $after) { edges { node { period } } pageInfo { hasNextPage endCursor } }';
const reportWith = (rows: string) =>
  `query ($month: String!, $after: String) { usageReport(from: $month, until: $month) { ${rows} } }`;

describe('refused, with the remedy:', () => {
  test.each([
    ['no token', null, { query: reportWith(LIST), variables: { month } }, 401, /token/],
    [
      'a mutation',
      city,
      { query: 'mutation { recordUsage(events: []) { recorded } }' },
      400,
      /^Only a query can be exported\. Send a query with one list/,
    ],
    [
      'no list',
      city,
      { query: reportWith('roundedTo').replace(', $after: String', ''), variables: { month } },
      400,
      /no list with after/,
    ],
    [
      'two lists',
      city,
      { query: reportWith(`${LIST} more: ${LIST}`), variables: { month } },
      400,
      /several lists with after/,
    ],
    [
      'no pageInfo',
      city,
      { query: reportWith('rows(after: $after) { edges { node { period } } }'), variables: { month } },
      400,
      /^usageReport\.rows: edges, node or pageInfo is missing/,
    ],
    ...['edges', 'pageInfo', 'hasNextPage', 'endCursor'].map((name): [string, string, object, number, RegExp] => [
      `${name} left out by @skip`,
      city,
      {
        query: reportWith(LIST.replace(name, `${name} @skip(if: true)`)),
        variables: { month },
      },
      400,
      /^usageReport\.rows: edges or pageInfo is missing/,
    ]),
    [
      'an operation that fails',
      city,
      { query: reportWith(LIST), variables: { month: 'May' } },
      400,
      /“May” is not a month/,
    ],
    ['a query that is not a text', city, { query: 7 }, 400, /query must be a string/],
    ['a query that cannot be parsed', city, { query: '{' }, 400, /Syntax Error/],
    ['too many tokens', city, { query: `{ ${'a '.repeat(11_000)} }` }, 400, /exceeds 10000 tokens/],
  ])('%s', async (_, token, sent, status, message) => {
    const answer = await send('csv', sent, token === null ? null : city);
    expect([answer.status, JSON.parse(answer.text).errors[0].message]).toEqual([
      status,
      expect.stringMatching(message),
    ]);
    expect(answer.headers.get('content-type')).toMatch(/json/);
  });

  test.each([
    ['?query={a}&query={b}', 'query: was sent several times. Send it once.'],
    ['?query={a}&variables=x', 'variables: is not valid JSON. Send {"name": value, …}.'],
    ['?querry={a}', 'querry: not a parameter. Send query, documentId, operationName, variables, decimal.'],
    ['?query={a}&decimal=dot', 'decimal: must be “point” or “comma”; with comma, cells are separated by semicolons.'],
  ])('the address %s', async (query, message) => {
    const answer = await send('csv', null, city, query);
    expect([answer.status, JSON.parse(answer.text).errors[0].message]).toEqual([400, message]);
  });
});

test('an export has no rows of another authority', async () => {
  const foreign = await tokenOf(
    'reporting',
    `AUTHORITY:${world.customer('AUTHORITY', 'Andere Stadt').slice('AUTHORITY:'.length)}`,
  );
  expect((await send('ndjson', { query: REPORT, variables: { month, first: 10 } }, foreign)).text).toBe('');
});

test('a caller is refused beyond a number of exports at once', async () => {
  const all = await Promise.all(Array.from({ length: MAX_EXPORTS_AT_ONCE + 4 }, () => exported('ndjson', 1)));
  const done = all.filter(({ status }) => status === 200);
  expect(done.length).toBeGreaterThanOrEqual(MAX_EXPORTS_AT_ONCE);
  expect(new Set(done.map(({ text }) => text)).size).toBe(1);
  for (const { status, text } of all.filter(({ status }) => status !== 200))
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
  expect((await exported('ndjson', 1)).status).toBe(200);
});

test('an export waits until the caller’s budget allows the next page', async () => {
  const small = await createCounterWorld(
    {
      organisations: { Stadt: 'AUTHORITY' },
      schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
      titles: Object.fromEntries(TITLES.map((title) => [title, {}])),
    },
    {
      limits: { rate: { perSubject: 100, perOrganisation: 100, cost: { perSubject: 0.2, perOrganisation: 1 } } },
    },
  );
  try {
    const at = MONTH.plus({ days: 3 }).toMillis();
    for (const title of TITLES) await small.record([{ school: 'Schule', title, action: 'STREAM', at, session: null }]);
    const key = await small.keyFor('reporting', small.customer('AUTHORITY', 'Stadt'));
    const answer = await fetch(`${small.system.url}/export.ndjson`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: REPORT, variables: { month, first: 1 } }),
    });
    expect(answer.status).toBe(200);
    const rows = (await answer.text()).trimEnd().split('\n');
    expect(rows).toHaveLength(TITLES.length);
    // These pages exceed the budget of one period, so the export had to wait.
    const pages = await Promise.all(TITLES.map(() => small.system.ask(key, REPORT, { month, first: 1 })));
    expect(pages.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? [])).toContain(
      'RATE_LIMITED',
    );
  } finally {
    await small.close();
  }
}, 60_000);
