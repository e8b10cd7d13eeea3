/** Demand, cost, and what is not used, as files: exactly the rows that the query shows, through all pages and with its filter. */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ZONE } from '../access/calendar';
import { countRecorded } from './count-recorded';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';

const MONTH = DateTime.now().setZone(ZONE).toFormat('yyyy-MM');
const PERIOD = `from: "${MONTH}", until: "${MONTH}"`;
const TITLES = Array.from({ length: 5 }, (_, at) => `Film ${at}`);

/** The arguments and row fields of each list. */
const LISTS: Readonly<Record<string, readonly [args: string, row: string]>> = {
  demand: [
    'by: TITLE_AND_SCHOOL',
    'title { id name } schoolId schoolName notLicensed limitExceeded cheapestOffer { number cents } offerCents titlesWithoutOffer',
  ],
  costPerUse: ['by: TITLE', 'id name figures { cents centsElsewhere requests centsPerRequest requestsWithoutCost }'],
  unusedTitles: ['', 'title { id name } views'],
  unusedLicences: ['', 'id number name schools cents'],
};

let database: TestDatabase;
let world: SeededWorld;
let system: System;
let token: string;
let above: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const heldAt = ['AUTHORITY'] as const;
  const rights = ['STREAM'] as const;
  const term = { from: '2024-01-01', until: '2040-01-01' };
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Erste: { belongsTo: [{ to: 'Stadt' }] }, Zweite: { belongsTo: [{ to: 'Stadt' }] } },
    titles: Object.fromEntries([...TITLES, 'Gewünscht', 'Begehrt'].map((name) => [name, {}])),
    packages: { Alle: TITLES.map((title) => ({ title })), Angebot: [{ title: 'Gewünscht' }] },
    licences: {
      L0: { owner: 'Stadt', heldAt, rights, term, packages: [{ package: 'Alle' }] },
      L1: { owner: 'Stadt', heldAt, rights, term, packages: [{ package: 'Alle' }] },
      L2: { owner: 'Stadt', heldAt, rights, term, packages: [{ package: 'Alle' }] },
      L3: { owner: 'Stadt', heldAt, rights, term, packages: [{ package: 'Angebot' }] },
    },
    entitlements: Object.fromEntries(
      ['L0', 'L1', 'L2'].map((name) => [name, { licence: name, holder: 'Stadt', from: '2024-01-01' }]),
    ),
  });
  await database.query(bought('true', '123457'));
  system = await startSystem(database);
  [token, above] = await Promise.all([
    tokenOf('reporting', `AUTHORITY:${world.organisation('Stadt')}`),
    tokenOf('reporting', `STATE:${world.organisation('STATE')}`),
  ]);
  const use = (school: string, title: string, action: string, count: number) =>
    Array.from({ length: count }, () => ({
      id: randomUUID(),
      school: world.organisation(school),
      title: world.title(title),
      action,
      usedAt: new Date().toISOString(),
    }));
  const events = [
    ...use('Erste', 'Film 0', 'STREAM', 7),
    ...use('Zweite', 'Film 1', 'STREAM', 12),
    ...use('Zweite', 'Film 2', 'VIEW', 4),
    ...use('Erste', 'Gewünscht', 'NOT_LICENSED', 11),
    ...use('Zweite', 'Gewünscht', 'NOT_LICENSED', 6),
    ...use('Zweite', 'Begehrt', 'NOT_LICENSED', 3),
  ];
  const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  const { data } = await system.ask(await tokenOf('operator'), RECORD, { events });
  expect(data.recordUsage.recorded).toBe(events.length);
  await countRecorded(database);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const operation = (list: string, filter: string) => {
  const [args, row] = LISTS[list] as readonly [string, string];
  return `query ($first: Int, $after: String) { ${list}(${PERIOD}, ${args} ${filter} first: $first, after: $after) {
    edges { node { ${row} } } pageInfo { hasNextPage endCursor } } }`;
};

async function exported(form: string, query: string, of = token, first = 2): Promise<string> {
  const response = await fetch(`${system.url}/export.${form}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${of}` },
    body: JSON.stringify({ query, variables: { first } }),
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer()).toString();
}

/** Returns a row as columns: the fields of an object within it are named by their path. */
function flat(row: object, path = ''): Record<string, unknown> {
  return Object.assign(
    {},
    ...Object.entries(row).map(([name, value]) =>
      value !== null && typeof value === 'object' ? flat(value, `${path}${name}.`) : { [path + name]: value },
    ),
  );
}
/** An object that is null has no columns in a row of the query, and empty ones in the file. */
const told = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

async function shown(list: string, query: string, of: string): Promise<Record<string, unknown>[]> {
  const answer = await system.ask(of, query, { first: 100 });
  expect(codesOf(answer)).toEqual([]);
  return answer.data[list].edges.map(({ node }: { node: object }) => told(flat(node)));
}

describe.each(Object.keys(LISTS))('%s', (list) => {
  test.each(['', 'filter: { schools: ["SCHOOL"] }'])('the file has the rows of the query, with %j', async (filter) => {
    const query = operation(list, filter.replace('SCHOOL', world.organisation('Zweite')));
    for (const caller of [token, above]) {
      const rows = await shown(list, query, caller);
      const lines = (await exported('ndjson', query, caller)).trimEnd().split('\n').filter(Boolean);
      expect(lines.map((line) => told(JSON.parse(line)))).toEqual(rows);
      expect(JSON.parse(await exported('json', query, caller)).map(told)).toEqual(rows);
    }
    expect((await shown(list, query, token)).length).toBeGreaterThan(1);
  });

  test('a table has the same cells, with a decimal comma in the German form', async () => {
    const query = operation(list, '');
    const rows = (await exported('ndjson', query))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const [head, ...lines] = (await exported('csv', query)).replace('\uFEFF', '').trimEnd().split('\r\n');
    const cell = (value: unknown) => (value === null ? '' : String(value));
    expect(lines).toEqual(
      rows.map((row) =>
        (head ?? '')
          .split(',')
          .map((name) => cell((row as any)[name]))
          .join(','),
      ),
    );
    const german = (await exported('csv?decimal=comma', query)).trimEnd().split('\r\n').slice(1);
    expect(german.map((line) => line.replaceAll(',', '.').replaceAll(';', ','))).toEqual(lines);
  });
});
