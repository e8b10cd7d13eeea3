/** A survey by HTTP: a city asks its schools, they answer, and the city exports the overview and assigns what is wanted. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let city: string;
let school: string;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { 'Schule 1': { belongsTo: [{ to: 'Stadt' }] }, 'Schule 2': { belongsTo: [{ to: 'Stadt' }] } },
    titles: {},
    packages: {},
    licences: { Filme: { owner: 'Stadt', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [] } },
    entitlements: {},
  });
  system = await startSystem(database);
  city = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt')}`);
  school = await tokenOf('licensing', `SCHOOL:${world.organisation('Schule 1')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

test('from the question to the entitlements', async () => {
  const ask = async (token: string, query: string, variables: object = {}) => {
    const { data, errors } = await system.ask(token, query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data ?? {})[0] as any;
  };
  const schools = ['Schule 1', 'Schule 2'].map((name) => world.organisation(name));
  const { id, candidates } = await ask(
    city,
    'mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { id candidates { id licence { number } } } }',
    {
      input: {
        owner: { level: 'AUTHORITY', id: world.organisation('Stadt') },
        title: 'Bedarf',
        closesAt: new Date(Date.now() + 86_400_000).toISOString(),
        candidates: [
          { licenceId: world.licence('Filme'), unitCents: 12_50 },
          { name: '=Atlas', unitCents: 9_90 },
        ],
        asked: { numbers: [schools.join('\n')] },
      },
    },
  );
  expect(candidates.map(({ licence }: any) => licence)).toEqual([{ number: 'Filme' }, null]);
  await ask(city, 'mutation ($id: ID!) { amendSurvey(input: { id: $id, version: 1, state: OPEN }) { isChanged } }', {
    id,
  });

  const { edges } = await ask(school, '{ surveys { edges { node { id owner { name } candidates { id } } } } }');
  expect(edges).toEqual([
    { node: { id, owner: { name: 'Stadt' }, candidates: candidates.map(({ id }: any) => ({ id })) } },
  ]);
  await ask(school, 'mutation ($input: AnswerSurveyInput!) { answerSurvey(input: $input) { isAnswered } }', {
    input: {
      surveyId: id,
      organisation: { level: 'SCHOOL', id: schools[0] },
      version: 0,
      answers: candidates.map(({ id }: any) => ({ candidateId: id, count: 2, remark: '=1+1' })),
    },
  });

  const exported = async (query: string) => {
    const response = await fetch(`${system.url}/export.csv`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${city}` },
      body: JSON.stringify({ query, variables: { survey: id, first: 1 } }),
    });
    return (await response.text()).trim().split('\r\n');
  };
  const list = (field: string, columns: string) =>
    `query ($survey: ID!, $first: Int!, $after: String) { ${field}(survey: $survey, first: $first, after: $after) {
      edges { node { ${columns} } } pageInfo { hasNextPage endCursor } } }`;
  expect(await exported(list('surveyOverview', 'name count cents'))).toEqual([
    'name,count,cents',
    'Filme,2,2500',
    "'=Atlas,2,1980",
  ]);
  expect(await exported(list('surveyAnswers', 'organisation name count remark'))).toEqual([
    'organisation,name,count,remark',
    "Schule 1,Filme,2,'=1+1",
    "Schule 1,'=Atlas,2,'=1+1",
  ]);

  const [{ licenceIds, holders }] = await ask(
    city,
    'query ($id: ID!) { preparedAssignments(survey: $id) { licenceIds holders { level id } } }',
    { id },
  );
  const assigned = await ask(
    city,
    'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned refused } }',
    { input: { licenceIds, holders } },
  );
  expect(assigned).toEqual({ assigned: 1, refused: 0 });
});
