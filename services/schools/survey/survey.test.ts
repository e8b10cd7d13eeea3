/** A survey from its draft to what is prepared from it, as those see it who ask and who are asked. */
import { graphql } from 'graphql';
import type { DataSource } from 'typeorm';
import { type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { Session } from '../../subgraph/database/session';
import { makeSubgraphSchema } from '../../subgraph/schema/schema';
import { contextFor } from '../../subgraph/subgraph';
import { schoolsDefinition } from '../service';
import { eraseOldRemarks, REMARKS_KEPT_DAYS } from './erase-remarks';

const FORBIDDEN = 'FORBIDDEN: You may not see or change this, or it does not exist.';
const DAY_MS = 24 * 3_600_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

let database: TestDatabase;
let source: DataSource;
let world: SeededWorld;
let schema: Awaited<ReturnType<typeof makeSubgraphSchema>>['schema'];
let CENTRE: Caller;
let CITY: Caller;
let TOWN: Caller;
let SCHOOL: Caller;
let STRANGER: Caller;
const OPERATOR: Caller = { kind: 'operator', subject: 'o', scopes: SCOPES_OF_KIND.operator, bound: [] };

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = { heldAt: ['AUTHORITY', 'SCHOOL'] as const, rights: ['STREAM'] as const, packages: [] };
  world = await seedWorld(database.query, {
    organisations: { CENTRE: 'MEDIA_CENTRE', CITY: 'AUTHORITY', TOWN: 'AUTHORITY', STRANGER: 'AUTHORITY' },
    schools: {
      OF_CITY: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      OF_TOWN: { belongsTo: [{ to: 'TOWN' }, { to: 'CENTRE' }] },
      ELSEWHERE: { belongsTo: [{ to: 'STRANGER' }] },
    },
    titles: {},
    packages: {},
    licences: {
      FILMS: { ...licence, owner: 'CENTRE' },
      SOUNDS: { ...licence, owner: 'CENTRE' },
      FOREIGN: { ...licence, owner: 'STRANGER' },
    },
    entitlements: {},
  });
  source = await connect(database.urlOf('schools'), { poolSize: 2, applicationName: 'survey' });
  ({ schema } = await makeSubgraphSchema(schoolsDefinition));
  const staff = (...bound: OrganisationKey[]): Caller => ({
    kind: 'licensing',
    subject: `of ${bound}`,
    scopes: SCOPES_OF_KIND.licensing,
    bound,
  });
  CENTRE = staff(`MEDIA_CENTRE:${world.organisation('CENTRE')}`);
  CITY = staff(`AUTHORITY:${world.organisation('CITY')}`);
  TOWN = staff(`AUTHORITY:${world.organisation('TOWN')}`);
  SCHOOL = staff(`SCHOOL:${world.organisation('OF_CITY')}`);
  STRANGER = staff(`AUTHORITY:${world.organisation('STRANGER')}`);
  await database.keep();
});
beforeEach(() => database.reset());
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

/** @param databaseCaller whom the database takes the caller for, where one wall is looked at alone */
async function ask(caller: Caller, query: string, variableValues: object = {}, databaseCaller = caller): Promise<any> {
  const session = new Session(source, databaseCaller);
  const contextValue = {
    ...contextFor({ envelope: { caller, instant: Date.now(), requestId: 'test' } }, source),
    session,
  };
  try {
    const { data, errors } = await graphql({
      schema,
      source: query,
      variableValues: { ...variableValues },
      contextValue,
    });
    const [error] = errors ?? [];
    return error ? `${error.extensions.code ?? error.originalError}: ${error.message}` : Object.values(data ?? {})[0];
  } finally {
    await session.end();
  }
}

const of = (level: string, name: string) => ({ level, id: world.organisation(name) });
const input = (more: object = {}) => ({
  owner: of('MEDIA_CENTRE', 'CENTRE'),
  title: 'Schuljahr 2027/28',
  text: 'Was brauchen Sie?',
  closesAt: inDays(30),
  candidates: [
    { licenceId: world.licence('FILMS'), unitCents: 1_250 },
    { name: 'Atlas', publisher: 'Kartenverlag', unitCents: 990 },
    { licenceId: world.licence('SOUNDS'), name: 'Klänge' },
  ],
  asked: { holders: [of('AUTHORITY', 'CITY'), of('AUTHORITY', 'TOWN'), of('SCHOOL', 'OF_CITY')] },
  ...more,
});
const SURVEY = `id version title text state askedCount answeredCount owner { id } candidates { id name publisher unitCents licence { id } }
  ownResponses { organisation { name } version answeredAt answers { candidateId count remark } }`;
