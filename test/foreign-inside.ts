/**
 * Requests that no client can send through the gateway but that somebody on the inner network could send, and requests
 * that the gateway lets through.
 */
import { surveyOf } from './foreign-changes';
import { type Attempt, number, ofA, world } from './foreign-world';

export const INSIDE: Attempt[] = [
  {
    name: 'the timeline of the foreign school as an entity',
    service: 'schools',
    by: 'lms',
    query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on School { timeline } } }',
    variables: () => ({ r: [{ __typename: 'School', id: world.organisation('Schule A') }] }),
  },
  {
    name: 'the foreign licence as an entity',
    service: 'licences',
    by: 'licensing',
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Licence { number owner { name } price { cents } } } }',
    variables: () => ({ r: [{ __typename: 'Licence', id: world.licence('Lizenz A') }] }),
  },
  {
    name: 'the uses of the foreign school as an entity',
    service: 'usage',
    by: 'reporting',
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on School { usage(from: "2026-02", until: "2026-02") { total } } } }',
    variables: () => ({ r: [{ __typename: 'School', id: world.organisation('Schule A') }] }),
    nothing: { data: { _entities: [{ usage: [{ total: 0 }] }] } },
  },
  {
    name: 'adding the foreign school to an own group',
    service: 'schools',
    by: 'licensing',
    query:
      'mutation ($input: AddSchoolsToGroupInput!) { addSchoolsToGroup(input: $input) { added schools { school { name } } } }',
    variables: () => ({
      input: { group: world.organisation('Gruppe B'), numbers: [number('Schule A')], skipRefused: true },
    }),
    nothing: { data: { addSchoolsToGroup: { added: 0, schools: [] } } },
  },
  ...['job(id: $id) { state }', 'assignment(id: $id) { assigned }', 'amendment(id: $id) { changed }'].map(
    (field): Attempt => ({
      name: `what somebody else had assigned: ${field}`,
      service: 'schools',
      by: 'licensing',
      query: `query ($id: ID!) { ${field} }`,
      variables: () => ({ id: ofA.job }),
    }),
  ),
  {
    name: 'the jobs of somebody else',
    service: 'schools',
    by: 'licensing',
    query: '{ jobs { id state } }',
    variables: () => ({}),
    nothing: { data: { jobs: [] } },
  },
  {
    name: 'cancelling a job of somebody else',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($id: ID!) { cancelJob(id: $id) { state } }',
    variables: () => ({ id: ofA.job }),
  },
  ...[
    'survey(id: $id) { title }',
    'surveyOverview(survey: $id) { edges { node { name count } } }',
    'surveyAnswers(survey: $id) { edges { node { organisation count } } }',
    'preparedAssignments(survey: $id) { licenceIds }',
  ].map(
    (field): Attempt => ({
      name: `a foreign survey: ${field}`,
      service: 'schools',
      by: 'licensing',
      query: `query ($id: ID!) { ${field} }`,
      variables: () => ({ id: ofA.survey }),
    }),
  ),
  surveyOf('of the foreign school', 'B', 'A'),
  {
    name: 'a survey about a foreign licence',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { title candidates { name } } }',
    variables: () => ({
      input: {
        owner: { level: 'AUTHORITY', id: world.organisation('Stadt B') },
        title: 'Bedarf',
        closesAt: '2096-01-01T00:00:00Z',
        candidates: [{ licenceId: world.licence('Lizenz A') }],
        asked: { holders: [{ level: 'SCHOOL', id: world.organisation('Schule B') }] },
      },
    }),
  },
  ...(
    [
      ['EXPIRING', 'entitlement', () => world.entitlement('Freischaltung A')],
      ['UNUSED', 'licence', () => world.licence('Lizenz A')],
    ] as const
  ).map(
    ([list, kind, row]): Attempt => ({
      name: `noting beside a foreign ${kind} for one’s own staff`,
      service: 'schools',
      by: 'licensing',
      query: 'mutation ($input: NoteWorklistInput!) { noteWorklist(input: $input) { applied } }',
      variables: () => ({ input: { list, rows: [{ id: row() }], text: 'fremd' } }),
    }),
  ),
  {
    name: 'ending by a filter what applies to the foreign school',
    service: 'schools',
    by: 'licensing',
    query: 'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }',
    variables: () => ({ input: { selection: { filter: { school: world.organisation('Schule A') } } } }),
  },
];
