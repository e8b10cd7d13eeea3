/** Denials that the gateway records for clients that do not send them. */
import { SCOPES_OF_KIND } from '../caller/caller';
import { noTelemetry } from '../telemetry/telemetry';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenWith } from './system';
import { until } from './until';

let database: TestDatabase;
let world: SeededWorld;
let system: System;
let running = false;
beforeAll(async () => {
  database = await createTestDatabase();
  const licence = (seats?: number) =>
    ({
      owner: 'CITY',
      heldAt: ['AUTHORITY'],
      rights: ['STREAM'],
      ...(seats && { seats }),
      packages: [{ package: seats ? 'SEATS' : 'OPEN' }],
    }) as const;
  world = await seedWorld(database.query, {
    organisations: { CITY: 'AUTHORITY' },
    schools: { SCHOOL: { belongsTo: [{ to: 'CITY' }] } },
    titles: { FILM: {}, WANTED: {}, WITHDRAWN: { withdrawn: '2025-01-01' }, SEATED: {} },
    packages: { OPEN: [{ title: 'FILM' }], SEATS: [{ title: 'SEATED' }] },
    licences: { OPEN: licence(), SEATS: licence(1) },
    entitlements: {
      OPEN: { licence: 'OPEN', holder: 'CITY', from: '2024-08-01' },
      SEATS: { licence: 'SEATS', holder: 'CITY', from: '2024-08-01' },
    },
  });
});
beforeEach(() => database.query('truncate usage.event, usage.event_key, usage.coverage, usage.monthly_sum'));
afterEach(() => running && stop());
afterAll(() => database.drop());

const lms = (client?: string, scopes = SCOPES_OF_KIND.lms) => {
  const bound = [`AUTHORITY:${world.organisation('CITY')}`] as const;
  return tokenWith({ kind: 'lms', subject: `a server of ${client}`, bound, scopes, ...(client && { client }) });
};
const MOODLE = 'moodle';
const start = async (way: 'local' | 'http' = 'local', telemetry = noTelemetry()) => {
  system = await startSystem(database, { way, limits: { recordDenials: [MOODLE] }, telemetry: () => telemetry });
  running = true;
  return telemetry;
};
const stop = () => {
  running = false;
  return system.stop();
};

const ACCESS = `query ($school: String!, $titles: [ID!]!, $right: UsageRight! = STREAM, $audience: Audience! = TEACHER, $at: DateTime) {
  school(number: $school) { access(titleIds: $titles, right: $right, audience: $audience, at: $at) { outcome } } }`;
const check = async (token: string, names: readonly string[], more: object = {}) => {
  const titles = names.map((name) => (name === 'NONE' ? '999999' : world.title(name)));
  const { data, errors } = await system.ask(token, ACCESS, { school: world.organisation('SCHOOL'), titles, ...more });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.school.access.map(({ outcome }: { outcome: string }) => outcome);
};

/** Returns the recorded denials after all waiting ones were sent, for which the system is stopped. */
async function recorded() {
  await stop();
  return database.query<object>(
    `select title_id::text as title, action, usage_right as right, audience, client from usage.event order by 1, 2, 3, 4`,
  );
}
const denial = (title: string, changes: object = {}) => ({
  title: world.title(title),
  action: 'NOT_LICENSED',
  right: 'STREAM',
  audience: 'TEACHER',
  client: MOODLE,
  ...changes,
});

