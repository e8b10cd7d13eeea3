/** Queries of worklists, notices and surveys. */
import { askedOfSurveys } from '../asked-surveys';
import { type Asked, entity, plain } from './asked';
import { CALLER, note, staff, subscription, survey, world } from './world';

const ASKED_OF_SURVEYS = askedOfSurveys(
  () => survey,
  () => world,
);
const surveys = (field: string): Asked => ({ query: () => ASKED_OF_SURVEYS[field]?.() ?? '' });
const PREPARED = 'edges { node { prepared { amend { entitlements { id } } revoke { entitlementIds } } } }';
const NOT_PREPARED = { edges: [{ node: { prepared: null } }] };
const deadlines = (fields: string, denied?: unknown, list = 'STARTING') =>
  plain(`{ deadlines(list: ${list}) { ${fields} } }`, denied === undefined ? undefined : { deadlines: denied });
const twice = (fields: string, denied?: unknown, first = 1) =>
  plain(
    `{ entitlementsCoveredTwice(first: ${first}) { ${fields} } }`,
    denied === undefined ? undefined : { entitlementsCoveredTwice: denied },
  );
const annotate = (list: string, id: () => string): Asked => ({
  query: () => `mutation { noteWorklist(input: { list: ${list}, rows: [{ id: "${id()}" }], text: "x" }) { applied } }`,
  caller: staff,
});

export const ASKED_OF_THE_DESK: Record<string, Asked> = {
  'entitlement.read Query.deadlines': deadlines('edges { node { schools } }', { edges: [] }),
  'entitlement.read Deadline.entitlement': deadlines('edges { node { entitlement { level } } }', { edges: [] }),
  'entitlement.read DeadlineConnection.sums': deadlines('sums { licences }', { sums: { licences: 0 } }),
  'licence.readPrice DeadlineConnection.sums': deadlines('sums { cents }', { sums: { cents: null } }),
  'licence.assign Query.deadlines': deadlines('edges { node { schools } }', { edges: [] }, 'NOTICE_DUE'),
  'entitlement.read Query.entitlementsCoveredTwice': twice('edges { node { titles } }', { edges: [] }),
  'entitlement.read CoveredTwice.coveredBy': twice('edges { node { coveredBy { titles } } }', { edges: [] }),
  'entitlement.read CoveredTwice.entitlement': twice('edges { node { entitlement { level } } }', { edges: [] }),
  'entitlement.read CoveringEntitlement.entitlement': twice('edges { node { coveredBy { entitlement { level } } } }', {
    edges: [],
  }),
  'entitlement.read CoveredTwiceConnection.sums': twice('sums { licences }', { sums: { licences: 0 } }),
  'licence.readPrice CoveredTwiceConnection.sums': twice('sums { cents }', { sums: { cents: null } }),
  'entitlement.amend CoveredTwice.prepared': twice('edges { node { prepared { revoke { entitlementIds } } } }', {
    edges: [{ node: { prepared: null } }],
  }),
  'desk.annotate CoveredTwice.note': { ...twice('edges { node { note { text } } }', undefined, 20), caller: staff },
  'entitlement.amend Deadline.prepared': deadlines(PREPARED, NOT_PREPARED),
  'licence.amend Deadline.prepared': deadlines(
    'edges { node { prepared { notice { version } } } }',
    NOT_PREPARED,
    'NOTICE_DUE',
  ),
  'entitlement.write Deadline.prepared': deadlines(PREPARED, NOT_PREPARED, 'EXPIRING'),
  'desk.annotate Deadline.note': { ...deadlines('edges { node { note { text } } }'), caller: staff },
  'desk.annotate _entities.WorklistNote': { ...entity('WorklistNote', () => note, 'text'), caller: staff },
  'desk.annotate Mutation.noteWorklist': annotate('EXPIRING', () => world.entitlement('Endende')),
  'desk.annotate Query.noticeSubscriptions': {
    ...plain('{ noticeSubscriptions { address } }', { noticeSubscriptions: [] }),
    caller: staff,
  },
  'desk.annotate Mutation.subscribeToNotices': {
    ...plain('mutation { subscribeToNotices(input: { address: "neu@mail.example" }) { address } }'),
    caller: staff,
  },
  'desk.annotate Mutation.unsubscribeFromNotices': {
    query: () => `mutation { unsubscribeFromNotices(ids: ["${subscription}"]) }`,
    caller: staff,
  },
  'licence.annotate Mutation.noteWorklist': annotate('UNUSED', () => world.licence('Lizenz')),
  'survey.read Query.surveys': plain('{ surveys { edges { node { title } } } }', { surveys: { edges: [] } }),
  'survey.read Query.survey': surveys('Query.survey'),
  ...Object.fromEntries(
    ['amendSurvey', 'createSurvey', 'deleteSurvey'].map((name) => [
      `survey.manage Mutation.${name}`,
      surveys(`Mutation.${name}`),
    ]),
  ),
  ...Object.fromEntries(
    ['preparedAssignments', 'surveyAnswers', 'surveyOverview'].map((name) => [
      `survey.manage Query.${name}`,
      surveys(`Query.${name}`),
    ]),
  ),
  'survey.answer Mutation.answerSurvey': {
    ...surveys('Mutation.answerSurvey'),
    caller: () => ({ ...CALLER, kind: 'licensing', bound: [`SCHOOL:${world.organisation('Schule')}`] }),
  },
  'organisation.ask Mutation.amendSurvey': surveys('Mutation.amendSurvey'),
  'organisation.ask Mutation.createSurvey': surveys('Mutation.createSurvey'),
  'licence.assign Mutation.amendSurvey': surveys('Mutation.amendSurvey'),
  'licence.assign Mutation.createSurvey': surveys('Mutation.createSurvey'),
};
