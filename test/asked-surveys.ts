/** A survey that a city asks its school, and queries of each of its fields, for the test of permissions. */
import type { TestDatabase } from './database';
import type { SeededWorld } from './seed-world';

/** @returns the id of an open survey */
export async function seedSurvey(database: TestDatabase): Promise<string> {
  const [survey] = await database.query<{ id: string }>(
    `with survey as (
       insert into schools.survey (owner_id, title, text, closes_at, state)
       select id, 'Bedarf', '', now() + interval '30 days', 'OPEN' from schools.organisation where name = 'Stadt' returning id),
     candidate as (
       insert into schools.survey_candidate (survey_id, position, name) select id, 1, 'Atlas' from survey)
     select id from survey`,
  );
  const { id } = survey as { id: string };
  await database.query(
    `insert into schools.survey_request (survey_id, organisation_id) select $1, id from schools.organisation where name = 'Schule'`,
    [id],
  );
  return id;
}

/** Returns the query of each field. None of them changes the survey, because each names another version. */
export function askedOfSurveys(survey: () => string, world: () => SeededWorld): Record<string, () => string> {
  const holder = (level: string, name: string) => `{ level: ${level}, id: "${world().organisation(name)}" }`;
  const content = () =>
    `candidates: [{ licenceId: "${world().licence('Lizenz')}" }], asked: { holders: [${holder('SCHOOL', 'Schule')}] }`;
  return {
    'Query.survey': () => `{ survey(id: "${survey()}") { title } }`,
    'Query.surveyOverview': () => `{ surveyOverview(survey: "${survey()}") { edges { node { name } } } }`,
    'Query.surveyAnswers': () => `{ surveyAnswers(survey: "${survey()}") { edges { node { count } } } }`,
    'Query.preparedAssignments': () => `{ preparedAssignments(survey: "${survey()}") { licenceIds } }`,
    'Mutation.createSurvey': () =>
      `mutation { createSurvey(input: { owner: ${holder('AUTHORITY', 'Stadt')}, title: "Bedarf", closesAt: "2096-01-01T00:00:00Z",
        ${content()} }) { title } }`,
    'Mutation.amendSurvey': () =>
      `mutation { amendSurvey(input: { id: "${survey()}", version: 99, ${content()} }) { isChanged } }`,
    'Mutation.deleteSurvey': () => `mutation { deleteSurvey(id: "${survey()}", version: 99) }`,
    'Mutation.answerSurvey': () =>
      `mutation { answerSurvey(input: { surveyId: "${survey()}", version: 99, answers: [], organisation: ${holder('SCHOOL', 'Schule')} }) {
        isAnswered } }`,
  };
}
