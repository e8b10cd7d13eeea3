/**
 * A day at the desk of a media centre, from the first mail to the evening's file and a job overnight, all through the
 * gateway.
 */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { connect } from '../database/connection';
import { startJobs } from '../services/schools/job/job-upkeep';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';
import { until } from './until';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const onDay = (days: number) => inDays(days).slice(0, 10);

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let desk: string;
let school: string;
let lms: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const servedBy = (city: string) => ({ belongsTo: [{ to: city }, { to: 'Medienzentrum' }, { to: 'STATE' as const }] });
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY', Gemeinde: 'AUTHORITY', Medienzentrum: 'MEDIA_CENTRE', Fremde: 'AUTHORITY' },
    schools: {
      Adlerschule: servedBy('Stadt'),
      Bussardschule: servedBy('Stadt'),
      Falkenschule: servedBy('Gemeinde'),
      'Fremde Schule': { belongsTo: [{ to: 'Fremde' }, { to: 'STATE' }] },
    },
    titles: { Bienen: {}, Vulkane: {} },
    packages: { Natur: [{ title: 'Bienen' }], Erde: [{ title: 'Vulkane' }] },
    licences: {
      Altvertrag: {
        owner: 'Medienzentrum',
        heldAt: ['SCHOOL', 'AUTHORITY'],
        rights: ['STREAM'],
        packages: [{ package: 'Erde' }],
      },
    },
    entitlements: { alt: { licence: 'Altvertrag', holder: 'Adlerschule', from: '2024-08-01', until: inDays(20) } },
  });
  system = await startSystem(database, { kept: true });
  desk = await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Medienzentrum')}`);
  school = await tokenOf('licensing', `SCHOOL:${world.organisation('Bussardschule')}`);
  lms = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt')}`, `AUTHORITY:${world.organisation('Gemeinde')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

async function ask(query: string, variables: object = {}, token = desk): Promise<any> {
  const { data, errors } = await system.ask(token, query, variables);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0];
}
const holder = (level: string, name: string) => ({ level, id: world.organisation(name) });
const numberOf = (name: string) => world.organisation(name).slice('NW:'.length);

async function mayUse(name: string, title: string, at?: string): Promise<string> {
  const query = `query ($school: String!, $titles: [ID!]!, $at: DateTime) {
    school(number: $school) { access(titleIds: $titles, at: $at) { outcome reason } } }`;
  const { access } = await ask(query, { school: numberOf(name), titles: [world.title(title)], at }, lms);
  return access[0].reason ?? access[0].outcome;
}

const ASSIGN = `mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) {
  applied assigned unchanged refused previewToken movedCount counts { outcome count } unmatched { row text }
  assignments(first: 10) { outcome holder { name } entitlement { id version } } } }`;
const assign = (input: object) => ask(ASSIGN, { input });
const AMENDED = 'applied changed refused change changes { outcome entitlement { id version status } }';
const change = (name: string, input: object) =>
  ask(`mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${AMENDED} } }`, {
    input,
  });

/** The results of the day's steps. */
const day = {
  licence: '',
  group: '',
  entitlements: [] as string[],
  suspension: '',
  overnight: { id: '', change: '' },
};

test('08:00 a list of schools comes by mail, with the number of a foreign school and a text that is not a number', async () => {
  const numbers = [
    numberOf('Adlerschule'),
    `DE-NW-${numberOf('Falkenschule')}`,
    numberOf('Fremde Schule'),
    'Schule am See',
  ];
  const found = await ask(
    `query ($numbers: [String!]!) { resolveSchools(numbers: $numbers) {
       matched { row school { name } } unmatched { row text } } }`,
    { numbers },
  );
  expect(found.matched.map(({ school: { name } }: any) => name)).toEqual(['Adlerschule', 'Falkenschule']);
  expect(found.unmatched.map(({ row }: any) => row)).toEqual([3, 4]);
});

