/**
 * An id of a school means the same school in every argument and in every accepted form, and a foreign school is refused
 * in every form.
 */
import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let lms: string;
let staff: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY' },
    schools: { 'Schule A': { belongsTo: [{ to: 'Stadt A' }] }, 'Schule B': { belongsTo: [{ to: 'Stadt B' }] } },
    titles: { Vulkane: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: {
      Lizenz: {
        owner: 'Stadt A',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Paket' }],
        seats: 50,
      },
    },
    entitlements: { Freischaltung: { licence: 'Lizenz', holder: 'Schule A', from: '2024-01-01' } },
  });
  system = await startSystem(database, { kept: true });
  lms = await tokenOf('lms', `SCHOOL:${world.organisation('Schule A')}`);
  staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const numberOf = (name: string) => world.organisation(name).slice('NW:'.length);
const FORMS: readonly ((number: string) => string)[] = [
  (number) => `NW:${number}`,
  (number) => `NW_${number}`,
  (number) => `DE-NW-${number}`,
  (number) => number,
];
const seat = (school: string, lease: string) => ({ input: { school, lease } });
const LEASE = randomUUID();

/** Each argument, with the answer for a school of the caller. */
const QUESTIONS: readonly [
  name: string,
  who: () => string,
  query: string,
  variables: (school: string) => object,
  answer: () => object,
][] = [
  [
    'school',
    () => lms,
    'query ($of: String!) { school(number: $of) { id } }',
    (of) => ({ of }),
    () => ({ school: { id: world.organisation('Schule A') } }),
  ],
  [
    'school, with its state',
    () => lms,
    'query ($of: String!) { school(state: "NW", number: $of) { id } }',
    (of) => ({ of }),
    () => ({ school: { id: world.organisation('Schule A') } }),
  ],
  [
    'availability',
    () => lms,
    'query ($title: ID!, $of: ID!) { title(id: $title) { availability(school: $of) { outcome } } }',
    (of) => ({ of, title: world.title('Vulkane') }),
    () => ({ title: { availability: { outcome: 'ALLOWED' } } }),
  ],
  [
    'acquireSeat',
    () => lms,
    'mutation ($input: AcquireSeatInput!) { acquireSeat(input: $input) { outcome } }',
    (school) => ({ input: { school, title: world.title('Vulkane') } }),
    () => ({ acquireSeat: { outcome: 'ALLOWED' } }),
  ],
  [
    'releaseSeat',
    () => lms,
    'mutation ($input: SeatInput!) { releaseSeat(input: $input) }',
    (school) => seat(school, LEASE),
    () => ({ releaseSeat: false }),
  ],
  [
    'renewSeat',
    () => lms,
    'mutation ($input: SeatInput!) { renewSeat(input: $input) { outcome } }',
    (school) => seat(school, LEASE),
    () => ({ renewSeat: null }),
  ],
];

const CASES = QUESTIONS.flatMap((question) =>
  FORMS.map((form) => [question[0], form('199007'), question, form] as const),
);

test.each(CASES)('%s accepts its own school as %s', async (_, __, [, who, query, variables, answer], form) => {
  const said = await system.ask(who(), query, variables(form(numberOf('Schule A'))));
  expect(codesOf(said).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
  expect(said.data).toEqual(answer());
});

test.each(CASES)('%s refuses a foreign school as %s', async (_, __, [, who, query, variables], form) => {
  const said = await system.ask(who(), query, variables(form(numberOf('Schule B'))));
  expect(codesOf(said)).toEqual(['FORBIDDEN']);
  expect(JSON.stringify(said)).not.toContain('Schule B');
});

test.each(QUESTIONS)('%s explains how an id is written where none was sent', async (_, who, query, variables) => {
  for (const text of ['NW-199007', 'nw:199007', '199007 ', '']) {
    const { errors } = await system.ask(who(), query, variables(text));
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('Write NW:199007, NW_199007, DE-NW-199007, or 199007 alone for NW.'),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  }
});

test('uses are recorded for a school in each form, and for a foreign one in none', async () => {
  const events = ['Schule A', 'Schule B'].flatMap((name) =>
    FORMS.map((form) => ({
      id: randomUUID(),
      school: form(numberOf(name)),
      title: world.title('Vulkane'),
      action: 'STREAM',
      usedAt: new Date().toISOString(),
    })),
  );
  const query = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { results { outcome code } } }';
  const { data } = await system.ask(lms, query, { events });
  expect(data.recordUsage.results).toEqual([
    ...FORMS.map(() => ({ outcome: 'RECORDED', code: null })),
    ...FORMS.map(() => ({ outcome: 'REFUSED', code: 'FORBIDDEN' })),
  ]);
});

const ASSIGN = `mutation ($input: AssignEntitlementsInput!) {
  assignEntitlements(input: $input) { assignments { holderId outcome holder { id } } } }`;

test('holders in four forms are two holders, and the foreign one is refused', async () => {
  const holders = ['Schule A', 'Schule B'].flatMap((name) =>
    FORMS.map((form) => ({ level: 'SCHOOL', id: form(numberOf(name)) })),
  );
  const input = { licenceIds: [world.licence('Lizenz')], holders, preview: true };
  const { data } = await system.ask(staff, ASSIGN, { input });
  expect(data.assignEntitlements.assignments).toEqual([
    {
      holderId: world.organisation('Schule A'),
      outcome: 'ALREADY_ASSIGNED',
      holder: { id: world.organisation('Schule A') },
    },
    { holderId: world.organisation('Schule B'), outcome: 'NOT_IN_REACH', holder: null },
  ]);
});

test('a holder with an invalid id is reported with its place', async () => {
  const holders = [
    { level: 'SCHOOL', id: world.organisation('Schule A') },
    { level: 'AUTHORITY', id: 'Stadt A' },
  ];
  const { errors } = await system.ask(staff, ASSIGN, { input: { licenceIds: [world.licence('Lizenz')], holders } });
  expect(errors).toMatchObject([
    {
      message:
        'input.holders[1].id: not the id of a school authority. Write NW:10182, NW_10182, DE-NW-10182, or 10182 alone for NW.',
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
});

test.each(FORMS.map((form) => [form('10182'), form] as const))('an authority is read as %s too', async (_, form) => {
  const query = 'query ($of: String!) { schoolAuthority(number: $of) { id } }';
  const own = await system.ask(staff, query, { of: form(numberOf('Stadt A')) });
  expect(own).toEqual({ data: { schoolAuthority: { id: world.organisation('Stadt A') } } });
  expect(codesOf(await system.ask(staff, query, { of: form(numberOf('Stadt B')) }))).toEqual(['FORBIDDEN']);
});