const create = (caller: Caller, more: object = {}, wall = caller) =>
  ask(
    caller,
    `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { ${SURVEY} } }`,
    { input: input(more) },
    wall,
  );
const amend = (caller: Caller, input: object, wall = caller) =>
  ask(
    caller,
    `mutation ($input: AmendSurveyInput!) { amendSurvey(input: $input) { isChanged survey { ${SURVEY} } } }`,
    { input },
    wall,
  );
const read = (caller: Caller, id: string, wall = caller) =>
  ask(caller, `query ($id: ID!) { survey(id: $id) { ${SURVEY} } }`, { id }, wall);
const list = (caller: Caller, wall = caller) =>
  ask(caller, '{ surveys { edges { node { id title } } pageInfo { hasNextPage } } }', {}, wall);
const answer = (caller: Caller, input: object, wall = caller) =>
  ask(
    caller,
    `mutation ($input: AnswerSurveyInput!) { answerSurvey(input: $input) {
      isAnswered response { organisation { name } version answers { candidateId count remark } } } }`,
    { input },
    wall,
  );
const overview = (caller: Caller, survey: string, wall = caller) =>
  ask(
    caller,
    `query ($survey: ID!) { surveyOverview(survey: $survey) {
      edges { node { name count wantedBy cents licenceId } } totals { count cents countWithoutPrice } } }`,
    { survey },
    wall,
  );
const answers = (caller: Caller, survey: string, wall = caller) =>
  ask(
    caller,
    'query ($survey: ID!) { surveyAnswers(survey: $survey) { edges { node { organisation name count cents remark } } } }',
    { survey },
    wall,
  );
const prepared = (caller: Caller, survey: string, wall = caller) =>
  ask(
    caller,
    'query ($survey: ID!) { preparedAssignments(survey: $survey) { licenceIds holders { level id name } } }',
    { survey },
    wall,
  );
const rows = (connection: any) => connection.edges.map(({ node }: any) => Object.values(node));

/** All that is recorded of surveys, and nothing else: a refused call leaves it as it is. */
const recorded = () =>
  database.query(`select to_jsonb(s) as row from schools.survey s union all select to_jsonb(c) from schools.survey_candidate c
    union all select to_jsonb(r) from schools.survey_request r union all select to_jsonb(a) from schools.survey_answer a
    union all select to_jsonb(e) from schools.audit_entry e order by 1`);

async function opened(more: object = {}) {
  const draft = await create(CENTRE, more);
  const { survey } = await amend(CENTRE, { id: draft.id, version: 1, state: 'OPEN' });
  return { ...survey, candidate: (at: number) => survey.candidates[at].id };
}

async function answered() {
  const survey = await opened();
  const [films, atlas, sounds] = [0, 1, 2].map(survey.candidate);
  const says = (caller: Caller, level: string, name: string, answers: object[]) =>
    answer(caller, { surveyId: survey.id, organisation: of(level, name), version: 0, answers });
  await says(CITY, 'AUTHORITY', 'CITY', [
    { candidateId: films, count: 3, remark: 'dringend' },
    { candidateId: atlas, count: 10 },
  ]);
  await says(TOWN, 'AUTHORITY', 'TOWN', [
    { candidateId: films, count: 0 },
    { candidateId: sounds, count: 2 },
  ]);
  await says(SCHOOL, 'SCHOOL', 'OF_CITY', [{ candidateId: films, count: 1 }]);
  return survey;
}

test('a draft is seen by who asks alone; once it is opened, by those who are asked', async () => {
  const draft = await create(CENTRE);
  expect(draft).toMatchObject({
    state: 'DRAFT',
    version: 1,
    askedCount: 3,
    answeredCount: 0,
    candidates: [
      { name: 'FILMS', publisher: null, unitCents: 1_250, licence: { id: world.licence('FILMS') } },
      { name: 'Atlas', publisher: 'Kartenverlag', unitCents: 990, licence: null },
      { name: 'Klänge', licence: { id: world.licence('SOUNDS') } },
    ],
    ownResponses: [],
  });
  for (const caller of [CITY, SCHOOL]) {
    expect(await read(caller, draft.id)).toBe(FORBIDDEN);
    expect((await list(caller)).edges).toEqual([]);
  }
  expect(await amend(CENTRE, { id: draft.id, version: 1, state: 'OPEN', title: 'Bedarf' })).toMatchObject({
    isChanged: true,
    survey: { state: 'OPEN', version: 2, title: 'Bedarf' },
  });
  expect(await read(SCHOOL, draft.id)).toMatchObject({
    askedCount: null,
    answeredCount: null,
    candidates: [{ licence: null }, { licence: null }, { licence: null }],
    ownResponses: [{ organisation: { name: 'OF_CITY' }, version: 0, answeredAt: null, answers: [] }],
  });
  expect((await list(CITY)).edges).toEqual([{ node: { id: draft.id, title: 'Bedarf' } }]);
  expect(await read(STRANGER, draft.id)).toBe(FORBIDDEN);
  expect(await read(STRANGER, '999999')).toBe(FORBIDDEN);
});