test('08:20 they become a group', async () => {
  day.group = (
    await ask('mutation ($input: CreateSchoolGroupInput!) { createSchoolGroup(input: $input) { id } }', {
      input: { owner: holder('MEDIA_CENTRE', 'Medienzentrum'), code: 'mint', name: 'MINT-Schulen' },
    })
  ).id;
  const input = { group: day.group, numbers: ['Adlerschule', 'Falkenschule'].map(numberOf) };
  const add = `mutation ($input: AddSchoolsToGroupInput!) { addSchoolsToGroup(input: $input) { applied added refused } }`;
  expect(await ask(add, { input: { ...input, preview: true } })).toEqual({ applied: false, added: 2, refused: 0 });
  expect(await ask(add, { input })).toEqual({ applied: true, added: 2, refused: 0 });
});

test('09:00 the centre has bought a licence', async () => {
  const { licence } = await ask(
    'mutation ($input: CreateLicenceInput!) { createLicence(input: $input) { licence { id price { cents } } } }',
    {
      input: {
        number: 'MZ-2026-1',
        name: 'Biologie kompakt',
        kind: 'Kreis-Onlinelizenz',
        publisher: 'Musterverlag',
        owner: holder('MEDIA_CENTRE', 'Medienzentrum'),
        holderLevels: ['AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'],
        rights: ['STREAM'],
        term: { kind: 'FIXED', from: onDay(-30), until: onDay(300) },
        packages: ['Natur'],
        priceCents: 330_000,
      },
    },
  );
  expect(licence.price).toEqual({ cents: 330_000 });
  day.licence = licence.id;
});

test('09:10 it is assigned to the group and to all schools of the city: what the preview shows is what happens', async () => {
  const selection = {
    holders: [{ level: 'SCHOOL_GROUP', id: day.group }],
    schools: { authority: world.organisation('Stadt') },
  };
  const input = { licenceIds: [day.licence], selection, holders: [] };
  const preview = await assign({ ...input, preview: true });
  expect(preview).toMatchObject({ applied: false, assigned: 3, refused: 0 });
  expect(await mayUse('Falkenschule', 'Bienen')).toBe('NOT_LICENSED');

  // A colleague is quicker for one of the schools.
  await assign({ licenceIds: [day.licence], holders: [holder('SCHOOL', 'Bussardschule')] });
  const late = await assign({ ...input, previewToken: preview.previewToken });
  expect(late).toMatchObject({ applied: false });
  expect(late.movedCount).toBeGreaterThan(0);
  expect(await mayUse('Falkenschule', 'Bienen')).toBe('NOT_LICENSED');

  const again = await assign({ ...input, preview: true });
  const key = { previewToken: again.previewToken, idempotencyKey: randomUUID() };
  const applied = await assign({ ...input, ...key });
  expect(applied).toMatchObject({ applied: true, assigned: 2, unchanged: 1, counts: again.counts });
  expect(await assign({ ...input, ...key })).toEqual(applied);
  expect(await mayUse('Falkenschule', 'Bienen')).toBe('ALLOWED');
  day.entitlements = applied.assignments.map(({ entitlement }: any) => entitlement.id);
});

test('10:30 an invoice is open: all of it is suspended, and no other change opens it by accident', async () => {
  const selection = { filter: { licence: day.licence, amendable: true } };
  const { change: made, changed } = await change('suspendEntitlements', { selection, reason: 'Rechnung offen' });
  expect(changed).toBe(3);
  day.suspension = made;
  expect(await mayUse('Falkenschule', 'Bienen')).toBe('SUSPENDED');
  const by = await assign({ licenceIds: [day.licence], holders: [holder('SCHOOL', 'Falkenschule')] });
  expect(by).toMatchObject({ applied: false, refused: 1, assignments: [{ outcome: 'OPENS_SUSPENDED' }] });
});

test('11:00 it was the wrong licence: the change is undone', async () => {
  const undone = await ask(`mutation ($change: ID!) { undoChange(change: $change) { ${AMENDED} } }`, {
    change: day.suspension,
  });
  expect(undone).toMatchObject({ applied: true, changed: 3, refused: 0 });
  for (const name of ['Adlerschule', 'Bussardschule', 'Falkenschule'])
    expect(await mayUse(name, 'Bienen')).toBe('ALLOWED');
});

