/** A media centre that asks two cities and a school. Its hooks run in each test file that imports it. */
import { graphql } from 'graphql';
import type { DataSource } from 'typeorm';
import { type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import { schoolsDefinition } from '../services/schools/service';
import { Session } from '../services/subgraph/database/session';
import { makeSubgraphSchema } from '../services/subgraph/schema/schema';
import { contextFor } from '../services/subgraph/subgraph';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';

export const FORBIDDEN = 'FORBIDDEN: You may not see or change this, or it does not exist.';
const DAY_MS = 24 * 3_600_000;
export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

export let database: TestDatabase;
export let source: DataSource;
export let world: SeededWorld;
let schema: Awaited<ReturnType<typeof makeSubgraphSchema>>['schema'];
export let CENTRE: Caller;
export let CITY: Caller;
export let TOWN: Caller;
export let SCHOOL: Caller;
export let STRANGER: Caller;
export const OPERATOR: Caller = { kind: 'operator', subject: 'o', scopes: SCOPES_OF_KIND.operator, bound: [] };

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

/** @param databaseCaller the caller in the settings of the database, where one wall is tested alone */
export async function ask(
  caller: Caller,
  query: string,
  variableValues: object = {},
  databaseCaller = caller,
): Promise<any> {
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

export const of = (level: string, name: string) => ({ level, id: world.organisation(name) });
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
export const create = (caller: Caller, more: object = {}, wall = caller) =>
  ask(
    caller,
    `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { ${SURVEY} } }`,
    { input: input(more) },
    wall,
  );
export const amend = (caller: Caller, input: object, wall = caller) =>
  ask(
    caller,
    `mutation ($input: AmendSurveyInput!) { amendSurvey(input: $input) { isChanged survey { ${SURVEY} } } }`,
    { input },
    wall,
  );
export const read = (caller: Caller, id: string, wall = caller) =>
  ask(caller, `query ($id: ID!) { survey(id: $id) { ${SURVEY} } }`, { id }, wall);
export const list = (caller: Caller, wall = caller) =>
  ask(caller, '{ surveys { edges { node { id title } } pageInfo { hasNextPage } } }', {}, wall);
export const answer = (caller: Caller, input: object, wall = caller) =>
  ask(
    caller,
    `mutation ($input: AnswerSurveyInput!) { answerSurvey(input: $input) {
      isAnswered response { organisation { name } version answers { candidateId count remark } } } }`,
    { input },
    wall,
  );
export const overview = (caller: Caller, survey: string, wall = caller) =>
  ask(
    caller,
    `query ($survey: ID!) { surveyOverview(survey: $survey) {
      edges { node { name count wantedBy cents licenceId } } totals { count cents countWithoutPrice } } }`,
    { survey },
    wall,
  );
export const answers = (caller: Caller, survey: string, wall = caller) =>
  ask(
    caller,
    'query ($survey: ID!) { surveyAnswers(survey: $survey) { edges { node { organisation name count cents remark } } } }',
    { survey },
    wall,
  );
export const prepared = (caller: Caller, survey: string, wall = caller) =>
  ask(
    caller,
    'query ($survey: ID!) { preparedAssignments(survey: $survey) { licenceIds holders { level id name } } }',
    { survey },
    wall,
  );
export const rows = (connection: any) => connection.edges.map(({ node }: any) => Object.values(node));

/** Returns all that is recorded of surveys, which a refused call must not change. */
export const recorded = () =>
  database.query(`select to_jsonb(s) as row from schools.survey s union all select to_jsonb(c) from schools.survey_candidate c
    union all select to_jsonb(r) from schools.survey_request r union all select to_jsonb(a) from schools.survey_answer a
    union all select to_jsonb(e) from schools.audit_entry e order by 1`);

export async function opened(more: object = {}) {
  const draft = await create(CENTRE, more);
  const { survey } = await amend(CENTRE, { id: draft.id, version: 1, state: 'OPEN' });
  return { ...survey, candidate: (at: number) => survey.candidates[at].id };
}

export async function answered() {
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
