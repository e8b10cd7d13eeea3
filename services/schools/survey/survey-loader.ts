import type { Caller } from '../../../caller/caller';
import { forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { batchLoader } from '../../subgraph/context';
import { allowedSurveys } from '../authorisation/allowed';
import type { Survey, SurveyResponse } from './survey';
import { findSurveys, type StoredResponse, type StoredSurvey } from './survey-queries';

/** Loads surveys by id. One that the caller may not see is refused like one that does not exist. */
export const surveyLoader = batchLoader<string, Survey>(async ({ session, caller, now }, ids) => {
  const found = await findSurveys(session, caller, ids.filter(isDatabaseId), now);
  const allowed = allowedSurveys(caller, 'survey.read', found);
  const surveys = new Map(shownSurveys(caller, found).map((survey) => [survey.id, survey]));
  return ids.map((id) => (allowed.has(id) && surveys.get(id)) || forbidden());
});

/**
 * Only the asking organisation sees how many are asked, and the licences: those who are asked may not be allowed to
 * read them.
 */
export function shownSurveys(caller: Caller, surveys: readonly StoredSurvey[]): Survey[] {
  const managed = allowedSurveys(caller, 'survey.manage', surveys);
  return surveys.map((survey) => {
    const isOwn = managed.has(survey.id);
    return {
      ...survey,
      askedCount: isOwn ? survey.askedCount : null,
      answeredCount: isOwn ? survey.answeredCount : null,
      candidates: survey.candidates.map(({ licenceId, ...candidate }) => ({
        ...candidate,
        licence: isOwn && licenceId !== null ? { id: licenceId } : null,
      })),
      ownResponses: survey.ownResponses.map(shownResponse),
    };
  });
}

export function shownResponse({ answeredAt, ...response }: StoredResponse): SurveyResponse {
  return { ...response, answeredAt: answeredAt === null ? null : new Date(answeredAt) };
}