test('11:30 the worklist says what ends soon, and prepares what follows', async () => {
  const { edges, totalCount } = await ask(
    `{ deadlines(list: EXPIRING, within: 30) { totalCount edges { node { entitlement { id } due
         prepared { amend { entitlements { id version } validUntil } } } } } }`,
  );
  expect(totalCount).toBe(1);
  const { due, prepared } = edges[0].node;
  expect(await change('amendEntitlements', prepared.amend)).toMatchObject({ applied: true, changed: 1 });
  expect(await mayUse('Adlerschule', 'Vulkane', new Date(Date.parse(due) + DAY_MS).toISOString())).toBe('ALLOWED');
  expect(await mayUse('Adlerschule', 'Vulkane', due)).toBe('ALLOWED');
});

test('13:00 a school’s licence moves to its city, without a moment in between', async () => {
  const [one] = await database.query<{ id: string }>(
    `select e.id from schools.entitlement e join schools.organisation o on o.id = e.holder_id
     where o.name = 'Adlerschule' and e.licence_id = $1 and e.revoked_at is null`,
    [world.licence('Altvertrag')],
  );
  const { entitlement } = await ask('query ($id: ID!) { entitlement(id: $id) { version } }', { id: one?.id }).then(
    (found) => ({ entitlement: found }),
  );
  const entitlements = [{ id: one?.id, version: entitlement.version }];
  const moved = await change('moveEntitlements', { entitlements, holder: holder('AUTHORITY', 'Stadt') });
  expect(moved).toMatchObject({ applied: true, changed: 1 });
  expect(await mayUse('Adlerschule', 'Vulkane')).toBe('ALLOWED');
  expect(await mayUse('Bussardschule', 'Vulkane')).toBe('ALLOWED');
  const stale = await change('moveEntitlements', { entitlements, holder: holder('AUTHORITY', 'Gemeinde') });
  expect(stale).toMatchObject({ applied: false, changed: 0, refused: 1 });
});

test('14:00 what do schools want next year? They are asked, one answers, and it becomes an assignment', async () => {
  const { id, candidates } = await ask(
    'mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { id candidates { id } } }',
    {
      input: {
        owner: holder('MEDIA_CENTRE', 'Medienzentrum'),
        title: 'Bedarf',
        closesAt: inDays(14),
        candidates: [{ licenceId: day.licence, unitCents: 1_250 }],
        asked: { schools: { authority: world.organisation('Stadt') } },
      },
    },
  );
  await ask('mutation ($id: ID!) { amendSurvey(input: { id: $id, version: 1, state: OPEN }) { isChanged } }', { id });
  const answer = `mutation ($input: AnswerSurveyInput!) { answerSurvey(input: $input) { isAnswered } }`;
  const organisation = holder('SCHOOL', 'Bussardschule');
  const answers = [{ candidateId: candidates[0].id, count: 2, remark: 'für zwei Jahrgänge' }];
  expect(await ask(answer, { input: { surveyId: id, organisation, version: 0, answers } }, school)).toEqual({
    isAnswered: true,
  });
  const overview = await ask(
    'query ($id: ID!) { surveyOverview(survey: $id) { totals { count cents } edges { node { wantedBy count } } } }',
    { id },
  );
  expect(overview).toMatchObject({ totals: { count: 2, cents: 2_500 }, edges: [{ node: { wantedBy: 1, count: 2 } }] });
  const [prepared] = await ask(
    'query ($id: ID!) { preparedAssignments(survey: $id) { licenceIds holders { level id } } }',
    { id },
  );
  expect(await assign({ ...prepared, preview: true })).toMatchObject({ refused: 0, assigned: 0, unchanged: 1 });
});

