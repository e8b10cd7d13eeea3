/**
 * A title that is in the list and that the access rule denies. List and rule implement the same rule, in SQL and in
 * TypeScript. Here the data makes them disagree: SQL finds a right in an array of arrays too, and the rule does not.
 */
import pino from 'pino';
import { noTelemetry, type Telemetry } from '../telemetry/telemetry';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, faultsIn, type System, startSystem, tokenOf, type Walls } from './system';

const PAGE = `query ($number: String!) {
  school(number: $number) { name licensedTitles(first: 1) { edges { node { id name } } pageInfo { hasNextPage } } }
}`;
const CHECK =
  'query ($number: String!, $ids: [ID!]!) { school(number: $number) { access(titleIds: $ids) { outcome reason } } }';

let database: TestDatabase;
let world: SeededWorld;
let token: string;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: { Gezeiten: {}, Vulkane: {} },
    packages: { Paket: [{ title: 'Gezeiten' }, { title: 'Vulkane' }] },
    licences: {
      Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { 'für die Stadt': { licence: 'Lizenz', holder: 'Stadt', from: '2024-08-01' } },
  });
  token = await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => database?.drop());

const number = () => world.organisation('Schule').slice('NW:'.length);

/** From here on the list and the rule disagree on this title. */
async function breakTitle(name: string): Promise<void> {
  await database.query('update licences.title set rights = array[rights] where id = $1', [world.title(name)]);
  stops.push(async () => {
    await database.query(`update licences.title set rights = '{STREAM}' where id = $1`, [world.title(name)]);
  });
}

interface Watched extends System {
  readonly telemetry: Telemetry;
  readonly lines: { readonly [field: string]: unknown }[];
}

async function start(walls: Walls): Promise<Watched> {
  const lines: Watched['lines'] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const telemetry = noTelemetry();
  return { ...(await startSystem(database, { log, telemetry: () => telemetry, ...walls })), telemetry, lines };
}

describe.each(['local', 'http'] as const)('over %s', (way) => {
  test.each([
    ['on the page', 'Gezeiten'],
    ['behind it, where it would say that there are more', 'Vulkane'],
  ])('the whole page fails, and is counted and logged: the title is %s', async (_, title) => {
    await breakTitle(title);
    const { ask, stop, telemetry, lines } = await start({ way, faulty: true });
    stops.push(stop);
    const answer = await ask(token, PAGE, { number: number() });
    expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(answer.errors?.[0]?.path).toEqual(['school', 'licensedTitles']);
    expect(answer.data).toEqual({ school: null });
    expect(await faultsIn(telemetry.metrics)).toEqual([
      { labels: { service: 'licences', fault: 'listed-but-denied' }, value: 1 },
    ]);
    const [line, ...others] = lines.filter(({ fault }) => fault !== undefined);
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      fault: 'listed-but-denied',
      school: world.organisation('Schule'),
      title: world.title(title),
      reason: 'RIGHT_NOT_GRANTED',
      requestId: answer.errors?.[0]?.extensions.requestId,
    });
    expect(JSON.stringify(lines)).not.toContain(token);
  });
});

test('list and rule agree on an instant between two milliseconds', async () => {
  const { ask, stop } = await start({});
  const at = '2026-03-02T08:00:00.000Z';
  await database.query(
    `update licences.title set withdrawn_at = '2026-03-02T08:00:00.0005Z' where number = 'Gezeiten'`,
  );
  stops.push(async () => {
    await stop();
    await database.query('update licences.title set withdrawn_at = null');
  });
  const query = `{ school(number: "${number()}") { licensedTitles(at: "${at}") { edges { node { number } } } } }`;
  const { data } = await ask(token, query);
  expect(data.school.licensedTitles.edges.map(({ node }: any) => node.number)).toEqual(['Gezeiten', 'Vulkane']);
});

test('the check still answers: it denies the title, and allows the other one', async () => {
  await breakTitle('Gezeiten');
  const { ask, stop, telemetry } = await start({});
  stops.push(stop);
  const ids = [world.title('Gezeiten'), world.title('Vulkane')];
  const { data } = await ask(token, CHECK, { number: number(), ids });
  expect(data.school.access).toEqual([
    { outcome: 'DENIED', reason: 'RIGHT_NOT_GRANTED' },
    { outcome: 'ALLOWED', reason: null },
  ]);
  expect(await faultsIn(telemetry.metrics)).toEqual([]);
});

test('any test in which this happens fails when it stops its system', async () => {
  await breakTitle('Gezeiten');
  const { ask, stop } = await start({});
  await ask(token, PAGE, { number: number() });
  await expect(stop()).rejects.toThrow('licences found a fault, listed-but-denied, 1 times');
});