test('answers are changed until the close, and never over those that somebody else gave in the meantime', async () => {
  const survey = await opened();
  const films = survey.candidate(0);
  const says = (version: number, count: number, remark: string | null = null) =>
    answer(CITY, {
      surveyId: survey.id,
      organisation: of('AUTHORITY', 'CITY'),
      version,
      answers: [{ candidateId: films, count, remark }],
    });
  expect(await says(0, 3, ' für alle ')).toEqual({
    isAnswered: true,
    response: {
      organisation: { name: 'CITY' },
      version: 1,
      answers: [{ candidateId: films, count: 3, remark: 'für alle' }],
    },
  });
  const before = await recorded();
  expect(await says(0, 9)).toMatchObject({ isAnswered: false, response: { version: 1, answers: [{ count: 3 }] } });
  expect(await recorded()).toEqual(before);
  expect(await says(1, 4)).toMatchObject({
    isAnswered: true,
    response: { version: 2, answers: [{ count: 4, remark: null }] },
  });
  await amend(CENTRE, { id: survey.id, version: 2, state: 'CLOSED' });
  expect(await says(2, 5)).toMatch(/^BAD_USER_INPUT: .*closed/);
  await amend(CENTRE, { id: survey.id, version: 3, state: 'OPEN' });
  expect(await says(2, 5)).toMatchObject({ isAnswered: true });
  await database.query('update schools.survey set closes_at = now()');
  expect(await says(3, 6)).toMatch(/^BAD_USER_INPUT: .*closed/);
  expect(await read(CITY, survey.id)).toMatchObject({ state: 'CLOSED', ownResponses: [{ version: 3 }] });
});

test('the overview adds up what is wanted and what it costs, and from it assignments are prepared', async () => {
  const survey = await answered();
  const found = await overview(CENTRE, survey.id);
  expect(rows(found)).toEqual([
    ['FILMS', 4, 2, 5_000, world.licence('FILMS')],
    ['Atlas', 10, 1, 9_900, null],
    ['Klänge', 2, 1, null, world.licence('SOUNDS')],
  ]);
  expect(found.totals).toEqual({ count: 16, cents: 14_900, countWithoutPrice: 2 });
  expect(rows(await answers(CENTRE, survey.id))).toEqual([
    ['CITY', 'FILMS', 3, 3_750, 'dringend'],
    ['CITY', 'Atlas', 10, 9_900, null],
    ['TOWN', 'FILMS', 0, 0, null],
    ['TOWN', 'Klänge', 2, null, null],
    ['OF_CITY', 'FILMS', 1, 1_250, null],
  ]);
  const city = { ...of('AUTHORITY', 'CITY'), name: 'CITY' };
  const films = {
    licenceIds: [world.licence('FILMS')],
    holders: [city, { ...of('SCHOOL', 'OF_CITY'), name: 'OF_CITY' }],
  };
  const sounds = { licenceIds: [world.licence('SOUNDS')], holders: [{ ...of('AUTHORITY', 'TOWN'), name: 'TOWN' }] };
  expect(await prepared(CENTRE, survey.id)).toEqual([films, sounds]);

  const [{ licenceIds, holders }] = await prepared(CENTRE, survey.id);
  const preview = await ask(
    CENTRE,
    `mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { preview assigned refused } }`,
    { input: { licenceIds, holders: holders.map(({ level, id }: any) => ({ level, id })), preview: true } },
  );
  expect(preview).toEqual({ preview: true, assigned: 2, refused: 0 });
});

test('a candidate becomes a licence once it was bought', async () => {
  const survey = await answered();
  const atlas = { candidateId: survey.candidate(1), licenceId: world.licence('SOUNDS') };
  expect(await amend(CENTRE, { id: survey.id, version: 2, licences: [atlas] })).toMatchObject({ isChanged: true });
  expect((await prepared(CENTRE, survey.id)).map(({ holders }: any) => holders.map(({ name }: any) => name))).toEqual([
    ['CITY', 'OF_CITY'],
    ['CITY', 'TOWN'],
  ]);
  expect(await amend(CENTRE, { id: survey.id, version: 3, licences: [atlas] })).toMatch(
    /^BAD_USER_INPUT: input.licences/,
  );
});