describe.each(['local', 'http'] as const)('over %s, denials are recorded', (way) => {
  beforeEach(() => start(way));

  test('that a check answers, with right, audience and client, but not what is allowed', async () => {
    const token = await lms(MOODLE);
    expect(await check(token, ['FILM', 'WANTED'])).toEqual(['ALLOWED', 'DENIED']);
    await check(token, ['FILM'], { right: 'DOWNLOAD' });
    await check(token, ['FILM'], { audience: 'PUPIL' });
    expect(await recorded()).toEqual(
      [denial('FILM', { audience: 'PUPIL' }), denial('FILM', { right: 'DOWNLOAD' }), denial('WANTED')].toSorted(
        (a, b) => Number(a.title) - Number(b.title) || (a.right < b.right ? -1 : 1),
      ),
    );
  });

  test('of a caller that may not send uses itself', async () => {
    await check(await lms(MOODLE, ['schools:read', 'titles:read', 'access:read']), ['WANTED']);
    expect(await recorded()).toEqual([denial('WANTED')]);
  });

  test('that availability and seats answer; where no seat is free, as an exceeded limit', async () => {
    const token = await lms(MOODLE);
    const school = world.organisation('SCHOOL');
    await system.ask(
      token,
      'query ($id: ID!, $school: ID!) { title(id: $id) { availability(school: $school) { reason } } }',
      {
        id: world.title('WANTED'),
        school,
      },
    );
    const seat = () =>
      system.ask(
        token,
        'mutation ($input: AcquireSeatInput!) { acquireSeat(input: $input) { outcome reason lease { id } } }',
        {
          input: { school, title: world.title('SEATED') },
        },
      );
    const { data } = await seat();
    expect((await seat()).data.acquireSeat.reason).toBe('SEATS_TAKEN');
    await system.ask(token, 'mutation ($input: SeatInput!) { releaseSeat(input: $input) }', {
      input: { school, lease: data.acquireSeat.lease.id },
    });
    expect(await recorded()).toEqual([denial('WANTED'), denial('SEATED', { action: 'LIMIT_EXCEEDED' })]);
  });
});

describe('denials are not recorded', () => {
  beforeEach(() => start());

  test.each<[string, () => Promise<string>]>([
    ['of another client', () => lms('itslearning')],
    ['of a token without a client', () => lms()],
  ])('%s', async (_, token) => {
    await check(await token(), ['WANTED']);
    expect(await recorded()).toEqual([]);
  });

  test('of staff, whatever its client', async () => {
    const bound = [`AUTHORITY:${world.organisation('CITY')}`] as const;
    const scopes = SCOPES_OF_KIND.licensing;
    await check(await tokenWith({ kind: 'licensing', subject: 'staff', bound, scopes, client: MOODLE }), ['WANTED']);
    expect(await recorded()).toEqual([]);
  });

  test('of titles that cannot be licensed any more or do not exist, or at another instant', async () => {
    const token = await lms(MOODLE);
    expect(await check(token, ['WITHDRAWN', 'NONE'])).toEqual(['DENIED', 'DENIED']);
    await check(token, ['WANTED'], { at: '2025-01-01T00:00:00Z' });
    expect(await recorded()).toEqual([]);
  });
});

test('one that is asked for twice in a request counts once, and in two requests twice', async () => {
  await start();
  const token = await lms(MOODLE);
  const school = world.organisation('SCHOOL');
  const query = `query ($s: String!, $t: [ID!]!) { school(number: $s) { a: access(titleIds: $t) { reason } b: access(titleIds: $t) { outcome } } }`;
  for (const _ of [1, 2]) await system.ask(token, query, { s: school, t: [world.title('WANTED')] });
  expect(await recorded()).toEqual([denial('WANTED'), denial('WANTED')]);
});

test('they do not count as a report of the client, which is still listed as having reported nothing', async () => {
  await start();
  const token = await lms(MOODLE);
  const coverage = async () => (await database.query('select client, is_reported from usage.coverage'))[0];
  await check(token, ['WANTED']);
  await recorded();
  expect(await coverage()).toEqual({ client: MOODLE, is_reported: false });
  await start();
  const event = { id: crypto.randomUUID(), school: world.organisation('SCHOOL'), title: world.title('FILM') };
  await system.ask(token, 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }', {
    events: [{ ...event, action: 'STREAM', usedAt: new Date().toISOString() }],
  });
  expect(await coverage()).toEqual({ client: MOODLE, is_reported: true });
  await check(token, ['WANTED']);
  await recorded();
  expect(await coverage()).toEqual({ client: MOODLE, is_reported: true });
});

test('they are sent without a stop of the system, and counted', async () => {
  const telemetry = await start('local', noTelemetry());
  await check(await lms(MOODLE), ['WANTED']);
  await until('it is recorded', async () => (await database.query('select from usage.event')).length === 1);
  await until('it is counted', async () =>
    /freischalter_denials_total\{outcome="recorded"\} 1/.test(await telemetry.metrics.text()),
  );
});

test('no client can have them recorded itself', async () => {
  await start();
  const { errors } = await system.ask(await lms(MOODLE), 'mutation { recordDenials(events: []) }');
  expect(errors?.[0]?.message).toMatch(/Cannot query field/);
});