test('15:00 what does it cost, and whom? To the cent', async () => {
  const months = { from: onDay(0).slice(0, 7), until: onDay(0).slice(0, 7) };
  const costs = `query ($by: CostGroup!, $from: String!, $until: String!) {
    costPerUse(by: $by, from: $from, until: $until, first: 100) { totals { cents } edges { node { figures { cents } } } } }`;
  const [bySchool, byLicence] = [
    await ask(costs, { by: 'SCHOOL', ...months }),
    await ask(costs, { by: 'LICENCE', ...months }),
  ];
  const sum = ({ edges }: any) => edges.reduce((all: number, { node: { figures } }: any) => all + figures.cents, 0);
  expect(bySchool.totals.cents).toBeGreaterThan(0);
  expect(sum(bySchool)).toBe(bySchool.totals.cents);
  expect(byLicence.totals.cents).toBe(bySchool.totals.cents);
});

test('16:00 who did what? The history of an entitlement, and the trail of the day', async () => {
  const { history } = await ask(
    `query ($id: ID!) { entitlement(id: $id) { history(first: 20) { edges { node { operation reason action } } } } }`,
    { id: day.entitlements[0] },
  );
  const operations = history.edges.map(({ node: { operation } }: any) => operation);
  expect(new Set(operations)).toEqual(new Set(['undoChange', 'suspendEntitlements', 'assignEntitlements']));
  const trail = await ask('{ auditTrail(first: 200) { edges { node { operation author } } } }');
  const done = new Set(trail.edges.map(({ node: { operation } }: any) => operation));
  for (const operation of ['createSchoolGroup', 'addSchoolsToGroup', 'moveEntitlements'])
    expect(done).toContain(operation);
});

test('17:00 the list of all entitlements goes to the treasurer as a file, with the same rows as at the desk', async () => {
  const list = `query ($first: Int!, $after: String) { entitlements(first: $first, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { id status licence { name } holder { name } } } } }`;
  const seen = await ask(list, { first: 200 });
  const response = await fetch(`${system.url}/export.ndjson`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: list, variables: { first: 2 } }),
  });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map((row) => row.id ?? row['node.id'])).toEqual(seen.edges.map(({ node }: any) => node.id));
  expect(lines.length).toBeGreaterThan(4);
});

const JOB = 'id state done toDo error change { id applied changed refused change }';

/** Starts the job, and returns when it is done. */
async function overnight(input: object): Promise<any> {
  const started = await ask(`mutation ($input: ChangeInput!) { startChange(input: $input) { ${JOB} } }`, { input });
  expect(started).toMatchObject({ state: 'WAITING', change: null });
  const job = () => ask(`query ($id: ID!) { job(id: $id) { ${JOB} } }`, { id: started.id });
  const dataSource = await connect(database.urlOf('schools'), { poolSize: 4, applicationName: 'jobs' });
  const upkeep = startJobs({ dataSource, log: pino({ level: 'silent' }) });
  try {
    await until('the job is done', async () => (await job()).state === 'DONE');
    return await job();
  } finally {
    await upkeep.stop();
    await dataSource.destroy();
  }
}

test('18:00 all that the licence gave is to end with the year: overnight, as a job', async () => {
  const selection = { filter: { licence: day.licence, amendable: true } };
  const { done, toDo, change: made } = await overnight({ amend: { selection, validUntil: inDays(100) } });
  expect([done, toDo, made]).toEqual([3, 3, expect.objectContaining({ applied: true, changed: 3, refused: 0 })]);
  expect(await mayUse('Falkenschule', 'Bienen', inDays(99))).toBe('ALLOWED');
  expect(await mayUse('Falkenschule', 'Bienen', inDays(101))).toBe('EXPIRED');
  day.overnight = made;
});

test('07:30 the next morning, the outcome of each is there as a file, and the change is undone after all', async () => {
  const rows = `query ($id: ID!, $first: Int!, $after: String) { amendment(id: $id) {
    entitlements(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { outcome entitlement { id holder { name } } } } } } }`;
  const response = await fetch(`${system.url}/export.ndjson`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: rows, variables: { id: day.overnight.id, first: 2 } }),
  });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ outcome }) => outcome)).toEqual(['CHANGED', 'CHANGED', 'CHANGED']);

  expect((await overnight({ undo: { change: day.overnight.change } })).change).toMatchObject({
    applied: true,
    changed: 3,
  });
  expect(await mayUse('Falkenschule', 'Bienen', inDays(101))).toBe('ALLOWED');
});