test('a change of another version than the one that is known changes nothing', async () => {
  const { id } = await create(CENTRE);
  await amend(CENTRE, { id, version: 1, title: 'Neu' });
  const before = await recorded();
  expect(await amend(CENTRE, { id, version: 1, title: 'Alt' })).toMatchObject({
    isChanged: false,
    survey: { title: 'Neu', version: 2 },
  });
  expect(await ask(CENTRE, `mutation { deleteSurvey(id: "${id}", version: 1) }`)).toBe(false);
  expect(await recorded()).toEqual(before);
  expect(await ask(CENTRE, `mutation { deleteSurvey(id: "${id}", version: 2) }`)).toBe(true);
  expect(await read(CENTRE, id)).toBe(FORBIDDEN);
});

test('a deleted survey takes its answers and remarks along, and the audit trail never had them', async () => {
  const { id } = await answered();
  expect(await ask(CENTRE, `mutation { deleteSurvey(id: "${id}", version: 2) }`)).toBe(true);
  for (const table of ['survey', 'survey_candidate', 'survey_request', 'survey_answer'])
    expect(await database.query(`select 1 from schools.${table}`)).toEqual([]);
  const trail = JSON.stringify(await database.query('select before, after from schools.audit_entry'));
  expect(trail).toContain('Schuljahr 2027/28');
  expect(trail).not.toContain('dringend');
});

test('remarks are erased a year after the close, and counts stay', async () => {
  const { id } = await answered();
  const erase = async () => {
    const session = new Session(source, OPERATOR);
    await session.write(eraseOldRemarks).finally(() => session.end());
    return rows(await answers(CENTRE, id)).filter(([, , , , remark]: unknown[]) => remark !== null).length;
  };
  const closed = (days: number) => database.query('update schools.survey set closes_at = $1', [inDays(-days)]);
  await closed(REMARKS_KEPT_DAYS - 1);
  expect(await erase()).toBe(1);
  await closed(REMARKS_KEPT_DAYS + 1);
  expect(await erase()).toBe(0);
  expect(rows(await answers(CENTRE, id)).map(([, , count]: unknown[]) => count)).toEqual([3, 10, 0, 2, 1]);
});

test.each([
  ['a title of blanks', () => create(CENTRE, { title: ' ' }), /input.title/],
  ['a candidate without a name', () => create(CENTRE, { candidates: [{}] }), /input.candidates\[0\].name/],
  ['a part of a cent', () => create(CENTRE, { candidates: [{ name: 'X', unitCents: 0.5 }] }), /unitCents/],
  ['nobody', () => create(CENTRE, { asked: {} }), /input.asked/],
  ['a number that is no school', () => create(CENTRE, { asked: { numbers: ['999999'] } }), /row 1/],
  [
    'a district, which has no staff here',
    () => create(CENTRE, { asked: { holders: [of('DISTRICT', 'DISTRICT')] } }),
    /nobody who could answer/,
  ],
])('a survey with %s is refused, and nothing changes', async (_name, change, reason) => {
  const before = await recorded();
  const answer = await change();
  expect(answer).toMatch(/^BAD_USER_INPUT/);
  expect(answer).toMatch(reason);
  expect(await recorded()).toEqual(before);
});

test('an open survey keeps its candidates, is no draft again, and closes in the future', async () => {
  const { id } = await opened();
  for (const change of [
    { candidates: [{ name: 'X' }] },
    { asked: { holders: [of('AUTHORITY', 'CITY')] } },
    { state: 'DRAFT' },
    { closesAt: inDays(-1) },
  ])
    expect(await amend(CENTRE, { id, version: 2, ...change })).toMatch(/^BAD_USER_INPUT/);
  const draft = await create(CENTRE);
  expect(await amend(CENTRE, { id: draft.id, version: 1, state: 'CLOSED' })).toMatch(/^BAD_USER_INPUT: input.state/);
  const empty = await create(CENTRE, { candidates: [] });
  expect(await amend(CENTRE, { id: empty.id, version: 1, state: 'OPEN' })).toMatch(/^BAD_USER_INPUT: input.state/);
});

describe('what is not the caller’s is refused, and nothing changes', () => {
  let survey: Awaited<ReturnType<typeof answered>>;
  let before: unknown;
  beforeEach(async () => {
    survey = await answered();
    before = await recorded();
  });
  afterEach(async () => expect(await recorded()).toEqual(before));

  const says = (caller: Caller, level: string, name: string, wall = caller) =>
    answer(
      caller,
      {
        surveyId: survey.id,
        organisation: of(level, name),
        version: 1,
        answers: [{ candidateId: survey.candidate(0), count: 99 }],
      },
      wall,
    );

  test('to ask in another name, a foreign organisation, or for a foreign licence', async () => {
    expect(await create(CITY)).toBe(FORBIDDEN);
    expect(await create(CENTRE, { asked: { holders: [of('AUTHORITY', 'STRANGER')] } })).toBe(FORBIDDEN);
    expect(await create(CENTRE, { asked: { holders: [{ level: 'AUTHORITY', id: 'NW:99999' }] } })).toBe(FORBIDDEN);
    expect(await create(CENTRE, { candidates: [{ licenceId: world.licence('FOREIGN') }] })).toBe(FORBIDDEN);
    expect(await create(CENTRE, { candidates: [{ licenceId: '999999' }] })).toBe(FORBIDDEN);
  });

  test('to change it, or to see what others answered, for those who are asked and for strangers', async () => {
    for (const caller of [CITY, SCHOOL, STRANGER, { ...CENTRE, kind: 'reporting' as const }]) {
      expect(await amend(caller, { id: survey.id, version: 2, title: 'X' })).toBe(FORBIDDEN);
      expect(await ask(caller, `mutation { deleteSurvey(id: "${survey.id}", version: 2) }`)).toBe(FORBIDDEN);
      for (const field of [overview, answers, prepared]) expect(await field(caller, survey.id)).toBe(FORBIDDEN);
    }
    const { ownResponses } = await read(CITY, survey.id);
    expect(ownResponses.map(({ organisation }: any) => organisation.name)).toEqual(['CITY']);
  });

  test('to answer for others, also for the school of one’s own city, and for who asks', async () => {
    expect(await says(CITY, 'AUTHORITY', 'TOWN')).toBe(FORBIDDEN);
    expect(await says(CITY, 'SCHOOL', 'OF_CITY')).toBe(FORBIDDEN);
    for (const caller of [CENTRE, STRANGER, OPERATOR]) expect(await says(caller, 'AUTHORITY', 'CITY')).toBe(FORBIDDEN);
  });

  test('by the check in this service alone', async () => {
    const asCentre = CENTRE;
    for (const field of [overview, answers, prepared]) expect(await field(CITY, survey.id, asCentre)).toBe(FORBIDDEN);
    expect(await read(STRANGER, survey.id, OPERATOR)).toBe(FORBIDDEN);
    expect(await amend(CITY, { id: survey.id, version: 2, title: 'X' }, OPERATOR)).toBe(FORBIDDEN);
    expect((await list(STRANGER, OPERATOR)).edges).toEqual([]);
    expect(await says(CITY, 'AUTHORITY', 'TOWN', TOWN)).toBe(FORBIDDEN);
    expect(await create(CITY, {}, OPERATOR)).toBe(FORBIDDEN);
  });

  test('by the database alone', async () => {
    for (const field of [overview, answers, prepared])
      expect(await field(OPERATOR, survey.id, STRANGER)).toBe(FORBIDDEN);
    expect(rows(await answers(OPERATOR, survey.id, CITY)).map(([organisation]: unknown[]) => organisation)).toEqual([
      'CITY',
      'CITY',
    ]);
    expect(rows(await overview(OPERATOR, survey.id, SCHOOL)).map(([, count]: unknown[]) => count)).toEqual([1, 0, 0]);
    expect((await list(OPERATOR, STRANGER)).edges).toEqual([]);
    expect(await amend(OPERATOR, { id: survey.id, version: 2, title: 'X' }, CITY)).toMatchObject({ isChanged: false });
    expect(await create(OPERATOR, { candidates: [{ name: 'X' }] }, CITY)).toMatch(/row-level security/);
    expect(await create(OPERATOR, { candidates: [{ licenceId: world.licence('FOREIGN') }] }, CENTRE)).toBe(FORBIDDEN);
    expect(await create(OPERATOR, { asked: { holders: [of('AUTHORITY', 'STRANGER')] } }, CENTRE)).toMatch(
      /row-level security/,
    );
    expect(await says(CITY, 'AUTHORITY', 'CITY', TOWN)).toBe(FORBIDDEN);
  });
});
